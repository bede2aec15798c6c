package dev.shisa.server.ledger;

import dev.shisa.conformity.Proof;
import dev.shisa.conformity.RequirementId;
import dev.shisa.server.conformity.StoredVerdict;
import dev.shisa.server.evidence.EvidenceDetails;
import dev.shisa.server.product.Release;
import dev.shisa.server.product.Series;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What an evidence pack consists of, as it was at one moment.
 *
 * @param requirement null: all of the series
 * @param release the designated one, or null while there is none
 * @param edition of the catalogue
 * @param guide edition of the evaluation guide whose parameters are used; may be empty
 * @param evidence without what the person may not see
 * @param leftOut how many pieces of evidence that are
 * @param records numbers of the records, in their order
 * @param itemNames names of register items by their codes
 */
record PackPlan(
        Series series,
        @Nullable RequirementId requirement,
        @Nullable Release release,
        String edition,
        String guide,
        List<Decided> verdicts,
        List<EvidenceDetails> evidence,
        int leftOut,
        List<Long> records,
        Map<String, String> itemNames) {

    /** A verdict with its proof. */
    record Decided(StoredVerdict verdict, Proof proof) {}

    int facts() {
        return evidence.stream().mapToInt(e -> e.facts().size()).sum();
    }

    long files() {
        return attachments().count();
    }

    /** All attachments together; what several pieces of evidence share counts for each. */
    long fileBytes() {
        return attachments()
                .mapToLong(e -> Objects.requireNonNull(e.file()).sizeBytes())
                .sum();
    }

    private Stream<EvidenceDetails> attachments() {
        return evidence.stream().filter(e -> e.file() != null);
    }
}

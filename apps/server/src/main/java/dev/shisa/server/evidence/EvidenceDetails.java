package dev.shisa.server.evidence;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * All that is known of a piece of evidence.
 *
 * @param record values by {@link RecordField#id}
 * @param renewedBy the evidence that continues this one
 * @param facts in the order of their keys, also those withdrawn
 */
public record EvidenceDetails(
        EvidenceSummary summary,
        String statement,
        @Nullable UUID releaseId,
        @Nullable StoredFile file,
        Map<String, String> record,
        @Nullable UUID renews,
        @Nullable UUID renewedBy,
        List<FactEntry> facts,
        List<TakenBack> takenBack) {

    /** A confirmation that whoever gave it took back. */
    public record TakenBack(String name, Instant at, String note, Instant undoneAt, int facts) {}

    public EvidenceDetails {
        record = Map.copyOf(record);
        facts = List.copyOf(facts);
        takenBack = List.copyOf(takenBack);
    }

    public UUID id() {
        return summary.id();
    }

    public String code() {
        return summary.code();
    }
}

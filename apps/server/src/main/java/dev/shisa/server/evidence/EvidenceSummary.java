package dev.shisa.server.evidence;

import dev.shisa.conformity.FactKey;
import dev.shisa.conformity.Strength;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A piece of evidence in a list or in a proof.
 *
 * @param seriesId null: about the organisation
 * @param submittedBy null: a colleague by link
 * @param keys what its facts that stand are about, sorted
 * @param waiting how many of its facts stand and wait for a second person
 * @param standing how many of its facts are neither withdrawn nor replaced
 * @param confirmedBy names of those who confirmed facts of it
 */
public record EvidenceSummary(
        UUID id,
        String code,
        EvidenceKind kind,
        Strength strength,
        EvidenceTitle title,
        String place,
        @Nullable UUID seriesId,
        @Nullable String fileName,
        @Nullable String mediaType,
        @Nullable Long sizeBytes,
        @Nullable String url,
        Instant observedAt,
        Instant recordedAt,
        @Nullable Instant validUntil,
        @Nullable UUID submittedBy,
        String submittedName,
        String via,
        List<FactKey> keys,
        int facts,
        int standing,
        int waiting,
        List<String> confirmedBy) {

    public EvidenceSummary {
        keys = List.copyOf(keys);
        confirmedBy = List.copyOf(confirmedBy);
    }

    public boolean isWaiting() {
        return waiting > 0;
    }

    public boolean isConfirmed() {
        return waiting == 0 && standing > 0;
    }

    public boolean isExpired(Instant now) {
        return validUntil != null && !now.isBefore(validUntil);
    }
}

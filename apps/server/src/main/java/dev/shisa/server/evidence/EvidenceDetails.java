package dev.shisa.server.evidence;

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
        List<FactEntry> facts) {

    public EvidenceDetails {
        record = Map.copyOf(record);
        facts = List.copyOf(facts);
    }

    public UUID id() {
        return summary.id();
    }

    public String code() {
        return summary.code();
    }
}

package dev.shisa.server.evidence;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * A piece of evidence that waits for the reader, with the facts that a confirmation would make count.
 *
 * @param record what was done and seen, where it is a test or a picture
 */
public record ConfirmRow(EvidenceRow row, List<FactLine> facts, List<EvidenceView.Particular> record) {

    static final Set<RecordField> TOLD = EnumSet.of(RecordField.PROCEDURE, RecordField.OBSERVED);

    public ConfirmRow {
        facts = List.copyOf(facts);
        record = List.copyOf(record);
    }
}

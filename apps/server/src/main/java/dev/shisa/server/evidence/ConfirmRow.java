package dev.shisa.server.evidence;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * A piece of evidence that waits for the reader, with the facts that a confirmation would make count.
 *
 * @param record what was done and seen, where it is a test or a picture
 * @param effects what would turn if it alone were confirmed
 * @param fileWords what can be opened beside it; empty: no file
 * @param shown whether the file can be read beside it
 * @param picked whether it is ticked
 */
public record ConfirmRow(
        EvidenceRow row,
        List<FactLine> facts,
        List<EvidenceView.Particular> record,
        List<ConfirmationEffects.Effect> effects,
        String fileWords,
        boolean preview,
        boolean shown,
        boolean picked) {

    static final Set<RecordField> TOLD = EnumSet.of(RecordField.PROCEDURE, RecordField.OBSERVED);

    /** Facts beyond these are read on demand. */
    private static final int FACTS_AT_ONCE = 2;

    public ConfirmRow {
        facts = List.copyOf(facts);
        record = List.copyOf(record);
        effects = List.copyOf(effects);
    }

    public List<FactLine> first() {
        return facts.stream().limit(FACTS_AT_ONCE).toList();
    }

    public List<FactLine> more() {
        return facts.stream().skip(FACTS_AT_ONCE).toList();
    }
}

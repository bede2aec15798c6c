package dev.shisa.server.evidence;

import java.util.List;

/** A piece of evidence that waits for the reader, with the facts that a confirmation would make count. */
public record ConfirmRow(EvidenceRow row, List<FactLine> facts) {

    public ConfirmRow {
        facts = List.copyOf(facts);
    }
}

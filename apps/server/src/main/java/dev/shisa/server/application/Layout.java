package dev.shisa.server.application;

import java.util.List;

/** Where a form wants what: cells for answers, cells for basic information, and what was found on each sheet. */
record Layout(List<Slot> slots, List<Field> fields, List<SheetFinding> findings) {

    Layout {
        slots = List.copyOf(slots);
        fields = List.copyOf(fields);
        findings = List.copyOf(findings);
    }

    /** A cell for one part of one criterion's answer. */
    record Slot(FormSheet sheet, CriterionMark mark, AnswerPart part, CellAt at) {}

    /** A cell for a field of the basic information. */
    record Field(FormSheet sheet, BasicField field, CellAt at) {}
}

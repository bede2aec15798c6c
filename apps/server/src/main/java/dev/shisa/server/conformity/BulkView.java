package dev.shisa.server.conformity;

import dev.shisa.server.platform.web.Mistakes;
import dev.shisa.server.platform.web.Parts;
import java.util.List;

/**
 * An act on many series: the form that says exactly what, and what becomes of each.
 *
 * @param kind its words are {@code bulk.kind.<kind>}
 * @param codes the series chosen
 * @param previewed whether the rows say what would happen
 * @param undone that it was taken back
 * @param id of the act, so that it is done once
 */
public record BulkView(
        String kind,
        String id,
        List<String> codes,
        Form form,
        List<Row> rows,
        boolean previewed,
        boolean done,
        boolean undoable,
        boolean undone,
        Mistakes mistakes) {

    public BulkView {
        codes = List.copyOf(codes);
        rows = List.copyOf(rows);
    }

    /** What was chosen, and what can be. */
    public record Form(
            String guide,
            String requirement,
            String assignee,
            String due,
            String note,
            List<Parts.Choice> guides,
            List<Parts.Choice> requirements,
            List<Parts.Choice> people) {

        public Form {
            guides = List.copyOf(guides);
            requirements = List.copyOf(requirements);
            people = List.copyOf(people);
        }
    }

    /**
     * One series: whether it is changed, stays the same, is refused, undone or kept, and why.
     *
     * @param name empty if there is no such series for the reader
     */
    public record Row(String code, String name, String outcome, String words) {

        public boolean seen() {
            return !name.isEmpty();
        }
    }

    public long count(String outcome) {
        return rows.stream().filter(row -> row.outcome().equals(outcome)).count();
    }
}

package dev.shisa.server.conformity;

import dev.shisa.server.platform.web.Mistakes;
import dev.shisa.server.platform.web.Parts;
import java.util.List;

/**
 * An act on many things: the form that says exactly what, and what becomes of each.
 *
 * @param kind its words are {@code bulk.kind.<kind>}
 * @param things of what; its words are {@code bulk.things.<things>}
 * @param list where they were chosen
 * @param codes of those chosen
 * @param previewed whether the rows say what would happen
 * @param undone that it was taken back
 * @param id of the act, so that it is done once
 */
public record BulkView(
        String kind,
        String things,
        String list,
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
     * One thing: whether it is changed, stays the same, is refused, undone or kept, and why.
     *
     * @param name empty if there is no such thing for the reader
     */
    public record Row(String name, String more, String href, String outcome, String words) {

        public boolean seen() {
            return !name.isEmpty();
        }
    }

    /** Whether more has to be said than what it is. */
    static boolean asks(String kind) {
        return List.of("follow", "assign", "reassign", "renew").contains(kind);
    }

    public boolean asks() {
        return asks(kind);
    }

    public long count(String outcome) {
        return rows.stream().filter(row -> row.outcome().equals(outcome)).count();
    }
}

package dev.shisa.server.organisation;

import dev.shisa.server.platform.web.PageOf;
import dev.shisa.server.platform.web.Parts;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the templates of the organisation show: finished words and links. */
public final class OrganisationView {

    private OrganisationView() {}

    /**
     * One place of a row.
     *
     * @param gap whether it is something that is still to be filled in
     */
    public record Cell(List<String> lines, String href, boolean gap) {

        public Cell {
            lines = List.copyOf(lines);
        }

        static Cell of(String text) {
            return new Cell(text.isEmpty() ? List.of() : text.lines().toList(), "", false);
        }

        static Cell gap(String text) {
            return new Cell(List.of(text), "", true);
        }

        static Cell link(String text, String href) {
            return new Cell(text.isEmpty() ? List.of() : List.of(text), href, false);
        }

        static Cell lines(List<String> lines) {
            return new Cell(lines, "", false);
        }

        String plain() {
            return String.join("\n", lines);
        }
    }

    /** Whether a line is a day or a telephone number, which is read in one piece. */
    public static boolean isWhole(String line) {
        return line.length() <= 24 && (line.matches("[0-9+() -]+") || line.matches(".*[0-9]{4}-[0-9]{2}-[0-9]{2}.*"));
    }

    /**
     * One row.
     *
     * @param href where it is changed; empty: it is read only
     * @param state shape beside the word
     * @param word empty: no state
     */
    public record Row(String title, String sub, String href, List<Cell> cells, String state, String word) {

        public Row {
            cells = List.copyOf(cells);
        }
    }

    /** Words that lead somewhere. */
    public record Link(String label, String href) {}

    /**
     * A table with its heading.
     *
     * @param id of its heading, and of the list as a file
     * @param columns headings of the cells between the title and the state
     * @param stateColumn empty: the rows have no state
     * @param note below the table; empty: none
     * @param total how many rows there are, also those that a search or the length of a page leaves out
     * @param take address of the list as CSV, narrowed as it is
     * @param pageHref address of the page with this list, up to the number of the page of it
     */
    public record Block(
            String id,
            String heading,
            String text,
            String titleColumn,
            List<String> columns,
            String stateColumn,
            PageOf<Row> found,
            String emptyTitle,
            String emptyText,
            List<Link> acts,
            String note,
            int total,
            String take,
            String pageHref) {

        public Block {
            columns = List.copyOf(columns);
            acts = List.copyOf(acts);
        }

        /** Those of this page. */
        public List<Row> rows() {
            return found.rows();
        }

        /** The head of the table. */
        public List<Parts.Column> head() {
            return Stream.of(
                            List.of(titleColumn),
                            columns,
                            stateColumn.isEmpty() ? List.<String>of() : List.of(stateColumn))
                    .flatMap(List::stream)
                    .map(Parts.Column::plain)
                    .toList();
        }
    }

    /** One part of being ready. */
    public record AreaLine(String title, String href, String state, String word, String text) {}

    /** Somebody to call. */
    public record Call(String title, String who, String mark, String phone, String dial, String mail, String href) {}

    /** A field of a form. */
    public record FieldView(
            String id,
            String type,
            String label,
            @Nullable String help,
            String value,
            Set<String> values,
            List<Parts.Choice> choices,
            List<Part> parts,
            boolean required,
            @Nullable String error) {

        public FieldView {
            values = Set.copyOf(values);
            choices = List.copyOf(choices);
            parts = List.copyOf(parts);
        }
    }

    /** What a participant does in an activity. */
    public record Part(String id, String name, String value) {}

    /** A change that was made. */
    public record Revision(String when, List<String> what, String reason) {

        public Revision {
            what = List.copyOf(what);
        }
    }
}

package dev.shisa.server.answers;

import dev.shisa.server.platform.web.Parts;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Items of a register as rows, what is asked of each as columns.
 *
 * @param name what an item of the list is called
 * @param told what happened or is about to happen
 * @param misfits what of a pasted block has no place
 * @param block what was pasted and is shown again, since nothing of it fits
 */
public record GridView(
        String name, Where where, Told told, List<Head> heads, List<Row> rows, List<Misfit> misfits, String block) {

    public GridView {
        heads = List.copyOf(heads);
        rows = List.copyOf(rows);
        misfits = List.copyOf(misfits);
    }

    /**
     * Where it stands.
     *
     * @param home the page of the list
     * @param query of the address: which columns are shown
     */
    public record Where(
            String collection, String home, String homeName, String query, int page, int pages, int rowsMax) {}

    /**
     * What is told above the table.
     *
     * @param kind {@code none}, {@code preview}, {@code saved} or {@code partly}
     * @param saved how many cells were recorded
     * @param refused cells that are not taken
     */
    public record Told(String kind, int saved, int added, int fresh, int changed, int same, int refused) {

        static final Told NOTHING = new Told("none", 0, 0, 0, 0, 0, 0);
    }

    /**
     * A column.
     *
     * @param question in full; empty for the words beside an answer
     * @param how what can be entered
     */
    public record Head(String id, String label, String question, String how) {}

    /**
     * A row.
     *
     * @param href where the item is told in full; empty: it is about to be added
     * @param seen the facts that stand in it, for finding out what changed meanwhile
     * @param told whether something is said of one of its cells
     */
    public record Row(
            String key, String name, String href, String mistake, String seen, boolean told, List<Cell> cells) {
        public Row {
            cells = List.copyOf(cells);
        }
    }

    /**
     * A cell.
     *
     * @param kind {@code choice}, {@code whole} or {@code text}
     * @param error why it is not taken; null: nothing is wrong
     * @param note what it changes; may be empty
     */
    public record Cell(
            String field,
            String column,
            String heading,
            String kind,
            String value,
            List<Parts.Choice> choices,
            @Nullable String error,
            String note) {
        public Cell {
            choices = List.copyOf(choices);
        }
    }

    /** Something of a pasted block that has no place, where it stood, and why. */
    public record Misfit(String place, String typed, String why) {}
}

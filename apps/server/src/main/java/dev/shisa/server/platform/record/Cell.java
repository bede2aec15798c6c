package dev.shisa.server.platform.record;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What stands in a cell of a {@link Table}: words, which may be a link or the name of a state, with a note and an act below them.
 *
 * @param state the colour of a state; empty: it is none
 * @param struck whether the words count no more
 * @param whole whether they stay on one line
 * @param note in small words; a file has it behind the words
 * @param asked an act on the row; null: there is none
 */
public record Cell(
        String text,
        String href,
        String state,
        boolean struck,
        boolean whole,
        String note,
        @Nullable Asked asked) {

    /**
     * An act that is asked about before it is done.
     *
     * @param id tells the fields of one row from those of another
     */
    public record Asked(
            String id, String act, String question, String effect, String action, List<Form.Field> fields) {}

    public static Cell of(String text) {
        return new Cell(text, "", "", false, false, "", null);
    }

    public static Cell link(String text, String href) {
        return new Cell(text, href, "", false, false, "", null);
    }

    public static Cell state(String state, String word) {
        return new Cell(word, "", state, false, false, "", null);
    }

    /** Nothing but small words. */
    public static Cell noted(String note) {
        return of("").note(note);
    }

    public Cell note(String words) {
        return new Cell(text, href, state, struck, whole, words, asked);
    }

    public Cell struck(boolean counts) {
        return new Cell(text, href, state, counts, whole, note, asked);
    }

    /** On one line. */
    public Cell together() {
        return new Cell(text, href, state, struck, true, note, asked);
    }

    public Cell asking(Asked act) {
        return new Cell(text, href, state, struck, whole, note, act);
    }

    /** The same in a file. */
    String plain() {
        return text.isEmpty() ? note : note.isEmpty() ? text : text + " " + note;
    }
}

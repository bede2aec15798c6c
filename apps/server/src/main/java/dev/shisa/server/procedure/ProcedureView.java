package dev.shisa.server.procedure;

import dev.shisa.server.platform.web.Parts;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the pages of guided steps show, in words. */
public final class ProcedureView {

    private ProcedureView() {}

    /** A procedure among all. */
    public record Line(
            String title, String lead, String href, String criteria, String minutes, String state, String word) {}

    /** An execution among others. */
    public record Past(String title, String href, String about, String state, String word) {}

    /** A criterion that a procedure bears on; state is null where it is not decided. */
    public record Criterion(
            String number,
            String title,
            String href,
            @Nullable String state) {}

    /** What is typed to begin. */
    public record Form(
            String release, String item, String model, String unit, String firmware, boolean same, String by) {}

    /** A step in words; texts of several lines are lists. */
    public record Step(
            String id, String title, List<String> doing, String href, String state, String word, String said) {}

    /**
     * Something to note.
     *
     * @param type of {@link Procedure.Type} in small letters
     * @param shownIf answers on the same page under which it is shown, as script reads them; empty: always
     * @param only says so to whoever has no script; empty: nothing is to be said
     * @param value as it was noted or typed
     * @param ties what was seen, with the present tie of each; the units whose labels are compared
     */
    public record Field(
            String id,
            String type,
            String label,
            String help,
            String shownIf,
            String only,
            boolean required,
            String value,
            List<Parts.Choice> choices,
            List<Tie> ties,
            List<File> files,
            List<String> gaps,
            List<String> read,
            @Nullable String error) {}

    /** One thing that was seen. */
    public record Tie(int number, String name, String value) {}

    /** A file that is there. */
    public record File(String id, String line, String note, String href) {}

    /** A fact that follows, and what else is said of it. */
    public record Fact(String question, String value, String href, List<String> otherwise) {}

    /** A word and its value. */
    public record Pair(String label, String value) {}

    /** What somebody else saved of a step meanwhile. */
    public record Present(String who, List<Pair> pairs) {}

    /** Values of fields by name, as they were typed. */
    public record Typed(Map<String, String> notes, String impossible) {

        public Typed {
            notes = Map.copyOf(notes);
        }
    }
}

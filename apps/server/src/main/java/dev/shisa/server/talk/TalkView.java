package dev.shisa.server.talk;

import dev.shisa.server.platform.record.Form;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was said about a thing, in finished words, with the forms to say more.
 *
 * @param here its own page
 * @param count of all that was said
 * @param mayWrite whether the reader may say something
 * @param closed why nobody may; empty: that is not so
 * @param say null: the reader may not
 * @param back hands the thing back; null: the reader was not given it
 * @param giver to whom it goes back
 */
public record TalkView(
        String here,
        int count,
        boolean mayWrite,
        String closed,
        @Nullable Fields say,
        @Nullable Fields back,
        String giver,
        List<Line> lines) {

    public TalkView {
        lines = List.copyOf(lines);
    }

    public boolean isMore() {
        return count > lines.size();
    }

    /** Whether something of it waits for the reader. */
    public boolean isOpen() {
        return lines.stream().anyMatch(line -> line.answer() != null);
    }

    /** A form; the ids of its fields end in the suffix. */
    public record Fields(List<Form.Field> fields, String suffix) {

        public Fields {
            fields = List.copyOf(fields);
        }
    }

    /**
     * One thing that was said.
     *
     * @param by who and when
     * @param asks whom it asks and by when; empty: nobody
     * @param waits whether it still waits for an answer
     * @param told who was told of it besides; empty: nobody
     * @param answers id of what it answers; empty: nothing
     * @param text empty: it was taken back
     * @param taken that it was, and when; empty: it stands
     * @param answer null: the reader was not asked
     * @param own whether the reader may take it back
     */
    public record Line(
            String id,
            String by,
            String asks,
            boolean waits,
            String told,
            String answers,
            String text,
            String taken,
            @Nullable Fields answer,
            boolean own) {}
}

package dev.shisa.server.talk;

import dev.shisa.server.platform.record.Form;
import java.util.List;

/**
 * What was said about a thing, in finished words, with the forms to say more.
 *
 * @param here its own page
 * @param count of all that was said
 * @param open whether something of it waits for the reader
 * @param mayWrite whether the reader may say something
 * @param closed why nobody may; empty: that is not so
 * @param fields of the form for a comment
 * @param back fields of the form that hands the thing back; empty: the reader was not given it
 * @param giver to whom it goes back
 */
public record TalkView(
        String here,
        int count,
        boolean open,
        boolean mayWrite,
        String closed,
        List<Form.Field> fields,
        String suffix,
        List<Form.Field> back,
        String backSuffix,
        String giver,
        List<Line> lines) {

    public TalkView {
        fields = List.copyOf(fields);
        back = List.copyOf(back);
        lines = List.copyOf(lines);
    }

    public boolean isMore() {
        return count > lines.size();
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
     * @param answer fields of the form that answers it; empty: the reader was not asked
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
            List<Form.Field> answer,
            String suffix,
            boolean own) {

        public Line {
            answer = List.copyOf(answer);
        }
    }
}

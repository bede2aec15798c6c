package dev.shisa.server.plan;

import java.util.List;

/**
 * A plan on an axis of time, in words and in the units of its pictures. Each row has a picture of its own, stretched to the
 * width that there is, so that its words stay legible beside it.
 *
 * @param sentence what it comes to
 * @param first the day at the left edge
 * @param last the day at the right edge
 * @param more how many rows are only in the tables of the plan
 */
public record TimeLine(String sentence, String first, String last, List<Key> keys, List<Row> rows, int more) {

    /** Of the picture of a row. */
    public static final int WIDTH = 1_000;

    public static final int HEIGHT = 28;

    public TimeLine {
        keys = List.copyOf(keys);
        rows = List.copyOf(rows);
    }

    /**
     * What a bar or a line means.
     *
     * @param bar whether it is a bar
     */
    public record Key(String kind, String word, boolean bar) {}

    /** A line across a row. */
    public record Mark(String kind, int x) {}

    /**
     * Something to be done.
     *
     * @param who who does it, or that nobody was asked to
     * @param from that it has no date, if {@code until} is empty
     * @param due empty: no day is set
     * @param late each day that it would miss, in words
     */
    public record Row(
            String number,
            String title,
            String href,
            String who,
            String from,
            String until,
            String due,
            List<String> late,
            Span span,
            List<Mark> marks) {
        public Row {
            late = List.copyOf(late);
            marks = List.copyOf(marks);
        }

        public int x() {
            return span.x();
        }

        public int width() {
            return span.width();
        }
    }

    /** From where to where a bar goes; no width: there is none. */
    public record Span(int x, int width) {}
}

package dev.shisa.server.document;

import java.util.List;

/** What the pages of documents show: finished words and links. */
public final class DocumentView {

    private DocumentView() {}

    /** A line of the list. */
    public record Row(
            String code,
            String title,
            String href,
            String kind,
            String about,
            String number,
            String state,
            String word,
            String reviewBy) {}

    /** A piece of the text; {@code kind}: heading, paragraph, notice, bullets, table. */
    public record Piece(String kind, List<List<Run>> items, List<List<List<Run>>> rows) {

        public Piece {
            items = List.copyOf(items);
            rows = List.copyOf(rows);
        }
    }

    /** Words; a gap carries what is missing and the question that asks for it (may be empty). */
    public record Run(String text, boolean gap, String href) {}

    public record Part(String id, String heading, List<Piece> pieces) {

        public Part {
            pieces = List.copyOf(pieces);
        }
    }

    /** A gap with the form that strikes it; {@code href}: the question that fills it, {@code edit}: where it is written. */
    public record Gap(
            String language, String word, String section, String heading, String label, String href, String edit) {}

    public record Struck(String word, String label, String reason, String by) {}

    /** A section in the editor. */
    public record Field(
            int number,
            String id,
            String heading,
            String text,
            int rows,
            String headingError,
            String textError,
            List<Piece> pieces) {

        public Field {
            pieces = List.copyOf(pieces);
        }
    }

    /** What is said beside the text, as it was typed. */
    public record About(String changeNote, String reviewBy, String place, String address) {}

    /** What was done, when and by whom. */
    public record Done(String when, String who, String what, String note) {}

    public record Reader(String name, String due, String read, String state, String word) {}

    public record Earlier(int number, String href, String word, String state, String note) {}

    /** A line of a comparison; {@code sign}: same, added, removed. */
    public record Line(String sign, String text) {}

    public record Compared(String heading, List<Line> lines) {

        public Compared {
            lines = List.copyOf(lines);
        }
    }

    /** One thing that can be done now: the end of its address, its words, and what is asked for. */
    public record Possible(String act, String word, String help, String note, boolean required, boolean primary) {}

    /** An answer that has changed since the text was made. */
    public record Changed(String question, String before, String now) {}

    /** What a register or a rule says; {@code href}: where it is entered, empty where this reader may not. */
    public record Source(String what, String value, String href) {}

    /** What a version decides: question, value. */
    public record Decision(String question, String value) {}

    /** A file to take. */
    public record Take(String word, String href) {}
}

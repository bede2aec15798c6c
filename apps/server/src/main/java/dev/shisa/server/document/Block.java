package dev.shisa.server.document;

import java.util.List;

/** One piece of a section as it is set: what {@link Marks} reads from a text. Texts may hold gaps ({@link Marks#spans}). */
public sealed interface Block {

    /** A heading below that of the section. */
    record Heading(String text) implements Block {}

    record Paragraph(String text) implements Block {}

    record Bullets(List<String> items) implements Block {

        public Bullets {
            items = List.copyOf(items);
        }
    }

    /** A table whose first line names the columns; all lines have as many cells. */
    record Table(List<String> header, List<List<String>> rows) implements Block {

        public Table {
            header = List.copyOf(header);
            rows = rows.stream().map(List::copyOf).toList();
        }
    }

    /** What is to be noticed. */
    record Notice(String text) implements Block {}
}

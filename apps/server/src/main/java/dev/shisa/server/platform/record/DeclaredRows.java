package dev.shisa.server.platform.record;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Every column of every kind of row, as it stands in {@code rows.tsv}: written from the declarations and held against them by a test, so
 * that whoever checks a database against its ledger reads a list and not the program that wrote the rows.
 */
final class DeclaredRows {

    /**
     * One column of a kind.
     *
     * @param kind of the record
     * @param field what the record calls it
     * @param compared the same in SQL, of the row {@code t}
     * @param how it is compared: {@code text}, {@code time} or {@code json}; of the id {@code latest} where the row changes
     * @param holds {@code words} of a person, the {@code name} of whoever acted, or {@code -}
     */
    record Line(String kind, String table, String field, String column, String compared, String how, String holds) {

        static Line of(String line) {
            String[] cells = line.split("\t", -1);
            return new Line(cells[0], cells[1], cells[2], cells[3], cells[4], cells[5], cells[6]);
        }

        @Override
        public String toString() {
            return String.join("\t", kind, table, field, column, compared, how, holds);
        }
    }

    private DeclaredRows() {}

    /** The lines of the list, by kind. */
    static Map<String, List<Line>> read() {
        Map<String, List<Line>> all = new LinkedHashMap<>();
        try (InputStream in = Objects.requireNonNull(DeclaredRows.class.getResourceAsStream("rows.tsv"));
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            lines.lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(Line::of)
                    .forEach(line -> all.computeIfAbsent(line.kind(), kind -> new ArrayList<>())
                            .add(line));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return all;
    }

    /** The lines of one kind as it is declared, with those of its end. */
    static List<Line> of(RowType<?> type) {
        List<Line> lines = new ArrayList<>();
        for (RowType.Column column : type.columns()) {
            lines.add(new Line(
                    type.kind(),
                    type.table(),
                    column.field(),
                    column.name(),
                    column.stored().compared().formatted(column.name()),
                    type.latest() && column.field().equals("id")
                            ? "latest"
                            : column.stored().how(),
                    column.words() ? "words" : column.field().equals("byName") ? "name" : "-"));
        }
        if (type.ends()) {
            RowType.END.forEach((column, field) -> lines.add(new Line(
                    type.endKind(),
                    type.table(),
                    field,
                    column,
                    "t." + column + (field.equals("by") ? "::text" : ""),
                    field.equals("at") ? "time" : "text",
                    field.equals("reason") ? "words" : field.equals("byName") ? "name" : "-")));
        }
        return lines;
    }
}

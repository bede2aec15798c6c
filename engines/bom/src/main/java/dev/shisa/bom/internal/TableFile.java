package dev.shisa.bom.internal;

import dev.shisa.bom.BomFormat;
import dev.shisa.bom.ByteSource;
import dev.shisa.bom.Problem.Kind;
import dev.shisa.bom.Reading;
import dev.shisa.bom.internal.TableColumns.Field;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Tables with a heading line: what people fill by hand (name, developer, version and, if they have them, licence, package URL, CPE),
 * and the manifest that Buildroot writes with {@code legal-info}. Comma, semicolon or tab; quotation marks as in RFC 4180.
 */
public final class TableFile {

    private static final int COLUMNS_MAX = 200;

    private final Intake intake;

    private TableFile(BomFormat format) {
        intake = new Intake(format);
    }

    /** Whether a first line is a heading that this reader knows: it must name the component. */
    static boolean isHeading(String line) {
        return TableColumns.of(split(line, separator(line))).isHeading();
    }

    static boolean isBuildrootHeading(String line) {
        List<String> cells = split(line, ',');
        return cells.size() > 3 && cells.get(0).equals("PACKAGE") && cells.contains("SOURCE ARCHIVE");
    }

    public static Reading read(ByteSource source, BomFormat format) throws IOException {
        TableFile table = new TableFile(format);
        try (Lines lines = new Lines(source, Lines.charset(source), table.intake)) {
            table.rows(lines);
        }
        return table.intake.done();
    }

    private void rows(Lines lines) throws IOException {
        String heading = lines.next();
        char separator = separator(heading == null ? "" : heading);
        TableColumns columns = TableColumns.of(split(heading == null ? "" : heading, separator));
        for (Field needed : List.of(Field.VERSION, Field.SUPPLIER)) {
            if (intake.format == BomFormat.CSV && !columns.has(needed)) {
                intake.problem("line 1", Kind.MISSING, needed.name().toLowerCase(Locale.ROOT));
            }
        }
        String line;
        while ((line = record(lines)) != null) {
            if (line.isBlank() || line.replace(String.valueOf(separator), "").isBlank()) {
                continue;
            }
            if (!row(split(line, separator), columns, lines.place())) {
                return;
            }
        }
    }

    /** A record goes on over the end of a line while a quotation mark is open. */
    private static @Nullable String record(Lines lines) throws IOException {
        String line = lines.next();
        for (int i = 0;
                line != null && i < 1_000 && line.chars().filter(c -> c == '"').count() % 2 == 1;
                i++) {
            String more = lines.next();
            if (more == null) {
                return line;
            }
            line = line + "\n" + more;
        }
        return line;
    }

    private boolean row(List<String> cells, TableColumns columns, String place) {
        Draft draft = new Draft(place);
        for (int i = 0; i < cells.size(); i++) {
            Field field = columns.fields().get(i);
            String value = cells.get(i).strip();
            // Other columns are the maker's own.
            if (field != null && !value.isEmpty()) {
                TableColumns.fill(draft, intake, field, value);
            }
        }
        return intake.add(draft);
    }

    private static char separator(String heading) {
        long tabs = heading.chars().filter(c -> c == '\t').count();
        long semicolons = heading.chars().filter(c -> c == ';').count();
        long commas = heading.chars().filter(c -> c == ',').count();
        return tabs > commas && tabs > semicolons ? '\t' : semicolons > commas ? ';' : ',';
    }

    private static List<String> split(String line, char separator) {
        List<String> cells = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (quoted) {
                if (c != '"') {
                    cell.append(c);
                } else if (i + 1 < line.length() && line.charAt(i + 1) == '"') {
                    cell.append('"');
                    i++;
                } else {
                    quoted = false;
                }
            } else if (c == '"') {
                quoted = true;
            } else if (c == separator && cells.size() < COLUMNS_MAX) {
                cells.add(cell.toString());
                cell.setLength(0);
            } else {
                cell.append(c);
            }
        }
        cells.add(cell.toString());
        return cells;
    }
}

package dev.shisa.bom.internal;

import dev.shisa.bom.BomFormat;
import dev.shisa.bom.ByteSource;
import dev.shisa.bom.Problem.Kind;
import dev.shisa.bom.Reading;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tables with a heading line: what people fill by hand (name, developer, version and, if they have them, licence, package URL, CPE),
 * and the manifest that Buildroot writes with {@code legal-info}. Comma, semicolon or tab; quotation marks as in RFC 4180.
 */
public final class TableFile {

    private static final int COLUMNS_MAX = 200;

    /** Headings as people and tools write them, in lower case, and the field that they mean. */
    private static final Map<String, String> HEADINGS = headings();

    private final Intake intake;

    private TableFile(BomFormat format) {
        intake = new Intake(format);
    }

    private static Map<String, String> headings() {
        Map<String, String> fields = new HashMap<>();
        put(
                fields,
                "name",
                "name",
                "component",
                "component name",
                "package",
                "部品名",
                "名称",
                "名前",
                "ソフトウェア名",
                "コンポーネント名",
                "コンポーネント");
        put(fields, "version", "version", "component version", "バージョン", "版", "版数");
        put(
                fields,
                "supplier",
                "supplier",
                "developer",
                "vendor",
                "manufacturer",
                "supplier name",
                "author",
                "開発者",
                "開発者名",
                "開発元",
                "供給者",
                "サプライヤー",
                "提供元",
                "ベンダー");
        put(fields, "license", "license", "licence", "licenses", "ライセンス");
        put(fields, "purl", "purl", "package url");
        put(fields, "cpe", "cpe", "cpe-id", "cpe23");
        put(fields, "site", "source site");
        return Map.copyOf(fields);
    }

    private static void put(Map<String, String> fields, String field, String... headings) {
        for (String heading : headings) {
            fields.put(heading, field);
        }
    }

    /** Whether a first line is a heading that this reader knows: it must name the component. */
    static boolean isHeading(String line) {
        return columns(split(line, separator(line))).containsValue("name");
    }

    static boolean isBuildrootHeading(String line) {
        List<String> cells = split(line, ',');
        return cells.size() > 3 && cells.get(0).equals("PACKAGE") && cells.contains("SOURCE ARCHIVE");
    }

    public static Reading read(ByteSource source, BomFormat format) throws IOException {
        TableFile table = new TableFile(format);
        try (Lines lines = new Lines(source, table.intake)) {
            table.rows(lines);
        }
        return table.intake.done();
    }

    private void rows(Lines lines) throws IOException {
        String heading = lines.next();
        char separator = separator(heading == null ? "" : heading);
        Map<Integer, String> columns = columns(split(heading == null ? "" : heading, separator));
        for (String needed : List.of("version", "supplier")) {
            if (intake.format == BomFormat.CSV && !columns.containsValue(needed)) {
                intake.problem("line 1", Kind.MISSING, needed);
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

    private boolean row(List<String> cells, Map<Integer, String> columns, String place) {
        Draft draft = new Draft(place);
        for (int i = 0; i < cells.size(); i++) {
            String value = cells.get(i).strip();
            if (value.isEmpty()) {
                continue;
            }
            switch (columns.getOrDefault(i, "")) {
                case "name" -> draft.name = value;
                case "version" -> draft.version = value;
                case "supplier" -> draft.supplier(value);
                case "license" -> draft.license(value, false);
                case "purl" -> draft.purl(value);
                case "cpe" -> draft.cpe(value);
                case "site" -> draft.property("source-site", value);
                default -> {
                    // A column of the maker's own.
                }
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

    private static Map<Integer, String> columns(List<String> headings) {
        Map<Integer, String> columns = new HashMap<>();
        for (int i = 0; i < headings.size(); i++) {
            String field = HEADINGS.get(headings.get(i).strip().toLowerCase(Locale.ROOT));
            if (field != null && !columns.containsValue(field)) {
                columns.put(i, field);
            }
        }
        return columns;
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

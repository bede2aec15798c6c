package dev.shisa.server.platform.web;

import dev.shisa.server.platform.Problem;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.poi.ss.usermodel.Cell;
import org.apache.poi.ss.usermodel.CellStyle;
import org.apache.poi.ss.usermodel.Font;
import org.apache.poi.ss.usermodel.Row;
import org.apache.poi.ss.usermodel.Sheet;
import org.apache.poi.xssf.streaming.SXSSFWorkbook;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import tools.jackson.databind.json.JsonMapper;

/**
 * A list that a page shows, to be taken along: CSV (RFC 4180, with a byte order mark so that Excel reads it as UTF-8), an
 * Excel workbook, or JSON. Lines are written as they come, so that a long list needs no memory; a list that is longer than
 * {@link #ROWS_MAX} ends with a line that says so.
 *
 * <p>A cell that a spreadsheet would take for a formula is marked as text: what somebody typed as a name must not run on
 * the computer of whoever opens the file.
 *
 * <pre>{@code
 * @GetMapping("/audit.{format}")
 * @Requires(Act.READ_AUDIT)
 * @Recorded("take.list")
 * ResponseEntity<TableFile> export(@PathVariable String format, ...) {
 *     return TableFile.of(format, "shisa-audit", ui)
 *             .column("at", "audit.at")
 *             .column("who", "audit.who")
 *             .download((most, lines) -> store.each(filter, most, row -> lines.accept(List.of(...))));
 * }
 * }</pre>
 */
public final class TableFile {

    /** About 20 MB as CSV; whoever needs more narrows the list. */
    public static final int ROWS_MAX = 100_000;

    /** What spreadsheets take for the start of a formula, also as it is typed with a Japanese keyboard. */
    private static final String FORMULA_STARTS = "=+-@\t\r\n＝＋－＠";

    /** Excel takes 32,767 characters in a cell. */
    private static final int CELL_CHARS_MAX = 32_000;

    private static final int COLUMN_CHARS = 22;

    /** Rows of a workbook that are held before they go to disk. */
    private static final int ROWS_HELD = 100;

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** How it is written; the extension of its address and its name. */
    public enum Format {
        CSV(new MediaType("text", "csv", StandardCharsets.UTF_8), "CSV"),
        XLSX(MediaType.parseMediaType("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"), "Excel"),
        JSON(MediaType.APPLICATION_JSON, "JSON");

        @SuppressWarnings("ImmutableEnumChecker") // a media type cannot change
        private final MediaType type;

        private final String label;

        Format(MediaType type, String label) {
            this.type = type;
            this.label = label;
        }

        public String extension() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** The name by which people know it, the same in every language. */
        public String label() {
            return label;
        }

        static Format of(String extension) {
            return Arrays.stream(values())
                    .filter(format -> format.extension().equals(extension))
                    .findFirst()
                    .orElseThrow(() -> new Problem(404, "not-found"));
        }
    }

    /** Where the lines come from. */
    @FunctionalInterface
    public interface Lines {

        /** Hands over the lines of the list, at most {@code most}; their cells stand in the order of the columns. */
        void each(int most, Consumer<List<String>> line);
    }

    /**
     * A column.
     *
     * @param key its name for programs
     * @param name its heading
     */
    private record Column(String key, String name) {}

    private final Format format;
    private final String name;
    private final Ui ui;
    private final List<Column> columns = new ArrayList<>();
    private Lines lines = (most, line) -> {};

    private TableFile(Format format, String name, Ui ui) {
        this.format = format;
        this.name = name;
        this.ui = ui;
    }

    /**
     * An empty table.
     *
     * @param extension as in the address; another one than of a {@link Format} does not exist
     * @param name of the file without its extension
     */
    public static TableFile of(String extension, String name, Ui ui) {
        return new TableFile(Format.of(extension), name, ui);
    }

    /** The addresses of a list in all formats, made from that of the CSV. */
    public static List<Parts.Choice> addresses(String csv) {
        return Arrays.stream(Format.values())
                .map(format ->
                        new Parts.Choice(csv.replaceFirst("\\.csv(?=$|\\?)", "." + format.extension()), format.label()))
                .toList();
    }

    /** Adds a column whose heading is a message. */
    public TableFile column(String key, String message) {
        return named(key, ui.t(message));
    }

    /** Adds a column with a heading in the reader's words. */
    public TableFile named(String key, String heading) {
        columns.add(new Column(key, heading));
        return this;
    }

    public ResponseEntity<TableFile> download(List<List<String>> rows) {
        return download((most, line) -> rows.forEach(line));
    }

    /** The answer; the lines are asked for when it is sent. */
    public ResponseEntity<TableFile> download(Lines from) {
        lines = from;
        return ResponseEntity.ok()
                .contentType(format.type)
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment()
                                .filename(name + "." + format.extension(), StandardCharsets.UTF_8)
                                .build()
                                .toString())
                .header("X-Content-Type-Options", "nosniff")
                .body(this);
    }

    /** The file itself, for keeping it. */
    public byte[] bytes(List<List<String>> rows) {
        lines = (most, line) -> rows.forEach(line);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    void write(OutputStream to) throws IOException {
        OutputStream out = new BufferedOutputStream(to, 1 << 14);
        try {
            switch (format) {
                case CSV -> csv(out);
                case XLSX -> xlsx(out);
                case JSON -> json(out);
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        out.flush();
    }

    /** Hands over the lines; false if there are more than can be taken along. */
    private boolean each(Consumer<List<String>> line) {
        int[] count = {0};
        lines.each(ROWS_MAX + 1, cells -> {
            if (++count[0] <= ROWS_MAX) {
                line.accept(cells);
            }
        });
        return count[0] <= ROWS_MAX;
    }

    private String cut() {
        return ui.t("web.take.cut", ROWS_MAX);
    }

    private void csv(OutputStream out) {
        print(out, "\uFEFF");
        csvLine(out, columns.stream().map(Column::name).toList());
        if (!each(cells -> csvLine(out, cells))) {
            csvLine(out, List.of(cut()));
        }
    }

    private static void csvLine(OutputStream out, List<String> cells) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < cells.size(); i++) {
            line.append(i > 0 ? "," : "").append(csvCell(cells.get(i)));
        }
        print(out, line.append("\r\n").toString());
    }

    private static String csvCell(String text) {
        String safe = isFormula(text) ? "'" + text : text;
        boolean quoted = safe.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return quoted ? "\"" + safe.replace("\"", "\"\"") + "\"" : safe;
    }

    private static boolean isFormula(String text) {
        return !text.isEmpty() && FORMULA_STARTS.indexOf(text.charAt(0)) >= 0;
    }

    /** Every cell is text; those that look like a formula also carry the mark that keeps them text when edited. */
    private void xlsx(OutputStream out) {
        try (SXSSFWorkbook book = new SXSSFWorkbook(ROWS_HELD)) {
            Sheet sheet = book.createSheet("Shisa");
            Font bold = book.createFont();
            bold.setBold(true);
            CellStyle heading = book.createCellStyle();
            heading.setFont(bold);
            CellStyle quoted = book.createCellStyle();
            quoted.setQuotePrefixed(true);
            Row head = sheet.createRow(0);
            for (int i = 0; i < columns.size(); i++) {
                Cell cell = head.createCell(i);
                cell.setCellValue(columns.get(i).name());
                cell.setCellStyle(heading);
                sheet.setColumnWidth(i, COLUMN_CHARS * 256);
            }
            sheet.createFreezePane(0, 1);
            int[] next = {1};
            if (!each(cells -> xlsxLine(sheet, next[0]++, cells, quoted))) {
                xlsxLine(sheet, next[0], List.of(cut()), quoted);
            }
            book.write(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void xlsxLine(Sheet sheet, int number, List<String> cells, CellStyle quoted) {
        Row row = sheet.createRow(number);
        for (int i = 0; i < cells.size(); i++) {
            String text = cells.get(i);
            Cell cell = row.createCell(i);
            cell.setCellValue(text.length() <= CELL_CHARS_MAX ? text : text.substring(0, CELL_CHARS_MAX) + "…");
            if (isFormula(text)) {
                cell.setCellStyle(quoted);
            }
        }
    }

    /** The headings by their keys, the rows, and whether these are all. */
    private void json(OutputStream out) {
        Map<String, String> names = new LinkedHashMap<>();
        columns.forEach(column -> names.put(column.key(), column.name()));
        print(out, "{\"columns\":" + JSON.writeValueAsString(names) + ",\"rows\":[");
        boolean[] first = {true};
        boolean complete = each(cells -> {
            Map<String, String> row = new LinkedHashMap<>();
            for (int i = 0; i < cells.size(); i++) {
                row.put(columns.get(i).key(), cells.get(i));
            }
            print(out, (first[0] ? "\n" : ",\n") + JSON.writeValueAsString(row));
            first[0] = false;
        });
        print(out, "],\n\"complete\":" + complete + "}\n");
    }

    private static void print(OutputStream out, String text) {
        try {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

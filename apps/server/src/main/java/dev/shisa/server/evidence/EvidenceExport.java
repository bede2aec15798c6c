package dev.shisa.server.evidence;

import dev.shisa.server.platform.web.Csv;
import dev.shisa.server.platform.web.Ui;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
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

/** An evidence list as a file. */
final class EvidenceExport {

    private static final MediaType XLSX =
            MediaType.parseMediaType("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");

    /** What a spreadsheet takes for the start of a formula when the cell is edited or saved as CSV. */
    private static final String FORMULA_STARTS = "=+-@\t\r";

    private static final int CELL_CHARS_MAX = 32_000;
    private static final int COLUMN_CHARS = 22;

    private EvidenceExport() {}

    static ResponseEntity<byte[]> csv(List<EvidenceRow> rows, Ui ui, String name) {
        Csv csv = new Csv(head(ui));
        rows.forEach(row -> csv.row(cells(row, ui)));
        return csv.download(name + ".csv");
    }

    static ResponseEntity<byte[]> xlsx(List<EvidenceRow> rows, Ui ui, String name) {
        return ResponseEntity.ok()
                .contentType(XLSX)
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment()
                                .filename(name + ".xlsx", StandardCharsets.UTF_8)
                                .build()
                                .toString())
                .header("X-Content-Type-Options", "nosniff")
                .body(workbook(rows, ui));
    }

    /** Every cell is text; those that look like a formula also carry the mark that keeps them text when edited. */
    static byte[] workbook(List<EvidenceRow> rows, Ui ui) {
        try (SXSSFWorkbook book = new SXSSFWorkbook(100);
                ByteArrayOutputStream out = new ByteArrayOutputStream()) {
            Sheet sheet = book.createSheet(ui.t("evidence.export.sheet"));
            Font bold = book.createFont();
            bold.setBold(true);
            CellStyle heading = book.createCellStyle();
            heading.setFont(bold);
            CellStyle quoted = book.createCellStyle();
            quoted.setQuotePrefixed(true);
            List<String> head = head(ui);
            Row first = sheet.createRow(0);
            for (int i = 0; i < head.size(); i++) {
                Cell cell = first.createCell(i);
                cell.setCellValue(head.get(i));
                cell.setCellStyle(heading);
                sheet.setColumnWidth(i, COLUMN_CHARS * 256);
            }
            sheet.createFreezePane(0, 1);
            for (int r = 0; r < rows.size(); r++) {
                Row line = sheet.createRow(r + 1);
                List<String> cells = cells(rows.get(r), ui);
                for (int i = 0; i < cells.size(); i++) {
                    String text = cells.get(i);
                    Cell cell = line.createCell(i);
                    cell.setCellValue(text.substring(0, Math.min(text.length(), CELL_CHARS_MAX)));
                    if (!text.isEmpty() && FORMULA_STARTS.indexOf(text.charAt(0)) >= 0) {
                        cell.setCellStyle(quoted);
                    }
                }
            }
            book.write(out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException("the workbook could not be written", e);
        }
    }

    private static List<String> head(Ui ui) {
        return Stream.of(
                        "code",
                        "title",
                        "kind",
                        "strength",
                        "product",
                        "uses",
                        "file",
                        "place",
                        "recorded",
                        "by",
                        "observed",
                        "expiry",
                        "confirmation",
                        "confirmed-by")
                .map(column -> ui.t("evidence.column." + column))
                .toList();
    }

    private static List<String> cells(EvidenceRow row, Ui ui) {
        EvidenceSummary e = row.evidence();
        return List.of(
                e.code(),
                e.title(),
                ui.t("evidence.kind." + e.kind().id()),
                ui.t("web.strength." + e.strength().code()),
                row.product(),
                row.uses(),
                e.fileName() == null ? (e.url() == null ? "" : e.url()) : e.fileName(),
                e.place(),
                row.recorded(),
                e.submittedName(),
                ui.day(e.observedAt()),
                row.validUntil(),
                ui.t("evidence.confirmation." + row.confirmation()),
                row.confirmedBy());
    }
}

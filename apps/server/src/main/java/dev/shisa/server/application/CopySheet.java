package dev.shisa.server.application;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Function;
import org.apache.poi.ss.usermodel.Font;
import org.apache.poi.ss.usermodel.Row;
import org.apache.poi.ss.usermodel.Sheet;
import org.apache.poi.ss.usermodel.VerticalAlignment;
import org.apache.poi.ss.util.WorkbookUtil;
import org.apache.poi.xssf.usermodel.XSSFCellStyle;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;

/**
 * What to copy into the forms that the maker fills by hand: a sheet for each form, a line for each field, with its value, where
 * that comes from, and what is missing. IPA's own forms are not ours to hand on, and their fields differ by edition.
 */
final class CopySheet {

    private static final List<String> COLUMNS = List.of("part", "field", "value", "from", "state");
    private static final int[] WIDTHS = {18, 34, 50, 44, 16};
    private static final int CHARACTER = 256;

    private CopySheet() {}

    static byte[] write(List<FormFields.Filled> forms, Function<String, String> words) {
        try (XSSFWorkbook workbook = new XSSFWorkbook();
                ByteArrayOutputStream out = new ByteArrayOutputStream()) {
            Font bold = workbook.createFont();
            bold.setBold(true);
            XSSFCellStyle head = workbook.createCellStyle();
            head.setFont(bold);
            XSSFCellStyle body = workbook.createCellStyle();
            body.setWrapText(true);
            body.setVerticalAlignment(VerticalAlignment.TOP);
            XSSFCellStyle quoted = workbook.createCellStyle();
            quoted.cloneStyleFrom(body);
            quoted.setQuotePrefixed(true);
            for (FormFields.Filled form : forms) {
                Sheet sheet = workbook.createSheet(WorkbookUtil.createSafeSheetName(form.title()));
                row(sheet.createRow(0), head, head, form.title());
                row(sheet.createRow(1), body, quoted, words.apply("application.copy.note"));
                Row columns = sheet.createRow(3);
                for (int i = 0; i < COLUMNS.size(); i++) {
                    columns.createCell(i).setCellValue(words.apply("application.copy." + COLUMNS.get(i)));
                    columns.getCell(i).setCellStyle(head);
                    sheet.setColumnWidth(i, WIDTHS[i] * CHARACTER);
                }
                sheet.getRow(1).getCell(0).setCellStyle(head);
                sheet.createFreezePane(0, 4);
                int at = 4;
                for (FormFields.Line line : form.lines()) {
                    row(
                            sheet.createRow(at++),
                            body,
                            quoted,
                            words.apply("application.copy.part." + line.part().id()),
                            line.field(),
                            line.value(),
                            line.from(),
                            words.apply("application.copy.state." + line.state().id()));
                }
            }
            workbook.write(out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException("the sheet for copying could not be written", e);
        }
    }

    private static void row(Row row, XSSFCellStyle body, XSSFCellStyle quoted, String... values) {
        for (int i = 0; i < values.length; i++) {
            String value = FormFiller.clean(values[i]);
            row.createCell(i).setCellValue(value);
            // What looks like a formula stays text when somebody edits it.
            row.getCell(i).setCellStyle(!value.isEmpty() && "=+-@\t".indexOf(value.charAt(0)) >= 0 ? quoted : body);
        }
    }
}

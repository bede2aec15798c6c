package dev.shisa.server.application;

import dev.shisa.conformity.VerdictState;
import dev.shisa.server.application.CriterionAnswer.SubAnswer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.apache.poi.ss.usermodel.BorderStyle;
import org.apache.poi.ss.usermodel.FillPatternType;
import org.apache.poi.ss.usermodel.Font;
import org.apache.poi.ss.usermodel.IndexedColors;
import org.apache.poi.ss.usermodel.PrintSetup;
import org.apache.poi.ss.usermodel.Row;
import org.apache.poi.ss.usermodel.Sheet;
import org.apache.poi.ss.usermodel.VerticalAlignment;
import org.apache.poi.ss.util.CellRangeAddress;
import org.apache.poi.xssf.usermodel.XSSFCell;
import org.apache.poi.xssf.usermodel.XSSFCellStyle;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;

/** Our own xlsx of how a product stands: basic information, criteria, what they rest on, what changed. */
public final class OwnExport {

    /** More rows than these in one sheet would be read by nobody; the CSV exports have all. */
    static final int ROWS_MAX = 20_000;

    /** POI measures column widths in 256ths of a character. */
    private static final int CHARACTER = 256;

    private final XSSFWorkbook workbook = new XSSFWorkbook();
    private final Function<String, String> words;
    private final Locale locale;
    private final XSSFCellStyle head;
    private final XSSFCellStyle body;
    private final XSSFCellStyle quoted;

    private OwnExport(Function<String, String> words, Locale locale) {
        this.words = words;
        this.locale = locale;
        Font bold = workbook.createFont();
        bold.setBold(true);
        head = style();
        head.setFont(bold);
        head.setFillForegroundColor(IndexedColors.GREY_25_PERCENT.getIndex());
        head.setFillPattern(FillPatternType.SOLID_FOREGROUND);
        body = style();
        quoted = style();
        quoted.setQuotePrefixed(true);
    }

    /**
     * What is exported.
     *
     * @param basic labels and values of the basic information
     * @param note one sentence below it: Shisa prepares, IPA decides
     */
    public record Content(
            String title,
            String note,
            List<Labelled> basic,
            List<CriterionAnswer> answers,
            List<Basis> bases,
            List<Change> changes) {

        public Content {
            basic = List.copyOf(basic);
            answers = List.copyOf(answers);
            bases = List.copyOf(bases);
            changes = List.copyOf(changes);
        }
    }

    /** A line of the basic information. */
    public record Labelled(String label, String value) {}

    /** A fact with the evidence that it rests on; all texts readable. */
    public record Basis(
            String criterion,
            String fact,
            String item,
            String value,
            String strength,
            String observedOn,
            String evidence,
            String place,
            String confirmedBy) {}

    /** A change of a verdict. */
    public record Change(String at, String criterion, String from, String to, String cause) {}

    /**
     * Writes the workbook.
     *
     * @param words the text of a message key in the wanted language
     */
    public static byte[] write(Content content, Locale locale, Function<String, String> words) {
        OwnExport export = new OwnExport(words, locale);
        try (export.workbook;
                ByteArrayOutputStream out = new ByteArrayOutputStream()) {
            export.basic(content);
            export.standing(content);
            export.bases(content);
            export.changes(content);
            export.workbook.write(out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException("the export could not be written", e);
        }
    }

    private void basic(Content content) {
        Sheet sheet = sheet("basic", 32, 90);
        header(sheet, 0, "field", "value");
        int row = 1;
        for (Labelled line : content.basic()) {
            row(sheet, row++, line.label(), line.value());
        }
        row(sheet, row + 1, content.title(), content.note());
        finish(sheet, 2);
    }

    private void standing(Content content) {
        Sheet sheet = sheet("standing", 14, 34, 8, 16, 60, 44, 20);
        header(sheet, 0, "criterion", "title", "sub", "verdict", "reason", "evidence", "reviewer");
        int row = 1;
        for (CriterionAnswer answer : content.answers()) {
            String evidence = String.join("\n", CriterionAnswer.cited(answer.evidence(), locale));
            String reason = (answer.route().in(locale) + "\n" + answer.reason().in(locale)).strip();
            row(
                    sheet,
                    row++,
                    answer.id(),
                    answer.title().in(locale),
                    "",
                    verdict(answer.state(), answer.towards() == null ? VerdictState.MET : answer.towards()),
                    reason,
                    evidence,
                    answer.reviewer());
            for (SubAnswer sub : answer.subs()) {
                row(
                        sheet,
                        row++,
                        answer.id(),
                        "",
                        CriterionMark.spoken(CriterionMark.subItem(sub.sub())),
                        verdict(sub.state(), VerdictState.MET),
                        sub.reason().in(locale),
                        String.join("\n", CriterionAnswer.cited(sub.evidence(), locale)),
                        "");
            }
        }
        finish(sheet, 7);
    }

    private String verdict(VerdictState state, VerdictState towards) {
        String word = words.apply("application.state." + state.code());
        return state == VerdictState.EXPECTED && towards != VerdictState.MET
                ? word + " (" + words.apply("application.state." + towards.code()) + ")"
                : word;
    }

    private void bases(Content content) {
        Sheet sheet = sheet("bases", 14, 50, 20, 30, 12, 14, 40, 24, 20);
        header(
                sheet,
                0,
                "criterion",
                "fact",
                "item",
                "value",
                "strength",
                "observed",
                "evidence",
                "place",
                "confirmed");
        int row = 1;
        for (Basis basis : content.bases().stream().limit(ROWS_MAX).toList()) {
            row(
                    sheet,
                    row++,
                    basis.criterion(),
                    basis.fact(),
                    basis.item(),
                    basis.value(),
                    basis.strength(),
                    basis.observedOn(),
                    basis.evidence(),
                    basis.place(),
                    basis.confirmedBy());
        }
        finish(sheet, 9);
    }

    private void changes(Content content) {
        Sheet sheet = sheet("changes", 20, 14, 18, 18, 70);
        header(sheet, 0, "at", "criterion", "from", "to", "cause");
        int row = 1;
        for (Change change : content.changes().stream().limit(ROWS_MAX).toList()) {
            row(sheet, row++, change.at(), change.criterion(), change.from(), change.to(), change.cause());
        }
        finish(sheet, 5);
    }

    private Sheet sheet(String name, int... widths) {
        Sheet sheet = workbook.createSheet(words.apply("application.export.sheet." + name));
        for (int i = 0; i < widths.length; i++) {
            sheet.setColumnWidth(i, widths[i] * CHARACTER);
        }
        return sheet;
    }

    private void header(Sheet sheet, int at, String... columns) {
        Row row = sheet.createRow(at);
        for (int i = 0; i < columns.length; i++) {
            XSSFCell cell = (XSSFCell) row.createCell(i);
            cell.setCellStyle(head);
            cell.setCellValue(words.apply("application.export.column." + columns[i]));
        }
    }

    private void row(Sheet sheet, int at, String... values) {
        Row row = sheet.createRow(at);
        for (int i = 0; i < values.length; i++) {
            XSSFCell cell = (XSSFCell) row.createCell(i);
            String value = FormFiller.clean(values[i]);
            // A string cell is no formula, but becomes one when somebody edits it, unless it is marked as quoted.
            cell.setCellStyle(!value.isEmpty() && "=+-@\t".indexOf(value.charAt(0)) >= 0 ? quoted : body);
            cell.setCellValue(value);
        }
    }

    private void finish(Sheet sheet, int columns) {
        sheet.createFreezePane(0, 1);
        sheet.setAutoFilter(new CellRangeAddress(0, Math.max(0, sheet.getLastRowNum()), 0, columns - 1));
        PrintSetup print = sheet.getPrintSetup();
        print.setPaperSize(PrintSetup.A4_PAPERSIZE);
        print.setLandscape(true);
        print.setFitWidth((short) 1);
        print.setFitHeight((short) 0);
        sheet.setFitToPage(true);
        sheet.setRepeatingRows(new CellRangeAddress(0, 0, -1, -1));
        sheet.getFooter().setCenter("&P / &N");
    }

    private XSSFCellStyle style() {
        XSSFCellStyle style = workbook.createCellStyle();
        style.setWrapText(true);
        style.setVerticalAlignment(VerticalAlignment.TOP);
        style.setBorderTop(BorderStyle.THIN);
        style.setBorderBottom(BorderStyle.THIN);
        style.setBorderLeft(BorderStyle.THIN);
        style.setBorderRight(BorderStyle.THIN);
        style.setDataFormat(workbook.getCreationHelper().createDataFormat().getFormat("@"));
        return style;
    }
}

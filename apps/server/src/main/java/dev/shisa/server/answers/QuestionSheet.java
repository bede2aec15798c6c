package dev.shisa.server.answers;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.poi.ss.usermodel.CellStyle;
import org.apache.poi.ss.usermodel.FillPatternType;
import org.apache.poi.ss.usermodel.Font;
import org.apache.poi.ss.usermodel.HorizontalAlignment;
import org.apache.poi.ss.usermodel.IndexedColors;
import org.apache.poi.ss.usermodel.PrintSetup;
import org.apache.poi.ss.usermodel.Row;
import org.apache.poi.ss.usermodel.VerticalAlignment;
import org.apache.poi.ss.util.CellRangeAddressList;
import org.apache.poi.xssf.usermodel.XSSFCell;
import org.apache.poi.xssf.usermodel.XSSFDataValidation;
import org.apache.poi.xssf.usermodel.XSSFDataValidationConstraint;
import org.apache.poi.xssf.usermodel.XSSFDataValidationHelper;
import org.apache.poi.xssf.usermodel.XSSFSheet;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.jspecify.annotations.Nullable;

/**
 * The 質問票: questions as an xlsx that people fill without an account and without Shisa.
 *
 * <p>One row a question. The first column holds the slot, by which the answer finds its way back whatever else was moved,
 * sorted or reworded; answers are the labels of choices, so that a person can read them.
 */
final class QuestionSheet {

    /** Excel cuts an explicit list off beyond 255 characters; longer ones are written beside the answer instead. */
    private static final int LIST_CHARS_MAX = 250;

    private static final int[] WIDTHS = {26, 18, 46, 46, 30, 30, 12};

    private QuestionSheet() {}

    /** Words of the sheet in the reader's language: title, what to do, and the seven column headings. */
    record Labels(String sheet, String title, String help, List<String> columns) {
        Labels {
            columns = List.copyOf(columns);
            if (columns.size() != WIDTHS.length) {
                throw new IllegalArgumentException("seven columns, not " + columns.size());
            }
        }
    }

    /**
     * One question.
     *
     * @param choices labels to choose from; empty for free entry
     * @param many whether several may be chosen
     * @param howTo what may be entered, in words
     * @param answer the present answer in words; empty while there is none
     */
    record Line(
            String slot,
            String section,
            String question,
            List<String> choices,
            boolean many,
            String howTo,
            String answer,
            String detail,
            String asks) {
        Line {
            choices = List.copyOf(choices);
        }
    }

    static byte[] write(Labels labels, List<Line> lines) {
        try (XSSFWorkbook book = new XSSFWorkbook();
                ByteArrayOutputStream out = new ByteArrayOutputStream()) {
            XSSFSheet sheet = book.createSheet(labels.sheet());
            CellStyle title = style(book, true, null);
            title.setWrapText(false);
            CellStyle head = style(book, true, IndexedColors.GREY_25_PERCENT);
            CellStyle text = style(book, false, null);
            CellStyle entry = style(book, false, IndexedColors.LIGHT_YELLOW);
            entry.setLocked(false);
            put(sheet.createRow(0), 0, labels.title(), title);
            put(sheet.createRow(1), 0, labels.help(), title);
            Row heading = sheet.createRow(3);
            for (int c = 0; c < WIDTHS.length; c++) {
                put(heading, c, labels.columns().get(c), head);
                sheet.setColumnWidth(c, WIDTHS[c] * 256);
            }
            XSSFDataValidationHelper validations = new XSSFDataValidationHelper(sheet);
            int r = 4;
            for (Line line : lines) {
                Row row = sheet.createRow(r);
                put(row, 0, line.slot(), text);
                put(row, 1, line.section(), text);
                put(row, 2, line.question(), text);
                put(row, 3, line.howTo(), text);
                put(row, 4, line.answer(), entry);
                put(row, 5, line.detail(), entry);
                put(row, 6, line.asks(), text);
                boolean fits = String.join(",", line.choices()).length() <= LIST_CHARS_MAX
                        && line.choices().stream().noneMatch(c -> c.contains(","));
                if (!line.choices().isEmpty() && !line.many() && fits) {
                    XSSFDataValidation list = (XSSFDataValidation) validations.createValidation(
                            (XSSFDataValidationConstraint) validations.createExplicitListConstraint(
                                    line.choices().toArray(new String[0])),
                            new CellRangeAddressList(r, r, 4, 4));
                    list.setShowErrorBox(false);
                    sheet.addValidationData(list);
                }
                r++;
            }
            sheet.createFreezePane(0, 4);
            sheet.setRepeatingRows(org.apache.poi.ss.util.CellRangeAddress.valueOf("4:4"));
            PrintSetup print = sheet.getPrintSetup();
            print.setPaperSize(PrintSetup.A4_PAPERSIZE);
            print.setLandscape(true);
            sheet.setFitToPage(true);
            print.setFitHeight((short) 0);
            book.write(out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException("the questionnaire could not be written", e);
        }
    }

    /** Text is always a string cell: what a person typed is never taken for a formula. */
    private static void put(Row row, int column, String text, CellStyle style) {
        XSSFCell cell = (XSSFCell) row.createCell(column);
        cell.setCellValue(text.length() > 32_000 ? text.substring(0, 32_000) : text);
        cell.setCellStyle(style);
    }

    private static CellStyle style(XSSFWorkbook book, boolean bold, @Nullable IndexedColors fill) {
        CellStyle style = book.createCellStyle();
        style.setWrapText(true);
        Font font = book.createFont();
        font.setBold(bold);
        style.setFont(font);
        style.setAlignment(HorizontalAlignment.LEFT);
        style.setVerticalAlignment(VerticalAlignment.TOP);
        if (fill != null) {
            style.setFillForegroundColor(fill.getIndex());
            style.setFillPattern(FillPatternType.SOLID_FOREGROUND);
        }
        style.setQuotePrefixed(true);
        return style;
    }
}

package dev.shisa.server.checklist;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.poi.ss.util.CellRangeAddress;
import org.apache.poi.ss.util.CellRangeAddressList;
import org.apache.poi.xssf.usermodel.XSSFSheet;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;

/** Checklists as customers send them. */
public final class TestChecklists {

    private TestChecklists() {}

    /** A cover sheet, a title, a header in row 3, a heading of a part, questions in rows 5 to 8. */
    public static byte[] customer(String... questions) {
        try (XSSFWorkbook workbook = new XSSFWorkbook();
                ByteArrayOutputStream out = new ByteArrayOutputStream()) {
            workbook.createSheet("表紙").createRow(0).createCell(0).setCellValue("セキュリティ確認のお願い");
            XSSFSheet sheet = workbook.createSheet("確認表");
            sheet.createRow(0).createCell(0).setCellValue("調達先セキュリティ確認表");
            row(sheet, 2, "No.", "確認事項", "回答", "備考");
            row(sheet, 3, "1 体制", "", "", "");
            sheet.addMergedRegion(new CellRangeAddress(3, 3, 0, 3));
            for (int i = 0; i < questions.length; i++) {
                row(sheet, 4 + i, "1-" + (i + 1), questions[i], "", "");
            }
            workbook.write(out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Two sheets with the same question in row 2: 機器 by a list of yes and no, 運用 by a header that says what to answer. */
    public static byte[] twoSheets(String question) {
        try (XSSFWorkbook workbook = new XSSFWorkbook();
                ByteArrayOutputStream out = new ByteArrayOutputStream()) {
            XSSFSheet device = workbook.createSheet("機器");
            row(device, 0, "No.", "質問", "回答", "備考");
            row(device, 1, "1", question, "", "");
            var helper = device.getDataValidationHelper();
            device.addValidationData(helper.createValidation(
                    helper.createExplicitListConstraint(new String[] {"はい", "いいえ", "該当なし"}),
                    new CellRangeAddressList(1, 1, 2, 2)));
            XSSFSheet operation = workbook.createSheet("運用");
            row(operation, 0, "No.", "質問", "回答（はい／いいえ）", "備考");
            row(operation, 1, "1", question, "", "");
            workbook.write(out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void row(XSSFSheet sheet, int row, String... texts) {
        var created = sheet.createRow(row);
        for (int column = 0; column < texts.length; column++) {
            created.createCell(column).setCellValue(texts[column]);
        }
    }

    public static final String POLICY = "脆弱性への対処の優先度を決める方針を文書にしていますか。";
    public static final String ENCRYPTION = "ご参考: ETSI EN 303 645 の 5.1-1 に対応していますか。";
    public static final String LUNCH = "昼休みは何時からですか。";

    public static byte[] customer() {
        return customer(POLICY, ENCRYPTION, LUNCH);
    }
}

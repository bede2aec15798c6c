package dev.shisa.server.application;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.server.application.FormPlan.Missing;
import dev.shisa.server.application.FormPlan.Why;
import dev.shisa.server.platform.office.OfficePackage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.poi.ss.usermodel.Row;
import org.apache.poi.ss.util.CellRangeAddress;
import org.apache.poi.ss.util.CellReference;
import org.apache.poi.xssf.usermodel.XSSFCell;
import org.apache.poi.xssf.usermodel.XSSFCellStyle;
import org.apache.poi.xssf.usermodel.XSSFFont;
import org.apache.poi.xssf.usermodel.XSSFRow;
import org.apache.poi.xssf.usermodel.XSSFSheet;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Rows are as high as what is written into them, however the form is made. */
class PrintedRowsTest {

    static final List<String> forms = TestForms.NAMES;

    private static final List<String> WORDS = List.of(
            "認証していない要求は、一覧のすべてのポートで断られる。",
            "「管理画面」の値は機器ごとに違い、推測されにくい。",
            "D-7K2QM インタフェースの表 3.2",
            "The list of open ports was confirmed by a scan of all TCP and UDP ports.",
            "検査ツール OpenVAS 23.1、データベース 2026-09-05。",
            "ｶﾀｶﾅの半角も、①や→も入る。",
            "https://example.jp/security/policy/2026/disclosure.html",
            "短い");

    /** @param most sentences of a text */
    private static String text(Random random, int most) {
        StringBuilder text = new StringBuilder();
        for (int i = 1 + random.nextInt(most); i > 0; i--) {
            text.append(WORDS.get(random.nextInt(WORDS.size()))).append(random.nextInt(3) == 0 ? "\n" : "");
        }
        return text.toString().strip();
    }

    private static List<FormAnswer> answers(Random random, int most) {
        List<FormAnswer> answers = new ArrayList<>();
        for (FormAnswer answer : TestForms.answers()) {
            answers.add(new FormAnswer(
                    answer.criterion(),
                    answer.sub(),
                    answer.verdict(),
                    text(random, most),
                    List.of(text(random, 1), text(random, 1))));
        }
        return answers;
    }

    /**
     * The lines that a text takes at the least, counted without the code under test: two digits for a Japanese character,
     * one for any other, no word kept whole.
     */
    private static double leastHeight(XSSFSheet sheet, CellRangeAddress region, XSSFCell cell) {
        double digits = 0;
        for (int c = region.getFirstColumn(); c <= region.getLastColumn(); c++) {
            digits += sheet.isColumnHidden(c) ? 0 : sheet.getColumnWidth(c) / 256.0;
        }
        double points = cell.getCellStyle().getFont().getFontHeightInPoints();
        double standard = sheet.getWorkbook().getFontAt(0).getFontHeightInPoints();
        double line = Math.max(2, digits * standard / points);
        int lines = 0;
        for (String paragraph : cell.getStringCellValue().split("\n", -1)) {
            double width = paragraph
                    .codePoints()
                    .mapToDouble(c -> c > 0x2fff && (c < 0xff61 || c > 0xffdc) ? 2 : 1)
                    .sum();
            lines += Math.max(1, (int) Math.ceil(width / line));
        }
        return lines * points * 1.2;
    }

    private static CellRangeAddress region(XSSFSheet sheet, CellReference at) {
        return sheet.getMergedRegions().stream()
                .filter(region -> region.isInRange(at.getRow(), at.getCol()))
                .findFirst()
                .orElse(new CellRangeAddress(at.getRow(), at.getRow(), at.getCol(), at.getCol()));
    }

    /** What does not hold of a filled form: rows that are too low, cells that keep a long text on one line. */
    private static List<String> cut(byte[] filled, FormPlan plan) throws IOException {
        List<String> cut = new ArrayList<>();
        Set<String> said = plan.missing().stream()
                .filter(missing -> missing.why() == Why.CUT_IN_PRINT)
                .map(Missing::about)
                .collect(Collectors.toSet());
        try (XSSFWorkbook workbook = new XSSFWorkbook(new ByteArrayInputStream(filled))) {
            for (FormPlan.Entry entry : plan.written()) {
                XSSFSheet sheet = workbook.getSheet(entry.place().sheet());
                CellReference at = new CellReference(entry.place().cell());
                CellRangeAddress region = region(sheet, at);
                XSSFCell cell = sheet.getRow(at.getRow()).getCell(at.getCol());
                double high = 0;
                boolean shown = false;
                for (int r = region.getFirstRow(); r <= region.getLastRow(); r++) {
                    XSSFRow row = sheet.getRow(r);
                    shown |= row == null || !row.getZeroHeight();
                    high += row == null
                            ? sheet.getDefaultRowHeightInPoints()
                            : row.getZeroHeight() ? 0 : row.getHeightInPoints();
                }
                double least = leastHeight(sheet, region, cell);
                double one = cell.getCellStyle().getFont().getFontHeightInPoints() * 1.2;
                if (shown && high < least && !said.contains(entry.about())) {
                    cut.add(entry.place() + ": " + high + " points for " + least);
                }
                if (least > one && !cell.getCellStyle().getWrapText()) {
                    cut.add(entry.place() + " does not wrap");
                }
            }
        }
        return cut;
    }

    @ParameterizedTest
    @FieldSource("forms")
    void nothingThatIsWrittenIsCutInPrint(String name) throws IOException {
        for (int seed = 0; seed < 20; seed++) {
            Form form = TestForms.form(name);
            FormPlan plan =
                    FormFiller.plan(form, answers(new Random(seed), 8), TestForms.basics(), List.of(), Set.of());
            assertThat(cut(FormFiller.write(form, plan), plan))
                    .as("seed " + seed)
                    .isEmpty();
        }
    }

    /** The same with columns, fonts, heights, merged cells and wrapping as a seed has them. */
    @Test
    void nothingIsCutWhateverTheWidthsFontsAndMergedCellsAre() throws IOException {
        for (int seed = 0; seed < 60; seed++) {
            Random random = new Random(seed);
            byte[] bytes = made(random);
            Form form = FormReader.read(bytes);
            FormPlan plan = FormFiller.plan(form, answers(random, 10), Map.of(), List.of(), Set.of());
            assertThat(plan.written()).as("seed " + seed).hasSizeGreaterThan(30);
            assertThat(cut(FormFiller.write(form, plan), plan))
                    .as("seed " + seed)
                    .isEmpty();
        }
    }

    private static byte[] made(Random random) throws IOException {
        try (XSSFWorkbook workbook = new XSSFWorkbook();
                ByteArrayOutputStream out = new ByteArrayOutputStream()) {
            XSSFFont standard = workbook.getFontAt(0);
            standard.setFontHeightInPoints((short) (9 + random.nextInt(4)));
            XSSFSheet sheet = workbook.createSheet("様式");
            List<XSSFCellStyle> styles = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                XSSFFont font = workbook.createFont();
                font.setFontName(
                        List.of("ＭＳ Ｐゴシック", "游ゴシック", "Arial", "Meiryo UI").get(i));
                font.setFontHeightInPoints((short) (8 + random.nextInt(7)));
                XSSFCellStyle style = workbook.createCellStyle();
                style.setFont(font);
                style.setWrapText(random.nextBoolean());
                style.setShrinkToFit(!style.getWrapText() && random.nextBoolean());
                styles.add(style);
            }
            for (int c = 0; c < 6; c++) {
                sheet.setColumnWidth(c, (6 + random.nextInt(40)) * 256);
            }
            Row head = sheet.createRow(0);
            List<String> headers = List.of("番号", "評価結果", "判断理由", "", "エビデンス", "");
            for (int c = 0; c < headers.size(); c++) {
                head.createCell(c).setCellValue(headers.get(c));
            }
            sheet.addMergedRegion(new CellRangeAddress(0, 0, 2, 3));
            sheet.addMergedRegion(new CellRangeAddress(0, 0, 4, 5));
            int at = 1;
            for (int i = 1; i <= 16; i++) {
                int rows = 1 + random.nextInt(3);
                for (int r = 0; r < rows; r++) {
                    if (r > 0 && random.nextBoolean()) {
                        // A row of a merged cell need not be in the file.
                        continue;
                    }
                    Row row = sheet.createRow(at + r);
                    if (random.nextBoolean()) {
                        row.setHeightInPoints(10 + random.nextInt(40));
                    }
                    for (int c = 0; c < 6; c++) {
                        if (random.nextInt(4) > 0) {
                            row.createCell(c).setCellStyle(styles.get(random.nextInt(styles.size())));
                        }
                    }
                }
                Row first = sheet.getRow(at);
                first.createCell(0).setCellValue("S1.1-%02d".formatted(i));
                for (int[] columns : new int[][] {{0, 0}, {1, 1}, {2, 3}, {4, 5}}) {
                    if (rows > 1 || columns[0] < columns[1]) {
                        sheet.addMergedRegion(new CellRangeAddress(at, at + rows - 1, columns[0], columns[1]));
                    }
                }
                at += rows;
            }
            workbook.write(out);
            return out.toByteArray();
        }
    }

    /** Rows without an answer are the same bytes as before; no row is lower than it was. */
    @ParameterizedTest
    @FieldSource("forms")
    void onlyRowsOfWrittenCellsChangeAndNoneGetsLower(String name) throws IOException {
        Form form = TestForms.form(name);
        FormPlan plan = FormFiller.plan(form, answers(new Random(7), 8), TestForms.basics(), List.of(), Set.of());
        OfficePackage after = OfficePackage.open(FormFiller.write(form, plan));
        for (FormSheet sheet : form.sheets()) {
            Set<Integer> written = new HashSet<>();
            plan.written().stream()
                    .filter(entry -> entry.place().sheet().equals(sheet.name()))
                    .forEach(entry -> {
                        CellReference at = new CellReference(entry.place().cell());
                        CellRangeAddress region = sheet.region(new CellAt(at.getRow(), at.getCol()));
                        for (int r = region.getFirstRow(); r <= region.getLastRow(); r++) {
                            written.add(r + 1);
                        }
                    });
            Map<Integer, String> before = rows(form.parts().text(sheet.part()));
            Map<Integer, String> now = rows(after.text(sheet.part()));
            before.forEach((row, xml) -> {
                if (!written.contains(row)) {
                    assertThat(now.get(row)).as(sheet.name() + " row " + row).isEqualTo(xml);
                }
                assertThat(height(now.getOrDefault(row, ""))).isGreaterThanOrEqualTo(height(xml));
            });
            assertThat(now.keySet()).containsAll(before.keySet());
        }
    }

    private static Map<Integer, String> rows(String sheet) {
        Map<Integer, String> rows = new HashMap<>();
        Pattern.compile("(?s)<row r=\"(\\d+)\".*?(?:</row>|/>(?=<row|</sheetData))")
                .matcher(sheet)
                .results()
                .forEach(row -> rows.put(Integer.parseInt(row.group(1)), row.group()));
        return rows;
    }

    private static double height(String row) {
        var height = Pattern.compile("^<row[^>]* ht=\"([\\d.]+)\"").matcher(row);
        return height.find() ? Double.parseDouble(height.group(1)) : 0;
    }

    @Test
    void saysWhatIsLongerThanARowCanBeHigh() {
        Form form = TestForms.form("merged-table");
        List<FormAnswer> answers = new ArrayList<>(TestForms.answers());
        answers.set(0, new FormAnswer("S1.1-01", "", VerdictWord.MET, "長い理由。".repeat(600), List.of()));
        FormPlan plan = FormFiller.plan(form, answers, Map.of(), List.of(), Set.of());
        assertThat(plan.missing()).contains(new Missing("S1.1-01", "", Why.CUT_IN_PRINT));
        assertThat(plan.missing().stream().filter(missing -> missing.why() == Why.CUT_IN_PRINT))
                .hasSize(1);
    }

    @Test
    void countsAJapaneseCharacterAsTwoDigits() {
        assertThat(WrappedText.lines("短い", 20, 1)).isEqualTo(1);
        assertThat(WrappedText.lines("あ".repeat(30), 21, 1)).isBetween(3, 4);
        assertThat(WrappedText.lines("1".repeat(30), 31.5 + 3, 1)).isEqualTo(1);
        assertThat(WrappedText.lines("あ".repeat(30), 21, 2)).isGreaterThanOrEqualTo(6);
        assertThat(WrappedText.lines("一\n二\n\n四", 20, 1)).isEqualTo(4);
        assertThat(WrappedText.lines("word ".repeat(10).strip(), 12, 1)).isBetween(5, 6);
        assertThat(WrappedText.lines("", 20, 1)).isEqualTo(1);
    }
}

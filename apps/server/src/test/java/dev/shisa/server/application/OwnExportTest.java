package dev.shisa.server.application;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.conformity.Text;
import dev.shisa.conformity.VerdictState;
import dev.shisa.server.application.CriterionAnswer.EvidenceReference;
import dev.shisa.server.application.CriterionAnswer.SubAnswer;
import dev.shisa.server.evidence.EvidenceTitle;
import dev.shisa.server.platform.web.Messages;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.apache.poi.ss.usermodel.CellType;
import org.apache.poi.ss.usermodel.PrintSetup;
import org.apache.poi.ss.usermodel.Sheet;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.junit.jupiter.api.Test;

class OwnExportTest {

    private static EvidenceTitle title(String ja, String en) {
        return new EvidenceTitle(ja, new Text(ja, en)::in);
    }

    static OwnExport.Content content() {
        CriterionAnswer met = new CriterionAnswer(
                "S1.1-13",
                new Text("不要な機能", "Unneeded interfaces"),
                VerdictState.MET,
                null,
                true,
                new Text("=HYPERLINK(\"http://x\") という文", "=1+1 as text"),
                new Text("", ""),
                "",
                List.of(new EvidenceReference("D-7K2QM", title("検査記録", "Inspection"), "3章")),
                "佐藤",
                List.of(new SubAnswer(
                        "1A",
                        VerdictState.MET,
                        new Text("記録のとおり", "as recorded"),
                        List.of(new EvidenceReference("T-1A2BC", title("ポートの検査", "Test of ports"), "")))));
        CriterionAnswer expected = new CriterionAnswer(
                "S1.1-04",
                new Text("総当たり", "Guessing"),
                VerdictState.EXPECTED,
                VerdictState.NOT_APPLICABLE,
                false,
                new Text("制約のある機器", "constrained"),
                new Text("", ""),
                "",
                List.of(),
                "",
                List.of());
        return new OwnExport.Content(
                "MC-200",
                "Shisaは準備を助けます。",
                List.of(new OwnExport.Labelled("型番", "MC-200, MC-210")),
                List.of(met, expected),
                List.of(new OwnExport.Basis(
                        "S1.1-13", "開いているポート", "", "443/tcp", "実測", "2026-09-10", "D-7K2QM 検査記録", "3章", "佐藤")),
                List.of(new OwnExport.Change("2026-11-20 16:02", "S1.1-13", "適合見込み", "適合", "確認されました")));
    }

    private static XSSFWorkbook open(Locale locale) throws IOException {
        Messages messages = new Messages();
        byte[] bytes = OwnExport.write(content(), locale, key -> messages.get(locale, key));
        return new XSSFWorkbook(new ByteArrayInputStream(bytes));
    }

    @Test
    void hasFourSheetsInBothLanguages() throws IOException {
        try (XSSFWorkbook ja = open(Locale.JAPANESE);
                XSSFWorkbook en = open(Locale.ENGLISH)) {
            assertThat(ja).extracting(Sheet::getSheetName).containsExactly("基本情報", "適合状況", "根拠", "変更履歴");
            assertThat(en)
                    .extracting(Sheet::getSheetName)
                    .containsExactly("Basic information", "Conformity", "Grounds", "History");
        }
    }

    @Test
    void listsCriteriaWithTheirSubItemsAndTheTwoMarksApart() throws IOException {
        try (XSSFWorkbook workbook = open(Locale.JAPANESE)) {
            Sheet sheet = workbook.getSheetAt(1);
            assertThat(sheet.getRow(1).getCell(3).getStringCellValue()).isEqualTo("適合");
            assertThat(sheet.getRow(2).getCell(2).getStringCellValue()).isEqualTo("①A");
            assertThat(sheet.getRow(1).getCell(5).getStringCellValue()).isEqualTo("D-7K2QM 検査記録 3章");
            assertThat(sheet.getRow(2).getCell(5).getStringCellValue()).isEqualTo("T-1A2BC ポートの検査");
            assertThat(sheet.getRow(3).getCell(3).getStringCellValue()).isEqualTo("適合見込み (非該当)");
            assertThat(sheet.getRow(1).getCell(5).getStringCellValue()).isEqualTo("D-7K2QM 検査記録 3章");
        }
    }

    @Test
    void holdsTextsThatCannotBecomeFormulas() throws IOException {
        try (XSSFWorkbook workbook = open(Locale.ENGLISH)) {
            var cell = workbook.getSheetAt(1).getRow(1).getCell(4);
            assertThat(cell.getCellType()).isEqualTo(CellType.STRING);
            assertThat(cell.getStringCellValue()).isEqualTo("=1+1 as text");
            assertThat(cell.getCellStyle().getQuotePrefixed()).isTrue();
        }
    }

    @Test
    void printsOnA4LandscapeWithItsHeaderOnEachPage() throws IOException {
        try (XSSFWorkbook workbook = open(Locale.JAPANESE)) {
            for (Sheet sheet : workbook) {
                assertThat(sheet.getPrintSetup().getPaperSize()).isEqualTo(PrintSetup.A4_PAPERSIZE);
                assertThat(sheet.getPrintSetup().getLandscape()).isTrue();
                assertThat(sheet.getFitToPage()).isTrue();
                assertThat(sheet.getPaneInformation().isFreezePane()).isTrue();
                assertThat(sheet.getRepeatingRows().getLastRow()).isZero();
                assertThat(sheet.getRow(0).getCell(0).getCellStyle().getWrapText())
                        .isTrue();
            }
        }
    }
}

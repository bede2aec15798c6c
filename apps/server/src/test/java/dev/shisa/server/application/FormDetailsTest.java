package dev.shisa.server.application;

import static dev.shisa.server.application.TestForms.entry;
import static dev.shisa.server.application.TestForms.planned;
import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.server.application.FormPlan.Outcome;
import dev.shisa.server.platform.office.Zips;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.poi.ss.usermodel.CellType;
import org.apache.poi.xssf.usermodel.XSSFCell;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.junit.jupiter.api.Test;

/** What real files have and libraries tend to lose, and what texts could do to a file. */
class FormDetailsTest {

    private static final String SHEET = "xl/worksheets/sheet2.xml";

    private static byte[] fill(byte[] bytes, String reason) {
        Form form = FormReader.read(bytes);
        List<FormAnswer> answers = new ArrayList<>(TestForms.answers());
        answers.set(0, new FormAnswer("S1.1-01", "", VerdictWord.MET, reason, List.of()));
        return FormFiller.write(form, FormFiller.plan(form, answers, Map.of(), List.of(), Set.of()));
    }

    private static XSSFCell reason(XSSFWorkbook workbook) {
        return workbook.getSheet("Checklist").getRow(3).getCell(3);
    }

    @Test
    void keepsPartsAndExtensionsThatNoLibraryKnows() {
        byte[] custom = Zips.add(
                TestForms.bytes("english"),
                "customXml/item1.xml",
                "<label xmlns='urn:x'>機密</label>".getBytes(StandardCharsets.UTF_8));
        custom = Zips.add(custom, "xl/unheard/of.bin", new byte[] {1, 2, 3});
        custom = Zips.edit(
                custom,
                "[Content_Types].xml",
                xml -> xml.replaceFirst(
                        "<(Default|Override)",
                        "<Default Extension=\"bin\" ContentType=\"application/x-unheard\"/><$1"));
        String extension =
                "<conditionalFormatting sqref=\"C4:C19\"><cfRule type=\"cellIs\" priority=\"1\" operator=\"equal\">"
                        + "<formula>\"Fail\"</formula></cfRule></conditionalFormatting>";
        String unknown =
                "<extLst><ext uri=\"{0-0}\" xmlns:u=\"urn:u\"><u:c r=\"C4\">kept &amp; whole</u:c></ext></extLst></worksheet>";
        custom = Zips.edit(
                custom,
                SHEET,
                xml -> xml.replace("</sheetData>", "</sheetData>" + extension).replace("</worksheet>", unknown));
        byte[] filled = fill(custom, "reason");
        assertThat(Zips.parts(filled).keySet())
                .containsExactlyElementsOf(Zips.parts(custom).keySet());
        assertThat(Zips.parts(filled).get("xl/unheard/of.bin")).containsExactly(1, 2, 3);
        assertThat(withoutWritten(Zips.text(filled, SHEET))).isEqualTo(withoutWritten(Zips.text(custom, SHEET)));
        assertThat(Zips.text(filled, SHEET)).contains(extension).contains("kept &amp; whole");
    }

    /** The sheet without the answers of the rows 4 to 19 and without these rows' heights, which grow with their texts. */
    private static String withoutWritten(String xml) {
        String rows = Pattern.compile("<row r=\"(?:[4-9]|1\\d)\"[^>]*>")
                .matcher(xml)
                .replaceAll(row -> row.group().replaceAll(" (?:ht|customHeight)=\"[^\"]*\"", ""));
        return Pattern.compile("<c r=\"[CDE](?:[4-9]|1\\d)\"[^>]*?(?:/>|>.*?</c>)", Pattern.DOTALL)
                .matcher(rows)
                .replaceAll("");
    }

    @Test
    void readsListsThatExcelKeepsInTheExtensionList() {
        String x14 =
                "<extLst><ext uri=\"{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}\" xmlns:x14=\"http://schemas.microsoft.com/office/spreadsheetml/2009/9/main\">"
                        + "<x14:dataValidations count=\"1\" xmlns:xm=\"http://schemas.microsoft.com/office/excel/2006/main\">"
                        + "<x14:dataValidation type=\"list\" allowBlank=\"1\"><x14:formula1><xm:f>'Basic information'!$D$1:$D$2</xm:f></x14:formula1>"
                        + "<xm:sqref>C4:C10 C12:C19</xm:sqref></x14:dataValidation></x14:dataValidations></ext></extLst></worksheet>";
        byte[] form = Zips.edit(
                TestForms.bytes("english"),
                SHEET,
                xml -> xml.replaceAll("<dataValidations.*</dataValidations>", "")
                        .replace("</worksheet>", x14));
        form = Zips.edit(
                form,
                "xl/worksheets/sheet1.xml",
                xml -> xml.replaceFirst(
                        "(<row[^>]* r=\"1\"[^>]*>.*?)</row>",
                        "$1<c r=\"D1\" t=\"inlineStr\"><is><t>Conforms</t></is></c></row>"));
        FormPlan plan = TestForms.plan(FormReader.read(form), Set.of());
        assertThat(planned(plan, "S1.1-01", AnswerPart.VERDICT)).isEqualTo("WRITE Checklist!C4=Conforms");
        assertThat(entry(plan, "S1.1-04", AnswerPart.VERDICT).orElseThrow().outcome())
                .isEqualTo(Outcome.NOT_IN_LIST);
    }

    @Test
    void writesNoWordWhereTheListCannotBeRead() {
        byte[] form = Zips.edit(
                TestForms.bytes("english"),
                SHEET,
                xml -> xml.replace("&quot;Pass,Fail,N/A&quot;", "INDIRECT(&quot;x&quot;)"));
        FormPlan plan = TestForms.plan(FormReader.read(form), Set.of());
        assertThat(entry(plan, "S1.1-01", AnswerPart.VERDICT).orElseThrow().outcome())
                .isEqualTo(Outcome.LIST_UNREADABLE);
    }

    @Test
    void textIsNeverAFormula() throws IOException {
        for (String text : List.of(
                "=1+1", "+1", "-1", "@SUM(1)", "=HYPERLINK(\"http://x\")", "<v>1</v>&amp;]]>", "_x0041_ stays")) {
            try (XSSFWorkbook workbook =
                    new XSSFWorkbook(new ByteArrayInputStream(fill(TestForms.bytes("english"), text)))) {
                assertThat(reason(workbook).getCellType()).isEqualTo(CellType.STRING);
                assertThat(reason(workbook).getStringCellValue()).isEqualTo(text);
            }
        }
    }

    @Test
    void leavesOutWhatACellCannotHold() throws IOException {
        String text = "a\u0000b\u000bc\r\nd\ud800e\ufffef" + "長".repeat(40_000);
        try (XSSFWorkbook workbook =
                new XSSFWorkbook(new ByteArrayInputStream(fill(TestForms.bytes("english"), text)))) {
            assertThat(reason(workbook).getStringCellValue())
                    .hasSize(FormFiller.TEXT_MAX)
                    .startsWith("abc\ndef長")
                    .endsWith("長…");
        }
    }

    @Test
    void asksForCalculationWhenFormulasLookAtTheAnswers() {
        Form form = TestForms.form("merged-table");
        byte[] filled = FormFiller.write(form, TestForms.plan(form, Set.of()));
        assertThat(Zips.text(filled, "xl/workbook.xml")).contains("fullCalcOnLoad=\"1\"");
        assertThat(Zips.text(filled, "xl/worksheets/sheet1.xml")).contains("<f aca=\"false\">COUNTIF");
        Form plain = TestForms.form("english");
        assertThat(Zips.text(FormFiller.write(plain, TestForms.plan(plain, Set.of())), "xl/workbook.xml"))
                .isEqualTo(Zips.text(TestForms.bytes("english"), "xl/workbook.xml"));
        assertThat(FormFiller.calculateOnLoad("<workbook><sheets><sheet/></sheets></workbook>"))
                .isEqualTo("<workbook><sheets><sheet/></sheets><calcPr fullCalcOnLoad=\"1\"/></workbook>");
        assertThat(FormFiller.calculateOnLoad("<x:workbook><x:sheets/><x:definedNames></x:definedNames></x:workbook>"))
                .contains("</x:definedNames><x:calcPr fullCalcOnLoad=\"1\"/>");
    }

    @Test
    void doesNotSetASecondMarkBesideAnEarlierOne() {
        byte[] bytes = TestForms.bytes("checkbox-columns");
        byte[] marked = Zips.edit(
                bytes,
                "xl/worksheets/sheet1.xml",
                xml -> xml.replaceFirst("<c r=\"D6\"([^>]*)/>", "<c r=\"D6\"$1 t=\"inlineStr\"><is><t>○</t></is></c>"));
        Form form = FormReader.read(marked);
        FormPlan plan = TestForms.plan(form, Set.of());
        assertThat(entry(plan, "S1.1-01", AnswerPart.MET_BOX).orElseThrow().outcome())
                .isEqualTo(Outcome.EXISTING);
        assertThat(entry(plan, "S1.1-01", AnswerPart.NOT_MET_BOX).orElseThrow().outcome())
                .isEqualTo(Outcome.EXISTING);
        Place old = new Place("自己適合宣言", "D6");
        FormPlan decided = TestForms.plan(form, Set.of(old));
        assertThat(planned(decided, "S1.1-01", AnswerPart.MET_BOX)).isEqualTo("WRITE 自己適合宣言!C6=○");
        assertThat(planned(decided, "S1.1-01", AnswerPart.NOT_MET_BOX)).isEqualTo("OVERWRITE 自己適合宣言!D6=");
    }

    @Test
    void putsCellsAndRowsInTheirOrderWhereTheFileHasNone() {
        String xml =
                "<worksheet><cols><col min=\"2\" max=\"3\" style=\"7\"/></cols><sheetData><row r=\"2\"><c r=\"A2\"><v>1</v></c><c r=\"D2\"/></row>"
                        + "<row r=\"4\" s=\"5\" customFormat=\"1\"/></sheetData></worksheet>";
        String patched = SheetPatch.write(
                xml,
                Map.of(
                        new CellAt(0, 0),
                        "a1",
                        new CellAt(1, 2),
                        "c2",
                        new CellAt(1, 4),
                        "e2",
                        new CellAt(2, 1),
                        "b3",
                        new CellAt(3, 0),
                        "a4",
                        new CellAt(9, 0),
                        "a10"));
        assertThat(patched.replaceAll("<is><t xml:space=\"preserve\">([^<]*)</t></is>", "$1")
                        .replace(" t=\"inlineStr\"", ""))
                .isEqualTo("<worksheet><cols><col min=\"2\" max=\"3\" style=\"7\"/></cols><sheetData>"
                        + "<row r=\"1\"><c r=\"A1\">a1</c></row>"
                        + "<row r=\"2\"><c r=\"A2\"><v>1</v></c><c r=\"C2\" s=\"7\">c2</c><c r=\"D2\"/><c r=\"E2\">e2</c></row>"
                        + "<row r=\"3\"><c r=\"B3\" s=\"7\">b3</c></row>"
                        + "<row r=\"4\" s=\"5\" customFormat=\"1\"><c r=\"A4\" s=\"5\">a4</c></row>"
                        + "<row r=\"10\"><c r=\"A10\">a10</c></row></sheetData></worksheet>");
    }

    @Test
    void writesWithThePrefixThatTheFileUses() {
        String xml =
                "<?xml version=\"1.0\"?><!-- <c r=\"A1\"/> --><x:worksheet><x:sheetData><x:row r=\"1\"><x:c r=\"A1\" s=\"3\" t=\"s\"><x:v>0</x:v></x:c></x:row></x:sheetData></x:worksheet>";
        assertThat(SheetPatch.write(xml, Map.of(new CellAt(0, 0), "a & b")))
                .isEqualTo(
                        "<?xml version=\"1.0\"?><!-- <c r=\"A1\"/> --><x:worksheet><x:sheetData><x:row r=\"1\"><x:c r=\"A1\" s=\"3\" t=\"inlineStr\">"
                                + "<x:is><x:t xml:space=\"preserve\">a &amp; b</x:t></x:is></x:c></x:row></x:sheetData></x:worksheet>");
        assertThat(SheetPatch.write("<w><sheetData/></w>", Map.of(new CellAt(1, 1), "b")))
                .startsWith("<w><sheetData><row r=\"2\"><c r=\"B2\"");
    }
}

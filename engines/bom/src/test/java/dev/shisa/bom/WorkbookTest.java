package dev.shisa.bom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.shisa.bom.Problem.Kind;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Lists that people fill in a spreadsheet, and files that only look like one. */
class WorkbookTest {

    private static final String HEAD = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";
    private static final String STYLES = HEAD + """
            <styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">
            <numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy&quot;年&quot;m&quot;月&quot;"/>
            <numFmt numFmtId="165" formatCode="0.00&quot;day&quot;"/></numFmts>
            <cellStyleXfs count="1"><xf numFmtId="14"/></cellStyleXfs>
            <cellXfs count="4"><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/></cellXfs></styleSheet>""";
    private static final String TEXTS = HEAD + """
            <sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">
            <si><t>名称</t><rPh sb="0" eb="2"><t>メイショウ</t></rPh></si>
            <si><r><t>開発</t></r><r><rPr><b/></rPr><t>者名(必須)</t></r></si>
            <si><t>バージョン</t></si><si><t>OpenSSL Project</t></si></sst>""";

    private static final String HEADING = """
            <row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="s"><v>2</v></c></row>""";

    private static String sheet(String rows) {
        return sheet(rows, "");
    }

    private static String sheet(String rows, String merged) {
        return HEAD + "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>"
                + rows + "</sheetData>" + merged + "</worksheet>";
    }

    private static String inline(String cell, String text) {
        return "<c r=\"" + cell + "\" t=\"inlineStr\"><is><t>" + text + "</t></is></c>";
    }

    private static String row(int number, String... cells) {
        StringBuilder row = new StringBuilder("<row r=\"" + number + "\">");
        for (int i = 0; i < cells.length; i++) {
            if (!cells[i].isEmpty()) {
                row.append(inline((char) ('A' + i) + Integer.toString(number), cells[i]));
            }
        }
        return row + "</row>";
    }

    /** A workbook of these sheets; a name that begins with a dot is hidden. */
    private static Map<String, String> parts(Map<String, String> sheets) {
        Map<String, String> parts = new LinkedHashMap<>();
        StringBuilder names = new StringBuilder();
        StringBuilder relations = new StringBuilder();
        int i = 0;
        for (Map.Entry<String, String> sheet : sheets.entrySet()) {
            i++;
            String hidden = sheet.getKey().startsWith(".") ? " state=\"hidden\"" : "";
            names.append(
                    "<sheet name=\"%s\" sheetId=\"%d\"%s r:id=\"rId%d\"/>".formatted(sheet.getKey(), i, hidden, i));
            relations.append("<Relationship Id=\"rId%d\" Target=\"worksheets/sheet%d.xml\"/>".formatted(i, i));
            parts.put("xl/worksheets/sheet" + i + ".xml", sheet.getValue());
        }
        parts.put("[Content_Types].xml", HEAD + "<Types/>");
        parts.put(
                "xl/workbook.xml",
                HEAD + "<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\""
                        + " xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets>"
                        + names + "</sheets></workbook>");
        parts.put("xl/_rels/workbook.xml.rels", HEAD + "<Relationships>" + relations + "</Relationships>");
        parts.put("xl/styles.xml", STYLES);
        parts.put("xl/sharedStrings.xml", TEXTS);
        return parts;
    }

    private static Reading read(String sheet) {
        return Archives.read("list.xlsx", Archives.zip(parts(Map.of("一覧", sheet))));
    }

    private static Reading.Taken taken(String sheet) {
        return (Reading.Taken) read(sheet);
    }

    private static Kind refusal(byte[] bytes) {
        Reading.Refused refused = (Reading.Refused) Archives.read("list.xlsx", bytes);
        assertThat(refused.problem().sentence()).endsWith(".");
        return refused.problem().kind();
    }

    @Test
    void theRowsBelowAHeadingAreTakenWhereverItStandsAndWhateverItsLanguage() {
        Map<String, String> sheets = new LinkedHashMap<>();
        sheets.put("一覧", sheet(row(1, "当社ルーターの構成要素一覧") + """
                <row r="3"><c r="B3" t="s"><v>0</v></c><c r="C3" t="s"><v>1</v></c><c r="D3" t="s"><v>2</v></c></row>
                <row r="4"><c r="B4" t="str"><f>"open"&amp;"ssl"</f><v>openssl</v></c><c r="C4" t="s"><v>3</v></c>
                  <c r="D4" t="inlineStr"><is><t> 1.1.1k </t></is></c></row>
                <row r="6"><c r="B6" t="inlineStr"><is><t>リアルタイムOS</t><rPh sb="0" eb="1"><t>ヨミ</t></rPh></is></c></row>"""));
        sheets.put(
                "English",
                sheet(row(1, "Component", "Vendor", "Version *", "Licence", "Remark")
                        + row(2, "lwIP", "Adam Dunkels", "2.1.3", "BSD-3-Clause", "network")));
        sheets.put("説明", sheet(row(1, "この表の書き方")));
        sheets.put(".old", sheet(HEADING + row(2, "gone", "nobody", "0")));
        Reading.Taken taken = (Reading.Taken) Archives.read("list.xlsx", Archives.zip(parts(sheets)));
        assertThat(taken.bom().format()).isEqualTo(BomFormat.XLSX);
        assertThat(taken.bom().components())
                .extracting(Component::name, Component::supplier, Component::version, Component::place)
                .containsExactly(
                        tuple("openssl", "OpenSSL Project", "1.1.1k", "一覧!4"),
                        tuple("リアルタイムOS", "", "", "一覧!6"),
                        tuple("lwIP", "Adam Dunkels", "2.1.3", "English!2"));
        assertThat(taken.bom().components().getLast().licenses()).hasSize(1);
        assertThat(taken.problems())
                .extracting(Problem::kind, Problem::place)
                .containsExactly(tuple(Kind.LEFT_OUT, "説明"), tuple(Kind.LEFT_OUT, ".old"));
        assertThat(taken.valid()).isTrue();
        RoundTrip.check("xlsx", taken.bom());
    }

    @Test
    void whatTheSpreadsheetMadeOfAVersionIsToldAndADateIsNoVersion() {
        Reading.Taken taken = taken(sheet(HEADING + """
                <row r="2"><c r="A2" t="inlineStr"><is><t>a</t></is></c><c r="C2"><v>1.1000000000000001</v></c></row>
                <row r="3"><c r="A3" t="inlineStr"><is><t>b</t></is></c><c r="C3" s="1"><v>45293</v></c></row>
                <row r="4"><c r="A4" t="inlineStr"><is><t>c</t></is></c><c r="C4" s="2"><v>45293</v></c></row>
                <row r="5"><c r="A5" t="inlineStr"><is><t>d</t></is></c><c r="C5" s="3"><v>7</v></c></row>
                <row r="6"><c r="A6" t="inlineStr"><is><t>e</t></is></c><c r="C6" t="e"><v>#REF!</v></c></row>"""));
        assertThat(taken.bom().components())
                .extracting(Component::name, Component::version)
                .containsExactly(tuple("a", "1.1"), tuple("b", ""), tuple("c", ""), tuple("d", "7"), tuple("e", ""));
        assertThat(taken.problems())
                .extracting(Problem::kind, Problem::place)
                .containsExactlyInAnyOrder(
                        tuple(Kind.DATE_AS_VERSION, "一覧!3"),
                        tuple(Kind.DATE_AS_VERSION, "一覧!4"),
                        tuple(Kind.BAD_VALUE, "一覧!6"),
                        tuple(Kind.NUMBERS_AS_VERSIONS, "一覧!2"));
        assertThat(taken.problems().getFirst().sentence()).contains("2024-01-02");
    }

    @Test
    void onlyAVersionThatMayHaveLostDigitsAsANumberIsADoubt() {
        String row = """
                <row r="2"><c r="A2" t="inlineStr"><is><t>a</t></is></c><c r="C2"><v>%s</v></c></row>""";
        for (String number : List.of("1.1", "0.5", "3", "20", "1E+20")) {
            Reading.Taken taken = taken(sheet(HEADING + row.formatted(number)));
            assertThat(taken.problems()).extracting(Problem::kind).containsExactly(Kind.NUMBERS_AS_VERSIONS);
            assertThat(taken.lossy()).as(number).isEqualTo(!List.of("3", "20").contains(number));
        }
    }

    @Test
    void aMergedCellCountsForEachOfItsRowsAndATitleOverTheColumnsIsNoComponent() {
        Reading.Taken taken = taken(sheet(
                HEADING
                        + row(2, "■ OSS")
                        + row(3, "libcurl", "curl", "8.5.0")
                        + row(4, "curl", "", "8.5.0")
                        + row(5, "zlib", "Gailly", "1.3", "first remark")
                        + row(6, "", "", "", "second remark"),
                "<mergeCells><mergeCell ref=\"A2:C2\"/><mergeCell ref=\"B3:B4\"/><mergeCell ref=\"A5:A6\"/>"
                        + "<mergeCell ref=\"B5:B6\"/><mergeCell ref=\"C5:C6\"/></mergeCells>"));
        assertThat(taken.bom().components())
                .extracting(Component::name, Component::supplier, Component::version)
                .containsExactly(
                        tuple("libcurl", "curl", "8.5.0"),
                        tuple("curl", "curl", "8.5.0"),
                        tuple("zlib", "Gailly", "1.3"));
        assertThat(taken.problems()).isEmpty();
    }

    @Test
    void aColumnThatIsMissingIsToldOnceAndARowWithoutANameIsLeftOut() {
        Reading.Taken taken = taken(sheet(row(1, "name", "version") + row(2, "zlib", "1.3") + row(3, "", "9")));
        assertThat(taken.bom().components()).hasSize(1);
        assertThat(taken.problems()).extracting(Problem::kind).containsExactly(Kind.MISSING, Kind.NO_NAME);
        assertThat(taken.problems().getFirst().arguments()).containsExactly("supplier");
    }

    @Test
    void whatIsNoListIsRefusedInOneSentence() {
        assertThat(refusal(Archives.zip(parts(Map.of("a", sheet(row(1, "hello", "world")))))))
                .isEqualTo(Kind.NO_HEADING);
        assertThat(refusal(Archives.zip(parts(Map.of(".a", sheet(HEADING + row(2, "x", "y", "z")))))))
                .isEqualTo(Kind.NO_HEADING);
        assertThat(refusal(Archives.zip(Map.of("readme.txt", "hello")))).isEqualTo(Kind.NOT_A_BOM);
        assertThat(refusal(Archives.zip(Map.of("mimetype", "application/vnd.oasis.opendocument.spreadsheet"))))
                .isEqualTo(Kind.OTHER_WORKBOOK);
        byte[] old = Arrays.copyOf(new byte[] {(byte) 0xd0, (byte) 0xcf, 0x11, (byte) 0xe0}, 600);
        assertThat(refusal(old)).isEqualTo(Kind.OTHER_WORKBOOK);
    }

    @Test
    void entitiesAndDocumentTypesAreRefused() {
        String hostile = sheet(HEADING + row(2, "&x;", "y", "1"))
                .replace(HEAD, HEAD + "<!DOCTYPE worksheet [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>");
        Reading.Refused refused = (Reading.Refused) read(hostile);
        assertThat(refused.problem().kind()).isEqualTo(Kind.UNREADABLE);
        assertThat(refused.problem().sentence()).contains("DTD");
    }

    @Test
    void whatSwellsStopsAtItsBound() {
        Map<String, String> bomb = parts(Map.of("a", sheet(HEADING + row(2, "x", "y", "1"))));
        bomb.put("xl/media/picture.bin", "\0".repeat(70 << 20));
        assertThat(refusal(Archives.zip(bomb))).isEqualTo(Kind.UNREADABLE);
        Map<String, String> texts = parts(Map.of("a", sheet(HEADING + row(2, "x", "y", "1"))));
        texts.put("xl/sharedStrings.xml", HEAD + "<sst>" + "<si><t>a</t></si>".repeat(1_000_001) + "</sst>");
        assertThat(refusal(Archives.zip(texts))).isEqualTo(Kind.UNREADABLE);
        Reading.Taken cell = taken(sheet(HEADING + row(2, "zlib", "y", "1") + row(3, "a".repeat(40_000), "y", "1")));
        assertThat(cell.bom().components()).extracting(Component::name).containsExactly("zlib");
        assertThat(cell.problems()).extracting(Problem::kind).containsExactly(Kind.BROKEN_OFF);
    }

    @Test
    void moreRowsThanAnyListHasAreToldAndTheFirstAreTaken() {
        StringBuilder rows = new StringBuilder(HEADING);
        for (int i = 2; i < 160_002; i++) {
            rows.append("<row><c t=\"inlineStr\"><is><t>n").append(i).append("</t></is></c></row>");
        }
        Reading.Taken taken = taken(sheet(rows.toString()));
        assertThat(taken.bom().components()).hasSize(150_000);
        assertThat(taken.problems()).extracting(Problem::kind).contains(Kind.TOO_MANY);
    }

    @Test
    void aTruncatedWorkbookNeverPassesForAWholeOne() {
        StringBuilder rows = new StringBuilder(HEADING);
        for (int i = 2; i < 500; i++) {
            rows.append(row(i, "n" + i * 7919, "s" + i * 104729, "1." + i));
        }
        byte[] whole = Archives.zip(parts(Map.of("a", sheet(rows.toString()))));
        int all = ((Reading.Taken) Archives.read("x", whole)).bom().components().size();
        assertThat(all).isEqualTo(498);
        // Behind the last part stands only the directory of the archive, which is not needed.
        int last = new String(whole, StandardCharsets.ISO_8859_1).indexOf("PK\u0001\u0002");
        for (int cut = 10; cut < last; cut += 97) {
            if (Archives.read("x", Arrays.copyOf(whole, cut)) instanceof Reading.Taken taken) {
                assertThat(taken.valid()).as("cut at " + cut).isFalse();
            }
        }
    }

    @Test
    void aWorkbookWithWrongBytesNeverThrows() {
        byte[] whole = Archives.zip(parts(Map.of("a", sheet(HEADING + row(2, "zlib", "y", "1.3")))));
        for (int at = 0; at < whole.length; at++) {
            byte[] wrong = whole.clone();
            wrong[at] ^= 0x55;
            assertThat(Archives.read("x", wrong)).as("byte " + at).isNotNull();
        }
    }
}

package dev.shisa.server.platform.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shisa.server.ServerTest;
import dev.shisa.server.platform.Problem;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.apache.poi.ss.usermodel.Cell;
import org.apache.poi.ss.usermodel.CellType;
import org.apache.poi.ss.usermodel.Sheet;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.mock.web.MockHttpServletRequest;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A list as CSV, Excel and JSON: the same cells, no formula, and an end that is told. */
class TableFileTest extends ServerTest {

    private static final List<List<String>> ROWS = List.of(
            List.of("田中", "=HYPERLINK(\"http://x\")"),
            List.of("a,\"b\"", "二行\n目"),
            List.of("＋1", "-2"),
            List.of("", "ふつう"));

    @Autowired
    private UiFactory uis;

    private byte[] written(String format, TableFile.Lines lines) throws IOException {
        TableFile table = TableFile.of(format, "list", uis.of(new MockHttpServletRequest(), null))
                .named("who", "名前")
                .named("what", "内容");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Objects.requireNonNull(table.download(lines).getBody()).write(out);
        return out.toByteArray();
    }

    private byte[] written(String format) throws IOException {
        return written(format, (most, line) -> ROWS.forEach(line));
    }

    @Test
    void csvQuotesAndMarksWhatASpreadsheetWouldRun() throws IOException {
        assertThat(new String(written("csv"), StandardCharsets.UTF_8))
                .isEqualTo("\uFEFF名前,内容\r\n田中,\"'=HYPERLINK(\"\"http://x\"\")\"\r\n\"a,\"\"b\"\"\",\"二行\n目\"\r\n"
                        + "'＋1,'-2\r\n,ふつう\r\n");
    }

    @Test
    void excelHoldsTextsOnlyAndThoseThatLookLikeFormulasStayTexts() throws IOException {
        try (XSSFWorkbook book = new XSSFWorkbook(new ByteArrayInputStream(written("xlsx")))) {
            Sheet sheet = book.getSheetAt(0);
            assertThat(sheet.getRow(0).getCell(0).getStringCellValue()).isEqualTo("名前");
            for (int r = 0; r < ROWS.size(); r++) {
                for (int c = 0; c < 2; c++) {
                    Cell cell = sheet.getRow(r + 1).getCell(c);
                    assertThat(cell.getCellType()).isEqualTo(CellType.STRING);
                    assertThat(cell.getStringCellValue()).isEqualTo(ROWS.get(r).get(c));
                }
            }
            assertThat(sheet.getRow(1).getCell(1).getCellStyle().getQuotePrefixed())
                    .isTrue();
            assertThat(sheet.getRow(1).getCell(0).getCellStyle().getQuotePrefixed())
                    .isFalse();
        }
    }

    @Test
    void jsonHasTheCellsByTheirKeysAndTellsThatTheseAreAll() throws IOException {
        JsonNode json = JsonMapper.builder().build().readTree(written("json"));
        assertThat(json.at("/columns/who").asString()).isEqualTo("名前");
        assertThat(json.at("/rows/0/what").asString()).isEqualTo("=HYPERLINK(\"http://x\")");
        assertThat(json.path("rows").size()).isEqualTo(4);
        assertThat(json.path("complete").asBoolean()).isTrue();
    }

    @Test
    void aListThatIsTooLongEndsWithALineThatSaysSo() throws IOException {
        TableFile.Lines many = (most, line) -> {
            for (int i = 0; i < most; i++) {
                line.accept(List.of("x", "y"));
            }
        };
        String csv = new String(written("csv", many), StandardCharsets.UTF_8);
        assertThat(csv.lines()).hasSize(TableFile.ROWS_MAX + 2);
        assertThat(csv.lines().toList().getLast()).contains("100,000");
        String json = new String(written("json", many), StandardCharsets.UTF_8);
        assertThat(json).endsWith("\"complete\":false}\n");
    }

    @Test
    void thereIsNoOtherFormat() {
        assertThatThrownBy(() -> written("ods")).isInstanceOf(Problem.class);
    }

    @Test
    void theAddressesKeepTheFilters() {
        assertThat(TableFile.addresses("/audit.csv?q=a.csv"))
                .extracting(Parts.Choice::value)
                .containsExactly("/audit.csv?q=a.csv", "/audit.xlsx?q=a.csv", "/audit.json?q=a.csv");
    }
}

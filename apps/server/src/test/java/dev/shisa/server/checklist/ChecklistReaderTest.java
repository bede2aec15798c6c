package dev.shisa.server.checklist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.shisa.server.application.Form;
import dev.shisa.server.application.FormReader;
import dev.shisa.server.application.FormSheet;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.junit.jupiter.api.Test;

class ChecklistReaderTest {

    private static final Columns NAMED = new Columns("確認表", 3, "A", "B", "C", "D");

    private final Form form = FormReader.read(TestChecklists.customer());

    @Test
    void guessesSheetHeaderAndColumns() {
        assertThat(ChecklistReader.guess(form)).isEqualTo(NAMED);
    }

    @Test
    void guessesNothingWhereNothingLooksLikeAHeader() {
        assertThat(ChecklistReader.guess(FormReader.read(blank()))).isEqualTo(Columns.NONE);
    }

    private static byte[] blank() {
        try (var workbook = new XSSFWorkbook();
                var out = new ByteArrayOutputStream()) {
            workbook.createSheet("メモ").createRow(0).createCell(0).setCellValue("こんにちは");
            workbook.write(out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void readsQuestionsAndLeavesOutHeadingsOfParts() {
        ChecklistReader.Rows read = ChecklistReader.rows(form, NAMED);
        assertThat(read.rows())
                .extracting(ChecklistReader.Row::row, ChecklistReader.Row::number)
                .containsExactly(tuple(5, "1-1"), tuple(6, "1-2"), tuple(7, "1-3"));
        assertThat(read.headings()).isEqualTo(1);
        assertThat(read.isUsable()).isTrue();
    }

    @Test
    void knowsAHeaderAgainWhateverStandsBelowIt() {
        Form other = FormReader.read(TestChecklists.customer("別の質問"));
        assertThat(header(other)).isEqualTo(header(form));
        assertThat(ChecklistReader.headers(form))
                .extracting(ChecklistReader.Header::fingerprint)
                .contains(header(form));
    }

    private static String header(Form form) {
        FormSheet sheet = ChecklistReader.sheet(form, "確認表").orElseThrow();
        return ChecklistReader.fingerprint(sheet, 3);
    }

    @Test
    void equalQuestionsAreKnownAgainWhateverTheirSpacesAndWidths() {
        assertThat(new ChecklistReader.Row(5, "1-1", "ＩＤを 変更できますか", false).same())
                .isEqualTo(new ChecklistReader.Row(9, "1-1 ", "IDを変更できますか", false).same())
                .isNotEqualTo(new ChecklistReader.Row(5, "1-2", "IDを変更できますか", false).same());
    }

    @Test
    void refusesColumnsThatAreNoneOrNamedTwice() {
        assertThat(new Columns("s", 1, "", "", "", "").unreadable()).containsExactly("question");
        assertThat(new Columns("s", 1, "A1", "b", "ＣＣ", "").unreadable()).containsExactly("number");
        assertThat(new Columns("s", 1, "A", "A", "B", "B").twice()).isEqualTo(List.of("number", "remark"));
    }
}

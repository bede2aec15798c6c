package dev.shisa.server.platform.office;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What spreadsheets put onto the clipboard. */
class PastedCellsTest {

    private static final TableLines.Bounds WIDE = new TableLines.Bounds(100, 100, 1_000);

    @Test
    void anyCellsComeBackAsTheyWereCopied() {
        long seed = 20_261_129;
        SplittableRandom random = new SplittableRandom(seed);
        String letters = "ab\"\t\n ,;あ'";
        for (int run = 0; run < 2_000; run++) {
            int columns = 1 + random.nextInt(4);
            List<List<String>> table = new ArrayList<>();
            for (int r = 1 + random.nextInt(4); r > 0; r--) {
                List<String> row = new ArrayList<>();
                for (int c = 0; c < columns; c++) {
                    row.add(random.ints(random.nextInt(5), 0, letters.length())
                            .mapToObj(i -> letters.substring(i, i + 1))
                            .collect(Collectors.joining()));
                }
                table.add(row);
            }
            String copied = table.stream()
                    .map(row -> row.stream().map(PastedCellsTest::copied).collect(Collectors.joining("\t")))
                    .collect(Collectors.joining("\r\n", "", "\r\n"));
            assertThat(read(copied, WIDE)).as("seed " + seed + ", run " + run).isEqualTo(table);
        }
    }

    @Test
    void aMarkWithoutItsOtherHalfIsALetter() {
        assertThat(read("\"quoted\"\t5\" disk\t\"open\n\"a\"b\tc", WIDE))
                .containsExactly(List.of("quoted", "5\" disk", "\"open"), List.of("\"a\"b", "c"));
        assertThat(read("443/tcp, 管理画面\n", WIDE)).containsExactly(List.of("443/tcp, 管理画面"));
    }

    @Test
    void whatIsBeyondTheBoundsIsCutAndTold() {
        assertThat(TableLines.pasted("a\nb\nc", new TableLines.Bounds(2, 2, 2), (number, cells) -> {}))
                .isFalse();
        assertThat(read("abc\td\te\n", new TableLines.Bounds(2, 2, 2))).containsExactly(List.of("ab", "d"));
        String hostile = "\"a\t".repeat(100_000);
        assertThat(read(hostile, new TableLines.Bounds(2, 2, 2))).containsExactly(List.of("\"a", "\"a"));
    }

    private static String copied(String cell) {
        return cell.isEmpty() || cell.chars().noneMatch(c -> c == '"' || c == '\t' || c == '\n')
                ? cell
                : "\"" + cell.replace("\"", "\"\"") + "\"";
    }

    private static List<List<String>> read(String text, TableLines.Bounds bounds) {
        List<List<String>> lines = new ArrayList<>();
        TableLines.pasted(text, bounds, (number, cells) -> lines.add(cells));
        return lines;
    }
}

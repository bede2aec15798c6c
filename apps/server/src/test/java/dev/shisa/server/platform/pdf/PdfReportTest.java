package dev.shisa.server.platform.pdf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was written comes out again, sign by sign, by the tools that other people have. */
class PdfReportTest {

    @TempDir
    Path temp;

    private static byte[] report(int parts) {
        PdfReport report = new PdfReport("実機検査 MC-1", "MC-1 2.4.1", Locale.JAPANESE)
                .title("12項目のうち、直す必要があるのは1項目です")
                .text("「判定できず」は、問題がないという意味ではありません。")
                .lines("GET / HTTP/1.1\nHost: 192.168.1.20");
        for (int i = 1; i <= parts; i++) {
            report.section("項目" + i).text("ポート 23 が開いています(TELNET)が、申告されていません。".repeat(8) + "印" + i);
        }
        return report.part("Ende").text("naïve – ÄÖÜ 𠮷 \u4e0d").bytes();
    }

    @Test
    void isTaggedAndSaysItsLanguage() {
        String file = new String(report(1), StandardCharsets.ISO_8859_1);
        assertThat(file)
                .startsWith("%PDF-1.7")
                .contains("/MarkInfo<</Marked true>>", "/StructTreeRoot", "/S/H1", "/S/H2", "/S/P", "/FontFile2")
                .endsWith("%%EOF\n");
        assertThat(file.length()).as("only the glyphs that are used").isLessThan(200_000);
    }

    @Test
    void everyObjectIsWhereTheTableSays() {
        byte[] bytes = report(40);
        String file = new String(bytes, StandardCharsets.ISO_8859_1);
        int table = Integer.parseInt(
                file.substring(file.lastIndexOf("startxref") + 9).strip().split("\\s", 2)[0]);
        String[] lines = file.substring(table).split("\n", -1);
        int count = Integer.parseInt(lines[1].split(" ", -1)[1]);
        for (int i = 1; i < count; i++) {
            int at = Integer.parseInt(lines[2 + i].substring(0, 10));
            assertThat(file.substring(at)).startsWith(i + " 0 obj");
        }
    }

    @Test
    @Tag("office")
    void readersGetTheJapaneseThatWasWritten() throws IOException, InterruptedException {
        Path file = Files.write(temp.resolve("report.pdf"), report(40));
        Process reader = new ProcessBuilder("pdftotext", file.toString(), "-")
                .redirectErrorStream(true)
                .start();
        String text = new String(reader.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(reader.waitFor()).as(text).isZero();
        assertThat(text)
                .contains(
                        "12項目のうち、直す必要があるのは1項目です",
                        "「判定できず」は、問題がないという意味ではありません。",
                        "Host: 192.168.1.20",
                        "naïve – ÄÖÜ 𠮷 不",
                        "MC-1 2.4.1")
                .doesNotContain("Syntax Error");
        for (int i = 1; i <= 40; i++) {
            assertThat(text).contains("項目" + i, "印" + i);
        }
    }
}

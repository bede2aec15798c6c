package dev.shisa.server.platform.pdf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.documentinterchange.logicalstructure.PDStructureElement;
import org.apache.pdfbox.text.PDFTextStripper;
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
    void isTaggedAndSaysItsLanguageTitleAndHeadings() throws IOException {
        byte[] bytes = report(1);
        try (PDDocument file = Loader.loadPDF(bytes)) {
            assertThat(file.getDocumentCatalog().getLanguage()).isEqualTo("ja");
            assertThat(file.getDocumentCatalog().getMarkInfo().isMarked()).isTrue();
            assertThat(file.getDocumentInformation().getTitle()).isEqualTo("実機検査 MC-1");
            List<String> bookmarks = new ArrayList<>();
            file.getDocumentCatalog().getDocumentOutline().children().forEach(item -> bookmarks.add(item.getTitle()));
            assertThat(bookmarks).containsExactly("項目1", "Ende");
            PDStructureElement whole = (PDStructureElement)
                    file.getDocumentCatalog().getStructureTreeRoot().getKids().getFirst();
            assertThat(whole.getKids().stream()
                            .map(kid -> ((PDStructureElement) kid).getStructureType())
                            .toList())
                    .containsExactly("H1", "P", "P", "H2", "P", "H3", "P");
        }
        assertThat(bytes.length).as("only the glyphs that are used").isLessThan(200_000);
    }

    @Test
    void noLineBeginsWithAPunctuationMark() throws IOException {
        PdfReport report = new PdfReport("t", "f", Locale.JAPANESE);
        for (int length = 30; length < 70; length++) {
            report.text("あ".repeat(length) + "。」" + "い".repeat(20) + "、");
        }
        try (PDDocument file = Loader.loadPDF(report.bytes())) {
            assertThat(new PDFTextStripper().getText(file).lines()).noneMatch(line -> line.matches("^[。、」].*"));
        }
    }

    @Test
    void aTableSaysItsFirstRowAgainOnEachPageForEyesOnly() throws IOException {
        List<List<String>> rows = new ArrayList<>();
        for (int i = 0; i < 80; i++) {
            rows.add(List.of("行" + i, "長い内容です。".repeat(12)));
        }
        byte[] bytes = new PdfReport("t", "f", Locale.JAPANESE)
                .table(List.of("名前", "内容"), rows)
                .bullets(List.of("一つ"))
                .notice("注意")
                .bytes();
        try (PDDocument file = Loader.loadPDF(bytes)) {
            assertThat(file.getNumberOfPages()).isGreaterThan(2);
            String text = new PDFTextStripper().getText(file);
            assertThat(text.split("名前", -1)).hasSize(file.getNumberOfPages() + 1);
            assertThat(text).contains("行0", "行79", "一つ", "注意", "1 / " + file.getNumberOfPages());
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

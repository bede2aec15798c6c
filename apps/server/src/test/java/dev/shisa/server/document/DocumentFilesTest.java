package dev.shisa.server.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.server.ServerTest;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Role;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;

/** A document comes out in four formats, each with the Japanese that was written, read by other people's tools. */
class DocumentFilesTest extends ServerTest {

    private static final String TEXT = """
            報告を受けてから、3営業日以内に返事します。<b>太字ではありません</b> & 記号

            ## 手順
            - 受け取る
            - 人・大・日・月・木・工場を確かめる
            ! 暗号化して送ってください。
            | 優先度 | 目標 |
            | 高 | 7日 |
            【未記入: 窓口】""";

    @Autowired
    private Documents documents;

    @Autowired
    private DocumentFiles files;

    @TempDir
    private Path temp;

    @SuppressWarnings("NullAway.Init")
    private Document document;

    @SuppressWarnings("NullAway.Init")
    private Version version;

    @BeforeEach
    void aDocument() {
        emptyDatabase();
        Person writer = person(Role.QUALITY);
        document = documents.create(
                new NewDocument(DocumentKind.OTHER, null, Set.of("ja")),
                Content.of(Map.of("ja", "脆弱性への対応"), Map.of("ja", List.of(new Section("text", "連絡先と手順", TEXT)))),
                writer);
        version = documents.newest(document.id());
    }

    @Test
    void htmlNeedsNothingElseAndRunsNothing() {
        org.jsoup.nodes.Document page = Jsoup.parse(files.html(document, version, "ja"));
        assertThat(page.select("html").attr("lang")).isEqualTo("ja");
        assertThat(page.title()).isEqualTo("脆弱性への対応");
        assertThat(page.select("h2").eachText()).containsExactly("連絡先と手順");
        assertThat(page.select("li").eachText()).containsExactly("受け取る", "人・大・日・月・木・工場を確かめる");
        assertThat(page.select("section table th").eachText()).containsExactly("優先度", "目標");
        assertThat(page.select("mark").eachText()).containsExactly("【未記入: 窓口】");
        assertThat(page.select("b, script, link, img")).isEmpty();
        assertThat(page.text()).contains("<b>太字ではありません</b> & 記号", "みどり浜光機株式会社", document.code());
    }

    @Test
    void markdownHasTheSameText() {
        assertThat(files.markdown(document, version, "ja"))
                .startsWith("# 脆弱性への対応\n")
                .contains("## 連絡先と手順", "### 手順", "- 受け取る", "> 暗号化して送ってください。", "| 優先度 | 目標 |\n| --- | --- |\n| 高 | 7日 |")
                .contains("\\<b\\>太字ではありません\\</b\\>");
    }

    @Test
    void wordHasRealHeadingsAndTables() throws IOException {
        Map<String, String> parts = new HashMap<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(files.docx(document, version, "ja")))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                parts.put(entry.getName(), new String(zip.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        assertThat(parts.get("word/document.xml"))
                .contains("<w:pStyle w:val=\"Heading1\"/>", "<w:tblHeader/>", "連絡先と手順", "&lt;b&gt;太字");
        assertThat(parts.get("word/styles.xml")).contains("w:eastAsia=\"BIZ UDPゴシック\"", "<w:outlineLvl w:val=\"0\"/>");
        assertThat(files.docx(document, version, "ja")).isEqualTo(files.docx(document, version, "ja"));
    }

    @Test
    @Tag("office")
    void otherToolsReadTheJapaneseThatWasWritten() throws IOException, InterruptedException {
        Path pdf = Files.write(temp.resolve("document.pdf"), files.pdf(document, version, "ja"));
        assertThat(run("pdftotext", pdf.toString(), "-"))
                .contains("脆弱性への対応", "連絡先と手順", "3営業日以内に返事します", "人・大・日・月・木・工場を確かめる", "【未記入: 窓口】");
        assertThat(run("pdfinfo", pdf.toString()))
                .containsPattern("Tagged:\\s+yes")
                .containsPattern("Title:\\s+脆弱性への対応");
        assertThat(run("pdfinfo", "-struct", pdf.toString())).contains("H1", "H2", "Table", "TH", "LI");

        Path docx = Files.write(temp.resolve("document.docx"), files.docx(document, version, "ja"));
        run(
                "soffice",
                "-env:UserInstallation=file://" + temp.resolve("profile"),
                "--headless",
                "--convert-to",
                "pdf:writer_pdf_Export",
                "--outdir",
                temp.resolve("out").toString(),
                docx.toString());
        assertThat(run("pdftotext", temp.resolve("out").resolve("document.pdf").toString(), "-"))
                .contains("脆弱性への対応", "連絡先と手順", "受け取る", "優先度", "7日");
    }

    private static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(out).isZero();
        return out;
    }
}

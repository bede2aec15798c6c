package dev.shisa.server.platform.office;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shisa.server.platform.office.DocumentText.Piece;
import dev.shisa.server.platform.office.DocumentText.Unit;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.common.PDStream;
import org.apache.pdfbox.pdmodel.encryption.AccessPermission;
import org.apache.pdfbox.pdmodel.encryption.StandardProtectionPolicy;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Words of other people's documents, each with its place; what cannot be read is refused with one sentence. */
class DocumentTextTest {

    private static final long SEED = Long.getLong("shisa.fuzz.seed", 20_261_124L);

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(
                DocumentTextTest.class.getResourceAsStream("/dev/shisa/server/document/" + name))) {
            return in.readAllBytes();
        }
    }

    private static byte[] zip(String name, byte[] content) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry(name));
            zip.write(content);
            zip.closeEntry();
        }
        return out.toByteArray();
    }

    private static byte[] bytes(PDDocument document) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        document.save(out);
        return out.toByteArray();
    }

    private static void refused(byte[] bytes, String code) {
        assertThatThrownBy(() -> DocumentText.read(bytes))
                .isInstanceOfSatisfying(
                        TextRefused.class, refused -> assertThat(refused.code()).isEqualTo(code));
    }

    @Test
    void aPdfIsReadPageByPage() throws IOException {
        List<Piece> pieces = DocumentText.read(resource("manual.pdf")).pieces();
        assertThat(pieces).extracting(Piece::unit).containsOnly(Unit.PAGE);
        assertThat(pieces).extracting(Piece::number).containsExactly(1, 2, 3);
        assertThat(pieces.get(0).text()).contains("パスワードの設定を求められます");
        assertThat(pieces.get(1).text()).contains("デジタル署名を確かめます");
        assertThat(pieces.get(2).text()).contains("psirt@midorihama.example");
    }

    @Test
    void aWordFileIsReadByParagraphsOrByThePagesThatItNotes() throws IOException {
        List<Piece> pieces = DocumentText.read(resource("manual.docx")).pieces();
        assertThat(pieces).extracting(Piece::unit).containsOnly(Unit.PARAGRAPH);
        assertThat(pieces.getFirst()).isEqualTo(new Piece(Unit.PARAGRAPH, 1, "MC-200 取扱説明書"));
        assertThat(pieces).anyMatch(piece -> piece.text().contains("2031年3月31日"));

        String paged = "<w:document><w:p><w:r><w:t>一枚目 &amp; 最初</w:t></w:r></w:p>"
                + "<w:p><w:r><w:lastRenderedPageBreak/><w:t xml:space=\"preserve\">二枚目</w:t></w:r></w:p></w:document>";
        assertThat(DocumentText.read(zip("word/document.xml", paged.getBytes(StandardCharsets.UTF_8)))
                        .pieces())
                .containsExactly(new Piece(Unit.PAGE, 1, "一枚目 & 最初"), new Piece(Unit.PAGE, 2, "二枚目"));
    }

    @Test
    void textIsReadByParagraphsWithTheirLinesWhateverItsEncoding() {
        String text = "# 仕様\n\n初期パスワードは\n変更が必要です。\n\n\nログを残します。\n";
        for (Charset charset :
                List.of(StandardCharsets.UTF_8, Charset.forName("windows-31j"), StandardCharsets.UTF_16)) {
            assertThat(DocumentText.read(text.getBytes(charset)).pieces())
                    .as(charset.name())
                    .containsExactly(
                            new Piece(Unit.LINE, 1, "# 仕様"),
                            new Piece(Unit.LINE, 3, "初期パスワードは\n変更が必要です。"),
                            new Piece(Unit.LINE, 7, "ログを残します。"));
        }
    }

    @Test
    void whatIsNoDocumentIsRefused() throws IOException {
        refused(new byte[0], "empty");
        refused(new byte[] {0, 1, 2, 3, 4, 5, 6, 7}, "kind");
        refused(new byte[] {(byte) 0xd0, (byte) 0xcf, 0x11, (byte) 0xe0, 0, 0, 0, 0}, "old-word");
        refused(new byte[DocumentText.BYTES_MAX + 1], "too-large");
        refused(zip("[Content_Types].xml", new byte[] {'<'}), "kind");
        refused("PK\3\4 broken".getBytes(StandardCharsets.UTF_8), "damaged");
        refused("   \n\n ".getBytes(StandardCharsets.UTF_8), "no-words");
        refused(
                zip("word/document.xml", "<!DOCTYPE x><w:p><w:t>a</w:t></w:p>".getBytes(StandardCharsets.UTF_8)),
                "damaged");
        refused(zip("word/document.xml", new byte[26 << 20]), "bomb");
    }

    @Test
    void aPdfThatIsDamagedLockedEmptyOrTooLongIsRefused() throws IOException {
        refused("%PDF-1.7\nnot really".getBytes(StandardCharsets.UTF_8), "damaged");
        byte[] whole = resource("manual.pdf");
        try (PDDocument locked = org.apache.pdfbox.Loader.loadPDF(whole)) {
            locked.protect(new StandardProtectionPolicy("owner", "reader", new AccessPermission()));
            refused(bytes(locked), "password");
        }
        try (PDDocument scan = new PDDocument()) {
            scan.addPage(new PDPage());
            refused(bytes(scan), "no-words");
        }
        try (PDDocument many = new PDDocument()) {
            for (int i = 0; i <= DocumentText.PAGES_MAX; i++) {
                many.addPage(new PDPage());
            }
            refused(bytes(many), "too-many-pages");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"manual.pdf", "manual.docx"})
    void aDocumentThatIsCutOrChangedIsReadOrRefused(String name) throws IOException {
        damage(name, 50);
    }

    @ParameterizedTest
    @ValueSource(strings = {"manual.pdf", "manual.docx"})
    @Tag("long")
    void soAreThousands(String name) throws IOException {
        damage(name, 5_000);
    }

    /** Half of them cut at some byte, half with up to eight bytes changed. */
    private static void damage(String name, int times) throws IOException {
        byte[] whole = resource(name);
        SplittableRandom random = new SplittableRandom(SEED);
        for (int i = 0; i < times; i++) {
            byte[] damaged;
            if (i % 2 == 0) {
                damaged = Arrays.copyOf(whole, random.nextInt(whole.length));
            } else {
                damaged = whole.clone();
                for (int flips = random.nextInt(1, 9); flips > 0; flips--) {
                    damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
                }
            }
            try {
                assertThat(DocumentText.read(damaged).pieces())
                        .as("%s, seed %d, number %d", name, SEED, i)
                        .isNotEmpty();
            } catch (TextRefused refused) {
                assertThat(refused.code())
                        .as("%s, seed %d, number %d", name, SEED, i)
                        .isIn(
                                "empty",
                                "kind",
                                "damaged",
                                "no-words",
                                "too-hard",
                                "bomb",
                                "password",
                                "too-many-pages",
                                "too-long");
            }
        }
    }

    /** A page whose stream inflates to more than the process that reads it may have: that one ends, this one goes on. */
    @Test
    void aPdfThatInflatesBeyondAllBoundsTakesNothingWithIt() throws IOException {
        byte[] bomb;
        try (PDDocument document = new PDDocument()) {
            PDPage page = new PDPage();
            document.addPage(page);
            PDStream stream = new PDStream(document);
            byte[] blanks = new byte[1 << 20];
            java.util.Arrays.fill(blanks, (byte) ' ');
            try (OutputStream out = stream.createOutputStream(COSName.FLATE_DECODE)) {
                for (int mb = 0; mb < 700; mb++) {
                    out.write(blanks);
                }
            }
            page.setContents(stream);
            bomb = bytes(document);
        }
        assertThat(bomb.length).isLessThan(4 << 20);
        assertThatThrownBy(() -> DocumentText.read(bomb))
                .isInstanceOfSatisfying(
                        TextRefused.class,
                        refused -> assertThat(refused.code()).isIn("too-hard", "damaged", "no-words"));
    }
}

package dev.shisa.server.platform.office;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shisa.server.platform.office.DocumentPage.Cells;
import dev.shisa.server.platform.office.DocumentPage.Kind;
import dev.shisa.server.platform.office.DocumentPage.Mark;
import dev.shisa.server.platform.office.DocumentPage.Picture;
import dev.shisa.server.platform.office.DocumentPage.Wanted;
import dev.shisa.server.platform.office.DocumentPage.Words;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.PDResources;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.common.PDStream;
import org.apache.pdfbox.pdmodel.encryption.AccessPermission;
import org.apache.pdfbox.pdmodel.encryption.StandardProtectionPolicy;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts;
import org.apache.pdfbox.pdmodel.graphics.color.PDDeviceGray;
import org.apache.pdfbox.pdmodel.graphics.image.PDImageXObject;
import org.apache.poi.xssf.usermodel.XSSFSheet;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.junit.jupiter.api.Test;

/** One page of what somebody handed in, with the places on it; what cannot be shown is refused with one sentence. */
class DocumentPageTest {

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(
                DocumentPageTest.class.getResourceAsStream("/dev/shisa/server/document/" + name))) {
            return in.readAllBytes();
        }
    }

    private static byte[] bytes(PDDocument document) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        document.save(out);
        return out.toByteArray();
    }

    private static byte[] bytes(XSSFWorkbook book) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        book.write(out);
        return out.toByteArray();
    }

    private static BufferedImage drawn(DocumentPage page) throws IOException {
        return ImageIO.read(new ByteArrayInputStream(((Picture) page.content()).png()));
    }

    private static void refused(Kind kind, byte[] bytes, String code) {
        assertThatThrownBy(() -> DocumentPage.read(kind, bytes, Wanted.page(1)))
                .isInstanceOfSatisfying(
                        TextRefused.class, refused -> assertThat(refused.code()).isEqualTo(code));
    }

    /** Its font is named and not within it, as many office programs write; the one that is used instead is told to the log. */
    @Test
    void aPageWhoseFontIsMissingIsDrawnAndNotItsLog() throws IOException {
        try (PDDocument document = new PDDocument()) {
            PDPage sheet = new PDPage();
            document.addPage(sheet);
            try (PDPageContentStream content = new PDPageContentStream(document, sheet)) {
                content.beginText();
                content.setFont(new PDType1Font(Standard14Fonts.FontName.HELVETICA), 18);
                content.newLineAtOffset(50, 700);
                content.showText("Update policy 1.2");
                content.endText();
            }
            DocumentPage page = DocumentPage.read(Kind.PDF, bytes(document), Wanted.page(1));
            assertThat(page.number()).isEqualTo(1);
            assertThat(page.count()).isEqualTo(1);
            assertThat(page.marks()).extracting(Mark::words).containsExactly("Update policy 1.2");
            assertThat(drawn(page)).isNotNull();
        }
    }

    @Test
    void aPageOfAPdfIsDrawnWithTheLinesThatCanBeNamed() throws IOException {
        DocumentPage page = DocumentPage.read(Kind.PDF, resource("manual.pdf"), Wanted.page(2));
        assertThat(page.number()).isEqualTo(2);
        assertThat(page.count()).isEqualTo(3);
        assertThat(page.marks()).extracting(Mark::words).anyMatch(words -> words.contains("デジタル署名"));
        BufferedImage drawn = drawn(page);
        assertThat(Math.max(drawn.getWidth(), drawn.getHeight())).isBetween(1_000, 1_600);
        assertThat(IntStream.range(0, drawn.getHeight())
                        .anyMatch(y ->
                                IntStream.range(0, drawn.getWidth()).anyMatch(x -> (drawn.getRGB(x, y) & 0xff) < 0x80)))
                .as("something stands on it")
                .isTrue();
    }

    @Test
    void aNumberBeyondTheLastIsTheLastAndAPlaceInWordsIsFound() throws IOException {
        byte[] manual = resource("manual.pdf");
        assertThat(DocumentPage.read(Kind.PDF, manual, Wanted.page(99)).number())
                .isEqualTo(3);
        assertThat(DocumentPage.read(Kind.PDF, manual, Wanted.page(-1)).number())
                .isEqualTo(1);
        assertThat(DocumentPage.read(Kind.PDF, manual, Wanted.at("2ページ「更新」")).number())
                .isEqualTo(2);
        assertThat(DocumentPage.read(Kind.PDF, manual, Wanted.at("Annex, page 3"))
                        .number())
                .isEqualTo(3);
        assertThat(DocumentPage.read(Kind.PDF, manual, Wanted.at("4.2節")).number())
                .as("says no page")
                .isEqualTo(1);
    }

    @Test
    void aPageThatSaysItIsEnormousIsDrawnNoLargerThanAnyOther() throws IOException {
        try (PDDocument wall = new PDDocument()) {
            wall.addPage(new PDPage(new PDRectangle(2_000_000, 1_000)));
            BufferedImage drawn = drawn(DocumentPage.read(Kind.PDF, bytes(wall), Wanted.page(1)));
            assertThat(drawn.getWidth()).isLessThanOrEqualTo(1_600);
        }
    }

    @Test
    void aPdfThatIsLockedOrDamagedEndsWithASentence() throws IOException {
        refused(Kind.PDF, "%PDF-1.7\nnot really".getBytes(StandardCharsets.UTF_8), "damaged");
        try (PDDocument locked = org.apache.pdfbox.Loader.loadPDF(resource("manual.pdf"))) {
            locked.protect(new StandardProtectionPolicy("owner", "reader", new AccessPermission()));
            refused(Kind.PDF, bytes(locked), "password");
        }
    }

    @Test
    void aPictureInAPdfThatInflatesToMoreThanItsProcessHasIsDrawnSmallOrRefused() throws IOException {
        try (PDDocument bomb = new PDDocument()) {
            PDPage page = new PDPage();
            bomb.addPage(page);
            PDStream pixels =
                    new PDStream(bomb, new ByteArrayInputStream(new byte[16_000 * 12_000]), COSName.FLATE_DECODE);
            PDImageXObject image = new PDImageXObject(pixels, new PDResources());
            image.setWidth(16_000);
            image.setHeight(12_000);
            image.setBitsPerComponent(8);
            image.setColorSpace(PDDeviceGray.INSTANCE);
            try (PDPageContentStream content = new PDPageContentStream(bomb, page)) {
                content.drawImage(image, 0, 0, 600, 400);
            }
            byte[] bytes = bytes(bomb);
            assertThat(bytes.length).isLessThan(1 << 20);
            try {
                BufferedImage drawn = drawn(DocumentPage.read(Kind.PDF, bytes, Wanted.page(1)));
                assertThat(drawn.getHeight()).isLessThanOrEqualTo(1_600);
            } catch (TextRefused e) {
                assertThat(e.code()).isEqualTo("too-hard");
            }
        }
    }

    @Test
    void aDamagedPdfIsDrawnOrRefused() throws IOException {
        byte[] whole = resource("manual.pdf");
        SplittableRandom random = new SplittableRandom(20_261_129L);
        for (int i = 0; i < 6; i++) {
            byte[] bytes = Arrays.copyOf(whole, whole.length - random.nextInt(whole.length / 2));
            for (int flips = 0; flips < 20; flips++) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            try {
                assertThat(DocumentPage.read(Kind.PDF, bytes, Wanted.page(1)).count())
                        .isPositive();
            } catch (TextRefused e) {
                assertThat(e.key()).startsWith("error.text-file.");
            }
        }
    }

    @Test
    void aTextIsCutIntoPagesWithTheNumbersOfItsLines() {
        String log = IntStream.rangeClosed(1, 450).mapToObj(i -> "entry " + i).collect(Collectors.joining("\r\n"));
        DocumentPage page = DocumentPage.ofText(log, false, Wanted.at("401行目「x」"));
        assertThat(page.number()).isEqualTo(3);
        assertThat(page.count()).isEqualTo(3);
        assertThat(page.content()).isInstanceOfSatisfying(Words.class, words -> {
            assertThat(words.first()).isEqualTo(401);
            assertThat(words.lines()).hasSize(50).startsWith("entry 401");
        });
        assertThat(page.marks()).contains(new Mark("450", "entry 450"));
        assertThat(DocumentPage.ofText("a\n", true, Wanted.page(1)).cut()).isTrue();
        assertThat(DocumentPage.ofText("", false, Wanted.page(1)).count()).isEqualTo(1);
        assertThat(DocumentPage.ofText("x".repeat(3_000_000), false, Wanted.page(1))
                        .content())
                .as("one line without an end")
                .isInstanceOfSatisfying(
                        Words.class,
                        words -> assertThat(words.lines().getFirst()).hasSize(2_000));
        assertThat(DocumentPage.ofText("\n".repeat(400_000), false, Wanted.page(1)))
                .satisfies(many -> assertThat(many.count()).isEqualTo(500))
                .satisfies(many -> assertThat(many.cut()).isTrue());
    }

    @Test
    void aWorkbookIsShownSheetBySheetAndACellIsFound() throws IOException {
        try (XSSFWorkbook book = new XSSFWorkbook()) {
            book.createSheet("機能").createRow(0).createCell(0).setCellValue("一覧");
            XSSFSheet tests = book.createSheet("試験 記録");
            tests.createRow(0).createCell(1).setCellValue("<b>結果</b>");
            tests.createRow(119).createCell(3).setCellValue("拒否された");
            tests.createRow(1_048_575).createCell(0).setCellValue("ずっと下");
            byte[] bytes = bytes(book);
            DocumentPage first = DocumentPage.read(Kind.SHEET, bytes, Wanted.page(2));
            assertThat(first.count()).as("no empty pages between").isEqualTo(4);
            assertThat(first.content()).isInstanceOfSatisfying(Cells.class, cells -> {
                assertThat(cells.sheet()).isEqualTo("試験 記録");
                assertThat(cells.rows().getFirst().cells()).containsExactly("", "<b>結果</b>");
            });
            DocumentPage found = DocumentPage.read(Kind.SHEET, bytes, Wanted.at("シート「試験 記録」の D120"));
            assertThat(found.number()).isEqualTo(3);
            assertThat(found.marks()).containsExactly(new Mark("D120", "拒否された"));
        }
    }

    @Test
    void aWordFileIsShownByParagraphs() throws IOException {
        DocumentPage page = DocumentPage.read(Kind.WORD, resource("manual.docx"), Wanted.page(1));
        assertThat(page.content())
                .isInstanceOfSatisfying(
                        Words.class,
                        words -> assertThat(words.lines().getFirst()).isEqualTo("MC-200 取扱説明書"));
        assertThat(page.marks()).contains(new Mark("1", "MC-200 取扱説明書"));
    }

    @Test
    void aZipThatInflatesWithoutEndIsNotOpened() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry("word/document.xml"));
            zip.write(new byte[26 << 20]);
            zip.closeEntry();
        }
        refused(Kind.WORD, out.toByteArray(), "bomb");
        assertThatThrownBy(() -> DocumentPage.read(Kind.SHEET, out.toByteArray(), Wanted.page(1)))
                .isInstanceOf(WorkbookRefused.class);
        refused(Kind.PDF, new byte[DocumentText.BYTES_MAX + 1], "too-large");
    }
}

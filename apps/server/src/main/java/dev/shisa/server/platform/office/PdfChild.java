package dev.shisa.server.platform.office;

import java.awt.image.BufferedImage;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.imageio.ImageIO;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.encryption.InvalidPasswordException;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.apache.pdfbox.text.PDFTextStripper;

/**
 * The other end of {@link PdfProcess}: a PDF comes in, its pages go out as text with a form feed after each; or, where a page is named, how
 * many there are, which this is, its picture and its words.
 */
final class PdfChild {

    // Java itself ends with 1 for an error and 3 when the memory is used up.
    static final int PASSWORD = 13;
    static final int MANY = 14;
    static final int LONG = 15;
    static final int DAMAGED = 16;

    /** The longer edge of a page that is drawn: small print can be read, and no page takes more than some megabytes. */
    private static final int EDGE_PX = 1_600;

    /** More than a photograph of that size takes as PNG. */
    static final int PICTURE_MAX = 12 << 20;

    static final int WORDS_MAX = 20_000;

    private PdfChild() {}

    public static void main(String[] args) {
        Logger.getLogger("").setLevel(Level.OFF);
        PrintStream to = System.out;
        // A log goes to the console, and what is said there is read as the page: a font that is missing is told with
        // each file that has one.
        System.setOut(System.err);
        Runtime.getRuntime().halt(args.length == 0 ? read(to) : draw(to, Integer.parseInt(args[0])));
    }

    private static int draw(PrintStream to, int wanted) {
        try (PDDocument file = Loader.loadPDF(System.in.readNBytes(DocumentText.BYTES_MAX + 1))) {
            int count = file.getNumberOfPages();
            if (count < 1) {
                return DAMAGED;
            }
            int number = Math.clamp(wanted, 1, count);
            PDRectangle size = file.getPage(number - 1).getCropBox();
            float longest = Math.max(size.getWidth(), size.getHeight());
            PDFRenderer renderer = new PDFRenderer(file);
            renderer.setSubsamplingAllowed(true);
            // A page says itself how large it is: what is drawn is bounded, not what it says.
            BufferedImage drawn = renderer.renderImage(number - 1, Math.min(3f, EDGE_PX / Math.max(1f, longest)));
            ByteArrayOutputStream png = new ByteArrayOutputStream();
            ImageIO.write(drawn, "png", png);
            if (png.size() > PICTURE_MAX) {
                return LONG;
            }
            PDFTextStripper stripper = new PDFTextStripper();
            stripper.setSortByPosition(true);
            stripper.setLineSeparator("\n");
            stripper.setStartPage(number);
            stripper.setEndPage(number);
            String words = stripper.getText(file);
            DataOutputStream out = new DataOutputStream(new BufferedOutputStream(to, 64 << 10));
            out.writeInt(count);
            out.writeInt(number);
            out.writeInt(png.size());
            png.writeTo(out);
            out.write(words.substring(0, Math.min(words.length(), WORDS_MAX)).getBytes(StandardCharsets.UTF_8));
            out.flush();
            return 0;
        } catch (InvalidPasswordException e) {
            return PASSWORD;
        } catch (IOException | RuntimeException e) {
            return DAMAGED;
        }
    }

    private static int read(PrintStream to) {
        OutputStream out = new BufferedOutputStream(to, 64 << 10);
        try (PDDocument file = Loader.loadPDF(System.in.readNBytes(DocumentText.BYTES_MAX + 1))) {
            if (file.getNumberOfPages() > DocumentText.PAGES_MAX) {
                return MANY;
            }
            PDFTextStripper stripper = new PDFTextStripper();
            stripper.setSortByPosition(true);
            stripper.setLineSeparator("\n");
            stripper.setParagraphEnd("\n");
            int chars = 0;
            for (int page = 1; page <= file.getNumberOfPages(); page++) {
                stripper.setStartPage(page);
                stripper.setEndPage(page);
                // A form feed ends a page; one within it would move all that follow.
                String text = stripper.getText(file).replace('\f', ' ').replace('\0', ' ');
                chars += text.length();
                if (chars > DocumentText.CHARS_MAX) {
                    return LONG;
                }
                out.write(text.getBytes(StandardCharsets.UTF_8));
                out.write('\f');
            }
            out.flush();
            return 0;
        } catch (InvalidPasswordException e) {
            return PASSWORD;
        } catch (IOException | RuntimeException e) {
            return DAMAGED;
        }
    }
}

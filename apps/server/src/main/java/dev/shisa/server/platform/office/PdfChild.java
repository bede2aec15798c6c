package dev.shisa.server.platform.office;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.encryption.InvalidPasswordException;
import org.apache.pdfbox.text.PDFTextStripper;

/** The other end of {@link PdfProcess}: a PDF comes in, its pages go out as text with a form feed after each. */
final class PdfChild {

    // Java itself ends with 1 for an error and 3 when the memory is used up.
    static final int PASSWORD = 13;
    static final int MANY = 14;
    static final int LONG = 15;
    static final int DAMAGED = 16;

    private PdfChild() {}

    public static void main(String[] args) {
        Logger.getLogger("").setLevel(Level.OFF);
        Runtime.getRuntime().halt(read(System.out));
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

package dev.shisa.server.application;

import dev.shisa.server.platform.web.VisibleText;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** The words that a reader sees of a page or document that somebody else wrote; bounded, whatever the bytes are. */
final class PageText {

    /** A page's text is looked through up to here. */
    static final int BYTES_MAX = 4 << 20;

    /** What a zip may hold inflated, and how many parts. */
    private static final int INFLATED_MAX = 16 << 20;

    private static final int PARTS_MAX = 2_000;

    private static final Pattern PARTS = Pattern.compile(
            "word/(?:document|footnotes|endnotes|header\\d*|footer\\d*)\\.xml|ppt/slides/slide\\d+\\.xml|xl/sharedStrings\\.xml");

    private PageText() {}

    /** The text of a file; empty: it is of no kind that can be read here. */
    static Optional<String> of(byte[] bytes, String fileName, String mediaType) {
        String end = fileName.substring(fileName.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        if (bytes.length > 3 && bytes[0] == 'P' && bytes[1] == 'K') {
            return office(bytes);
        }
        if (mediaType.contains("pdf") || end.equals("pdf") || hasZeros(bytes)) {
            return Optional.empty();
        }
        String text = VisibleText.decode(bytes, "", BYTES_MAX);
        boolean html = mediaType.contains("html")
                || end.equals("html")
                || end.equals("htm")
                || text.stripLeading().regionMatches(true, 0, "<!doctype", 0, 9)
                || text.stripLeading().regionMatches(true, 0, "<html", 0, 5);
        return Optional.of(html ? VisibleText.ofHtml(text) : text);
    }

    private static boolean hasZeros(byte[] bytes) {
        for (int i = 0; i < Math.min(bytes.length, 4_096); i++) {
            if (bytes[i] == 0) {
                return true;
            }
        }
        return false;
    }

    /** Word, PowerPoint and Excel files: the parts that hold words, within bounds on what is inflated. */
    private static Optional<String> office(byte[] bytes) {
        StringBuilder text = new StringBuilder();
        int inflated = 0;
        int parts = 0;
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(bytes), StandardCharsets.UTF_8)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (++parts > PARTS_MAX || inflated >= INFLATED_MAX) {
                    return Optional.empty();
                }
                ByteArrayOutputStream part = new ByteArrayOutputStream();
                byte[] buffer = new byte[16 * 1024];
                boolean wanted = PARTS.matcher(entry.getName()).matches();
                for (int n = zip.read(buffer); n >= 0; n = zip.read(buffer)) {
                    inflated += n;
                    if (inflated > INFLATED_MAX) {
                        return Optional.empty();
                    }
                    if (wanted && part.size() < BYTES_MAX) {
                        part.write(buffer, 0, n);
                    }
                }
                if (wanted) {
                    text.append(ofOfficeXml(part.toString(StandardCharsets.UTF_8)))
                            .append('\n');
                }
            }
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
        return text.isEmpty() ? Optional.empty() : Optional.of(text.toString());
    }

    private static String ofOfficeXml(String xml) {
        String lines = xml.replace("</w:p>", "\n")
                .replace("</a:p>", "\n")
                .replace("</si>", "\n")
                .replace("<w:tab/>", " ");
        return VisibleText.withoutTags(lines);
    }
}

package dev.shisa.server.application;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
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

    private static final Pattern INVISIBLE =
            Pattern.compile("(?is)<(script|style|template|noscript)\\b.*?</\\1\\s*>|<!--.*?-->");
    private static final Pattern TAG = Pattern.compile("(?s)<[^>]{0,5000}>");
    private static final Pattern BREAK = Pattern.compile(
            "(?i)</?(?:p|div|li|ul|ol|h[1-6]|tr|table|section|article|header|footer|dt|dd|title|option)\\b[^>]{0,5000}>|<br\\b[^>]{0,1000}>");
    private static final Pattern CHARSET = Pattern.compile("(?i)charset\\s*=\\s*[\"']?([A-Za-z0-9_.:-]{1,40})");
    private static final Pattern ENTITY = Pattern.compile("&#(?:([0-9]{1,7})|[xX]([0-9A-Fa-f]{1,6}));");
    private static final Pattern PARTS = Pattern.compile(
            "word/(?:document|footnotes|endnotes|header\\d*|footer\\d*)\\.xml|ppt/slides/slide\\d+\\.xml|xl/sharedStrings\\.xml");

    private PageText() {}

    /** What a page shows; inline tags join words, block tags end a line. */
    static String ofHtml(String html) {
        String visible = INVISIBLE.matcher(html).replaceAll(" ");
        visible = BREAK.matcher(visible).replaceAll("\n");
        return entities(TAG.matcher(visible).replaceAll(""));
    }

    private static String entities(String text) {
        Matcher numbers = ENTITY.matcher(text);
        StringBuilder out = new StringBuilder();
        while (numbers.find()) {
            int code = numbers.group(1) != null
                    ? Integer.parseInt(numbers.group(1))
                    : Integer.parseInt(numbers.group(2), 16);
            boolean real = Character.isValidCodePoint(code) && code >= ' ';
            numbers.appendReplacement(out, Matcher.quoteReplacement(real ? Character.toString(code) : " "));
        }
        numbers.appendTail(out);
        return out.toString()
                .replace("&nbsp;", " ")
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&amp;", "&");
    }

    /** The text of a file; empty: it is of no kind that can be read here. */
    static Optional<String> of(byte[] bytes, String fileName, String mediaType) {
        String end = fileName.substring(fileName.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        if (bytes.length > 3 && bytes[0] == 'P' && bytes[1] == 'K') {
            return office(bytes);
        }
        if (mediaType.contains("pdf") || end.equals("pdf") || hasZeros(bytes)) {
            return Optional.empty();
        }
        String text = decode(bytes);
        boolean html = mediaType.contains("html")
                || end.equals("html")
                || end.equals("htm")
                || text.stripLeading().regionMatches(true, 0, "<!doctype", 0, 9)
                || text.stripLeading().regionMatches(true, 0, "<html", 0, 5);
        return Optional.of(html ? ofHtml(text) : text);
    }

    private static boolean hasZeros(byte[] bytes) {
        for (int i = 0; i < Math.min(bytes.length, 4_096); i++) {
            if (bytes[i] == 0) {
                return true;
            }
        }
        return false;
    }

    private static String decode(byte[] bytes) {
        byte[] some = bytes.length > BYTES_MAX ? java.util.Arrays.copyOf(bytes, BYTES_MAX) : bytes;
        String head = new String(some, 0, Math.min(some.length, 2_048), StandardCharsets.ISO_8859_1);
        Matcher named = CHARSET.matcher(head);
        Charset charset = StandardCharsets.UTF_8;
        if (named.find() && Charset.isSupported(named.group(1))) {
            charset = Charset.forName(named.group(1));
        }
        return new String(some, charset);
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
        return entities(TAG.matcher(lines).replaceAll(""));
    }
}

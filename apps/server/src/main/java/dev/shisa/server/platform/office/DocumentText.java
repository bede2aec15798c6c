package dev.shisa.server.platform.office;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * The words of a manual or specification that somebody else wrote: PDF, Word (docx), plain text or Markdown, each piece with
 * the place where a reader finds it. Bounded in size, pages and time, whatever the bytes are. PDF is read in a process of its
 * own ({@link PdfProcess}), since what its streams inflate to cannot be bounded from outside the library.
 */
public record DocumentText(List<Piece> pieces) {

    /** A manual with its pictures; larger ones are mostly scans, which have no words. */
    public static final int BYTES_MAX = 30 << 20;

    public static final int PAGES_MAX = 600;

    /** Some six hundred full pages. */
    public static final int CHARS_MAX = 1_500_000;

    /** What a docx may hold inflated, how many parts, and how much its text part. */
    private static final int INFLATED_MAX = 200 << 20;

    private static final int PART_MAX = 24 << 20;
    private static final int PARTS_MAX = 5_000;

    private static final byte[] OLE2 = {(byte) 0xd0, (byte) 0xcf, 0x11, (byte) 0xe0};
    private static final String PARAGRAPH_END = "</w:p>";
    private static final Pattern RUN = Pattern.compile(
            "(?s)<w:t(?: [^>]{0,200})?>([^<]*)</w:t>|(<w:lastRenderedPageBreak[^>]{0,200}/>)|(<w:br [^>]{0,100}w:type=\"page\"[^>]{0,100}/>)|<w:(?:tab|br)(?: [^>]{0,200})?/>");
    private static final Pattern ENTITY =
            Pattern.compile("&(?:#(\\d{1,7})|#[xX]([0-9A-Fa-f]{1,6})|(lt|gt|quot|apos|amp));");

    /** What a number of a piece counts. */
    public enum Unit {
        PAGE,
        /** Of a Word file that does not say where its pages end. */
        PARAGRAPH,
        LINE;

        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * A piece in the order of the text.
     *
     * @param text a line end within is only how it was set, an empty line ends a paragraph
     */
    public record Piece(Unit unit, int number, String text) {}

    public DocumentText {
        pieces = List.copyOf(pieces);
    }

    /** All its words. */
    public String whole() {
        StringBuilder all = new StringBuilder();
        pieces.forEach(piece -> all.append(piece.text()).append("\n\n"));
        return all.toString();
    }

    /**
     * Reads a file; what it is, its bytes say and not its name.
     *
     * @throws TextRefused with the one sentence that says why it cannot be read
     */
    public static DocumentText read(byte[] bytes) {
        if (bytes.length == 0) {
            throw new TextRefused("empty");
        }
        if (bytes.length > BYTES_MAX) {
            throw new TextRefused("too-large", BYTES_MAX >> 20);
        }
        DocumentText text;
        if (isPdf(bytes)) {
            text = PdfProcess.read(bytes);
        } else if (startsWith(bytes, OLE2)) {
            throw new TextRefused("old-word");
        } else if (bytes.length > 3 && bytes[0] == 'P' && bytes[1] == 'K') {
            text = word(bytes);
        } else {
            text = plain(bytes);
        }
        if (text.pieces().stream().allMatch(piece -> piece.text().isBlank())) {
            throw new TextRefused("no-words");
        }
        return text;
    }

    /** Readers take a PDF whose mark stands within the first kilobyte. */
    private static boolean isPdf(byte[] bytes) {
        String head = new String(bytes, 0, Math.min(bytes.length, 1_024), StandardCharsets.ISO_8859_1);
        return head.contains("%PDF-");
    }

    private static boolean startsWith(byte[] bytes, byte[] head) {
        return bytes.length >= head.length && java.util.Arrays.equals(bytes, 0, head.length, head, 0, head.length);
    }

    // Text and Markdown

    private static DocumentText plain(byte[] bytes) {
        String text = decoded(bytes);
        if (text.length() > CHARS_MAX) {
            throw new TextRefused("too-long", CHARS_MAX);
        }
        List<Piece> pieces = new ArrayList<>();
        StringBuilder paragraph = new StringBuilder();
        int begin = 1;
        int number = 0;
        for (String line : text.split("\r\n|\r|\n", -1)) {
            number++;
            if (line.isBlank()) {
                add(pieces, Unit.LINE, begin, paragraph);
            } else {
                if (paragraph.isEmpty()) {
                    begin = number;
                }
                paragraph.append(line.stripTrailing()).append('\n');
            }
        }
        add(pieces, Unit.LINE, begin, paragraph);
        return new DocumentText(pieces);
    }

    private static void add(List<Piece> pieces, Unit unit, int number, StringBuilder text) {
        String words = text.toString().strip();
        text.setLength(0);
        if (!words.isEmpty()) {
            pieces.add(new Piece(unit, number, words));
        }
    }

    /** UTF-8, UTF-16 with its mark, or the Japanese encoding of Windows; anything else is no text. */
    private static String decoded(byte[] bytes) {
        List<Charset> candidates = new ArrayList<>();
        if (bytes.length > 1
                && ((bytes[0] == (byte) 0xff && bytes[1] == (byte) 0xfe)
                        || (bytes[0] == (byte) 0xfe && bytes[1] == (byte) 0xff))) {
            candidates.add(StandardCharsets.UTF_16);
        }
        candidates.add(StandardCharsets.UTF_8);
        if (Charset.isSupported("windows-31j")) {
            candidates.add(Charset.forName("windows-31j"));
        }
        return candidates.stream()
                .flatMap(charset -> decoded(bytes, charset).stream())
                .findFirst()
                .orElseThrow(() -> new TextRefused("kind"));
    }

    /** The text in an encoding; empty when the bytes are none in it, or hold what no text does. */
    private static Optional<String> decoded(byte[] bytes, Charset charset) {
        try {
            String text = charset.newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            boolean clean = text.chars().noneMatch(c -> c < ' ' && c != '\n' && c != '\r' && c != '\t' && c != '\f');
            return clean ? Optional.of(text.startsWith("\ufeff") ? text.substring(1) : text) : Optional.empty();
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    // Word

    private static DocumentText word(byte[] bytes) {
        String xml = null;
        boolean types = false;
        long inflated = 0;
        int parts = 0;
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(bytes), StandardCharsets.UTF_8)) {
            byte[] buffer = new byte[64 << 10];
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (++parts > PARTS_MAX) {
                    throw new TextRefused("bomb");
                }
                boolean wanted = entry.getName().equals("word/document.xml");
                types |= entry.getName().equals("[Content_Types].xml");
                ByteArrayOutputStream part = new ByteArrayOutputStream();
                for (int n = zip.read(buffer); n >= 0; n = zip.read(buffer)) {
                    inflated += n;
                    if (inflated > INFLATED_MAX || (wanted && part.size() > PART_MAX)) {
                        throw new TextRefused("bomb");
                    }
                    if (wanted) {
                        part.write(buffer, 0, n);
                    }
                }
                if (wanted) {
                    xml = part.toString(StandardCharsets.UTF_8);
                }
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new TextRefused("damaged");
        }
        if (xml == null) {
            throw new TextRefused(types ? "kind" : "damaged");
        }
        if (xml.contains("<!DOCTYPE")) {
            throw new TextRefused("damaged");
        }
        return paragraphs(xml);
    }

    /** Word notes where a page ended when it was last set; files of other programs often do not. */
    private static DocumentText paragraphs(String xml) {
        boolean paged = xml.contains("<w:lastRenderedPageBreak");
        List<Piece> pieces = new ArrayList<>();
        StringBuilder page = new StringBuilder();
        int number = 1;
        int paragraph = 0;
        int chars = 0;
        int from = 0;
        for (int end = xml.indexOf(PARAGRAPH_END); end >= 0; end = xml.indexOf(PARAGRAPH_END, from)) {
            StringBuilder words = new StringBuilder();
            Matcher run = RUN.matcher(xml).region(from, end);
            from = end + PARAGRAPH_END.length();
            while (run.find()) {
                if (run.group(1) != null) {
                    words.append(entities(run.group(1)));
                } else if (run.group(2) != null) {
                    page.append(words).append("\n\n");
                    words.setLength(0);
                    add(pieces, Unit.PAGE, number, page);
                    number++;
                } else if (run.group(3) == null) {
                    words.append(' ');
                }
            }
            String text = words.toString().strip();
            if (text.isEmpty()) {
                continue;
            }
            chars += text.length();
            if (chars > CHARS_MAX) {
                throw new TextRefused("too-long", CHARS_MAX);
            }
            paragraph++;
            if (paged) {
                page.append(text).append("\n\n");
            } else {
                pieces.add(new Piece(Unit.PARAGRAPH, paragraph, text));
            }
        }
        add(pieces, Unit.PAGE, number, page);
        return new DocumentText(pieces);
    }

    private static String entities(String text) {
        return ENTITY.matcher(text).replaceAll(m -> {
            if (m.group(3) != null) {
                return Matcher.quoteReplacement(
                        switch (m.group(3)) {
                            case "lt" -> "<";
                            case "gt" -> ">";
                            case "quot" -> "\"";
                            case "apos" -> "'";
                            default -> "&";
                        });
            }
            int code = m.group(1) != null ? Integer.parseInt(m.group(1)) : Integer.parseInt(m.group(2), 16);
            return Character.isValidCodePoint(code) && code >= ' '
                    ? Matcher.quoteReplacement(Character.toString(code))
                    : " ";
        });
    }
}

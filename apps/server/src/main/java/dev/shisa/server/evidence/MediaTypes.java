package dev.shisa.server.evidence;

import dev.shisa.server.platform.office.DocumentPage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.Charset;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the bytes of a file look like. Reads its beginning and its end, opens no container and decodes no picture, so that
 * a hostile file can at worst be called by a wrong name; what it is called decides nothing but the words on screen and,
 * for a closed list of harmless types, the type under which the browser saves it.
 */
final class MediaTypes {

    static final String UNKNOWN = "application/octet-stream";

    private static final int WINDOW_BYTES = 64 * 1024;

    private static final String OOXML = "application/vnd.openxmlformats-officedocument.";
    private static final String ODF = "application/vnd.oasis.opendocument.";

    /** Japanese texts of older tools; UTF-8 is tried before them because it is the strictest. */
    private static final List<Charset> OLDER_CHARSETS =
            List.of(Charset.forName("windows-31j"), Charset.forName("EUC-JP"));

    /** What a browser would run or render as a page when it met it at the start of a text. */
    private static final List<String> HTML =
            List.of("<!doctype html", "<html", "<head", "<body", "<script", "<svg", "<iframe", "<img", "<!--");

    /** Types that a browser may be told; everything else leaves as a stream of bytes. */
    private static final Set<String> TOLD = Set.of(
            "application/pdf",
            "image/png",
            "image/jpeg",
            "image/gif",
            "image/webp",
            "image/heic",
            "video/mp4",
            "application/zip",
            "application/json",
            "text/plain",
            "text/csv",
            OOXML + "wordprocessingml.document",
            OOXML + "spreadsheetml.sheet",
            OOXML + "presentationml.presentation",
            ODF + "text",
            ODF + "spreadsheet",
            ODF + "presentation",
            "application/vnd.tcpdump.pcap");

    /** Endings whose meaning is fixed; a file with one of them and other bytes is worth a warning. */
    private static final Map<String, Set<String>> PROMISES = Map.ofEntries(
            Map.entry("pdf", Set.of("application/pdf")),
            Map.entry("png", Set.of("image/png")),
            Map.entry("jpg", Set.of("image/jpeg")),
            Map.entry("jpeg", Set.of("image/jpeg")),
            Map.entry("gif", Set.of("image/gif")),
            Map.entry("webp", Set.of("image/webp")),
            Map.entry("heic", Set.of("image/heic")),
            Map.entry("heif", Set.of("image/heic")),
            Map.entry("mp4", Set.of("video/mp4")),
            Map.entry("m4v", Set.of("video/mp4")),
            Map.entry("mov", Set.of("video/mp4")),
            Map.entry("docx", Set.of(OOXML + "wordprocessingml.document")),
            Map.entry("xlsx", Set.of(OOXML + "spreadsheetml.sheet")),
            Map.entry("pptx", Set.of(OOXML + "presentationml.presentation")),
            Map.entry("odt", Set.of(ODF + "text")),
            Map.entry("ods", Set.of(ODF + "spreadsheet")),
            Map.entry("odp", Set.of(ODF + "presentation")),
            Map.entry("zip", Set.of("application/zip")),
            Map.entry("txt", Set.of("text/plain", "application/json", "application/xml")),
            Map.entry("log", Set.of("text/plain", "application/json", "application/xml")),
            Map.entry("md", Set.of("text/plain", "text/html")),
            Map.entry("csv", Set.of("text/csv")),
            Map.entry("json", Set.of("application/json")),
            Map.entry("xml", Set.of("application/xml", "text/plain")),
            Map.entry("html", Set.of("text/html", "application/xml")),
            Map.entry("htm", Set.of("text/html", "application/xml")),
            Map.entry("pcap", Set.of("application/vnd.tcpdump.pcap")),
            Map.entry("pcapng", Set.of("application/vnd.tcpdump.pcap")));

    private MediaTypes() {}

    /** The type of a file from its bytes; texts carry their character set. */
    static String sniff(Path file, String fileName) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            byte[] head = read(channel, 0);
            byte[] tail = channel.size() <= WINDOW_BYTES ? head : read(channel, channel.size() - WINDOW_BYTES);
            return sniff(head, tail, channel.size() <= WINDOW_BYTES, FileNames.extension(fileName));
        }
    }

    static String sniff(byte[] head, byte[] tail, boolean whole, String extension) {
        if (head.length == 0) {
            return UNKNOWN;
        }
        return magic(head, tail).orElseGet(() -> text(head, whole, extension));
    }

    /** Whether the ending promises another type than the bytes have. */
    static boolean disagrees(String fileName, String mediaType) {
        Set<String> promised = PROMISES.get(FileNames.extension(fileName));
        return promised != null && !promised.contains(bare(mediaType));
    }

    /** The type that the browser is told. */
    static String told(String mediaType) {
        return TOLD.contains(bare(mediaType)) ? mediaType : UNKNOWN;
    }

    /** How our own readers take it, if one of them does. */
    static Optional<DocumentPage.Kind> document(String mediaType) {
        return switch (bare(mediaType)) {
            case "application/pdf" -> Optional.of(DocumentPage.Kind.PDF);
            case OOXML + "wordprocessingml.document" -> Optional.of(DocumentPage.Kind.WORD);
            case OOXML + "spreadsheetml.sheet" -> Optional.of(DocumentPage.Kind.SHEET);
            default -> Optional.empty();
        };
    }

    /** Whether its bytes are text in the character set that stands beside the type. */
    static boolean isText(String mediaType) {
        return mediaType.contains(";charset=");
    }

    /** The type without its character set. */
    static String bare(String mediaType) {
        return mediaType.split(";", 2)[0];
    }

    private static byte[] read(FileChannel channel, long from) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(WINDOW_BYTES, channel.size() - from));
        long at = from;
        while (buffer.hasRemaining()) {
            int count = channel.read(buffer, at);
            if (count < 0) {
                break;
            }
            at += count;
        }
        return Arrays.copyOf(buffer.array(), buffer.position());
    }

    private static Optional<String> magic(byte[] head, byte[] tail) {
        if (starts(head, 0, "%PDF-")) {
            return Optional.of("application/pdf");
        }
        if (starts(head, 0, 0x89, 'P', 'N', 'G', 0x0d, 0x0a, 0x1a, 0x0a)) {
            return Optional.of("image/png");
        }
        if (starts(head, 0, 0xff, 0xd8, 0xff)) {
            return Optional.of("image/jpeg");
        }
        if (starts(head, 0, "GIF87a") || starts(head, 0, "GIF89a")) {
            return Optional.of("image/gif");
        }
        if (starts(head, 0, "RIFF") && starts(head, 8, "WEBP")) {
            return Optional.of("image/webp");
        }
        if (starts(head, 4, "ftyp")) {
            boolean picture = List.of("heic", "heix", "mif1", "msf1", "heim", "heis").stream()
                    .anyMatch(brand -> starts(head, 8, brand));
            return Optional.of(picture ? "image/heic" : "video/mp4");
        }
        if (starts(head, 0, 0xd4, 0xc3, 0xb2, 0xa1)
                || starts(head, 0, 0xa1, 0xb2, 0xc3, 0xd4)
                || starts(head, 0, 0x4d, 0x3c, 0xb2, 0xa1)
                || starts(head, 0, 0xa1, 0xb2, 0x3c, 0x4d)
                || starts(head, 0, 0x0a, 0x0d, 0x0d, 0x0a)) {
            return Optional.of("application/vnd.tcpdump.pcap");
        }
        if (starts(head, 0, 'P', 'K', 3, 4) || starts(head, 0, 'P', 'K', 5, 6)) {
            return Optional.of(zip(head, tail));
        }
        return Optional.empty();
    }

    /** By names in the first local header and in the directory at the end; nothing is unpacked. */
    private static String zip(byte[] head, byte[] tail) {
        if (starts(head, 30, "mimetype" + ODF)) {
            for (String kind : List.of("text", "spreadsheet", "presentation")) {
                if (starts(head, 38, ODF + kind)) {
                    return ODF + kind;
                }
            }
        }
        String directory = new String(tail, StandardCharsets.ISO_8859_1);
        if (directory.contains("[Content_Types].xml")) {
            if (directory.contains("word/document.xml")) {
                return OOXML + "wordprocessingml.document";
            }
            if (directory.contains("xl/workbook.xml")) {
                return OOXML + "spreadsheetml.sheet";
            }
            if (directory.contains("ppt/presentation.xml")) {
                return OOXML + "presentationml.presentation";
            }
        }
        return "application/zip";
    }

    /** Bytes read as text. */
    private record Decoded(Charset charset, String text) {

        /** Half-width katakana: what the bytes of EUC-JP turn into when they are read as Shift_JIS. */
        long strangeness() {
            return text.chars().filter(c -> c >= 0xff61 && c <= 0xff9f).count();
        }
    }

    private static String text(byte[] head, boolean whole, String extension) {
        return decode(head, whole, StandardCharsets.UTF_8)
                .map(text -> new Decoded(StandardCharsets.UTF_8, text))
                .or(() -> OLDER_CHARSETS.stream()
                        .flatMap(charset ->
                                decode(head, whole, charset).map(text -> new Decoded(charset, text)).stream())
                        .min(Comparator.comparingLong(Decoded::strangeness)))
                .map(decoded -> type(decoded.text(), extension) + ";charset="
                        + decoded.charset().name())
                .orElse(UNKNOWN);
    }

    private static String type(String decoded, String extension) {
        String text = (decoded.startsWith("\uFEFF") ? decoded.substring(1) : decoded).stripLeading();
        String start = text.substring(0, Math.min(1024, text.length())).toLowerCase(Locale.ROOT);
        if (HTML.stream().anyMatch(start::startsWith)
                || (start.startsWith("<?xml") && (start.contains("<html") || start.contains("<svg")))) {
            return "text/html";
        }
        if (start.startsWith("<?xml")) {
            return "application/xml";
        }
        if (start.startsWith("{\"") || (extension.equals("json") && (start.startsWith("{") || start.startsWith("[")))) {
            return "application/json";
        }
        return extension.equals("csv") ? "text/csv" : "text/plain";
    }

    private static Optional<String> decode(byte[] head, boolean whole, Charset charset) {
        CharBuffer out = CharBuffer.allocate(head.length + 1);
        CoderResult result = charset.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT)
                .decode(ByteBuffer.wrap(head), out, whole);
        if (result.isError()) {
            return Optional.empty();
        }
        String text = out.flip().toString();
        boolean control =
                text.chars().anyMatch(c -> (c < ' ' && "\t\n\r\f".indexOf(c) < 0) || (c >= 0x7f && c <= 0x9f));
        return control ? Optional.empty() : Optional.of(text);
    }

    private static boolean starts(byte[] bytes, int at, String text) {
        return starts(bytes, at, text.chars().toArray());
    }

    private static boolean starts(byte[] bytes, int at, int... expected) {
        if (bytes.length < at + expected.length) {
            return false;
        }
        for (int i = 0; i < expected.length; i++) {
            if ((bytes[at + i] & 0xff) != expected[i]) {
                return false;
            }
        }
        return true;
    }
}

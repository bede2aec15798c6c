package dev.shisa.scan;

import java.nio.charset.StandardCharsets;

/**
 * Reads the result of a scanning tool: sees by the content which of {@link ScanFormat} it is, and takes what the tool found. A
 * file is taken whole or not at all, since a detection that was left out would count as one that the tool did not make.
 *
 * <p>Bounds: a file of at most {@link #BYTES_MAX}; depth, numbers and lengths are limited where they are read. XML is read without
 * entities of its own and fetches nothing.
 */
public final class ScanReader {

    /** A Nessus file of fifty hosts with all its notes has some ten megabytes. */
    public static final int BYTES_MAX = 32 << 20;

    private ScanReader() {}

    /**
     * Reads a result.
     *
     * @throws UnreadableScanException if it is none of the formats, breaks the rules of its own, or passes a bound
     */
    public static ScanResult read(byte[] bytes) throws UnreadableScanException {
        if (bytes.length > BYTES_MAX) {
            throw new UnreadableScanException("size", "" + (BYTES_MAX >> 20));
        }
        return switch (first(bytes)) {
            case '<' -> xml(bytes);
            case '{', '[' -> JsonResults.read(bytes);
            default -> throw new UnreadableScanException("format");
        };
    }

    private static ScanResult xml(byte[] bytes) throws UnreadableScanException {
        String root = Xml.root(bytes);
        return switch (root) {
            case "nmaprun" -> NmapReader.read(bytes);
            case "NessusClientData_v2" -> NessusReader.read(bytes);
            case "report", "get_reports_response" -> OpenVasReader.read(bytes);
            case "OWASPZAPReport" -> ZapReader.read(bytes);
            case "NessusClientData" -> throw new UnreadableScanException("nessus.old");
            default -> throw new UnreadableScanException("format.xml", root);
        };
    }

    /** The first character that is none of a mark of the encoding or of white space; UTF-16 has zeros between. */
    private static char first(byte[] bytes) {
        String head = new String(bytes, 0, Math.min(bytes.length, 1_000), StandardCharsets.ISO_8859_1);
        for (int i = 0; i < head.length(); i++) {
            char c = head.charAt(i);
            boolean mark = i < 3 && (c == 'ï' || c == '»' || c == '¿' || c == 'þ' || c == 'ÿ');
            if (!mark && c != 0 && !Character.isWhitespace(c)) {
                return c;
            }
        }
        return 0;
    }
}

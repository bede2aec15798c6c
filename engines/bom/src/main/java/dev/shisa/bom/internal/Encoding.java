package dev.shisa.bom.internal;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * In which Unicode encoding a text file is written, by its first bytes. Lists are UTF-8; what a shell of Windows redirects into a file
 * is UTF-16.
 */
final class Encoding {

    private static final int UTF_32_BYTES = 4;

    private Encoding() {}

    /** The encoding that a byte order mark names, or that the zeros of the first sign betray; otherwise UTF-8. */
    static Charset of(byte[] head) {
        int first = at(head, 0);
        int second = at(head, 1);
        boolean zeros = at(head, 2) == 0 && at(head, 3) == 0 && head.length >= UTF_32_BYTES;
        if (first == 0xff && second == 0xfe) {
            return zeros ? StandardCharsets.UTF_32LE : StandardCharsets.UTF_16LE;
        }
        if (first == 0xfe && second == 0xff) {
            return StandardCharsets.UTF_16BE;
        }
        if (first == 0 && second == 0) {
            return StandardCharsets.UTF_32BE;
        }
        if (first == 0) {
            return StandardCharsets.UTF_16BE;
        }
        return second == 0 ? zeros ? StandardCharsets.UTF_32LE : StandardCharsets.UTF_16LE : StandardCharsets.UTF_8;
    }

    private static int at(byte[] bytes, int index) {
        return index < bytes.length ? Byte.toUnsignedInt(bytes[index]) : -1;
    }
}

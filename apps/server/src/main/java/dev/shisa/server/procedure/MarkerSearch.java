package dev.shisa.server.procedure;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Looks for a text in a copy of a storage: as UTF-8 and as UTF-16 of either order, wherever it begins. One pass, in pieces that
 * overlap by as much as the text is long, so that none is missed between two of them. That nothing was found proves nothing
 * where the storage is compressed or encrypted; that it was found is certain.
 */
final class MarkerSearch {

    /** A shorter text stands in some storage by chance. */
    static final int MARKER_CHARS_MIN = 8;

    private static final int PIECE_BYTES = 256 * 1024;

    private MarkerSearch() {}

    static boolean finds(String marker, InputStream in) throws IOException {
        List<byte[]> needles = List.of(
                marker.getBytes(StandardCharsets.UTF_8),
                marker.getBytes(StandardCharsets.UTF_16LE),
                marker.getBytes(StandardCharsets.UTF_16BE));
        int overlap = needles.stream().mapToInt(n -> n.length).max().orElseThrow() - 1;
        byte[] piece = new byte[PIECE_BYTES + overlap];
        int kept = 0;
        for (int count = in.read(piece, kept, PIECE_BYTES); count >= 0; count = in.read(piece, kept, PIECE_BYTES)) {
            int end = kept + count;
            for (byte[] needle : needles) {
                if (contains(piece, end, needle)) {
                    return true;
                }
            }
            kept = Math.min(overlap, end);
            System.arraycopy(piece, end - kept, piece, 0, kept);
        }
        return false;
    }

    private static boolean contains(byte[] piece, int end, byte[] needle) {
        for (int i = 0; i <= end - needle.length; i++) {
            if (piece[i] == needle[0] && Arrays.equals(piece, i, i + needle.length, needle, 0, needle.length)) {
                return true;
            }
        }
        return false;
    }
}

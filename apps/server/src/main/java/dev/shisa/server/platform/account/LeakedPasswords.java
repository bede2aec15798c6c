package dev.shisa.server.platform.account;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;

/**
 * Half a million passwords that leaked, and the words and names that such are made of, from public lists ({@code
 * leaked.bin}, which {@code ops/passwords/MakeLeaked.java} makes; its format stands there).
 *
 * <p>Of each entry the first six bytes of its SHA-256 are kept, sorted into 65,536 drawers by the first two. So what is in the
 * lists is always found, and what is not is taken for an entry once in five hundred million times, since hundreds of
 * parts are looked for in each password; 2.2 MB in memory.
 */
final class LeakedPasswords {

    private static final String FILE = "/passwords/leaked.bin";
    private static final int DRAWERS = 1 << 16;
    private static final int REST_BYTES = 4;

    private final int[] starts = new int[DRAWERS + 1];
    private final byte[] rests;

    LeakedPasswords() {
        try (InputStream file = LeakedPasswords.class.getResourceAsStream(FILE)) {
            if (file == null) {
                throw new IllegalStateException(FILE + " is missing");
            }
            DataInputStream in = new DataInputStream(file);
            int entries = in.readInt();
            byte[] counts = in.readNBytes(DRAWERS);
            for (int i = 0; i < DRAWERS; i++) {
                starts[i + 1] = starts[i] + Byte.toUnsignedInt(counts[i]);
            }
            rests = in.readAllBytes();
            if (starts[DRAWERS] != entries || rests.length != entries * REST_BYTES) {
                throw new IllegalStateException(FILE + " is broken");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int size() {
        return starts[DRAWERS];
    }

    /** @param text in NFKC and lower case */
    boolean contains(String text) {
        byte[] hash = Secrets.hash(text);
        int drawer = Byte.toUnsignedInt(hash[0]) << 8 | Byte.toUnsignedInt(hash[1]);
        for (int at = starts[drawer]; at < starts[drawer + 1]; at++) {
            if (Arrays.equals(rests, at * REST_BYTES, (at + 1) * REST_BYTES, hash, 2, 2 + REST_BYTES)) {
                return true;
            }
        }
        return false;
    }
}

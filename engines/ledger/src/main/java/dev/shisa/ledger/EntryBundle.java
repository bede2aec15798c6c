package dev.shisa.ledger;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Entries one after the other, each with its length as a big-endian uint16 in front (C2SP tlog-tiles, log entries). */
public final class EntryBundle {

    /** The most that the length in front can say; larger things are logged by their hash. */
    public static final int ENTRY_BYTES_MAX = 65_535;

    static final int PREFIX_BYTES = 2;

    private EntryBundle() {}

    /**
     * The bytes of a bundle.
     *
     * @throws IllegalArgumentException if an entry is longer than {@value #ENTRY_BYTES_MAX} bytes
     */
    public static byte[] encode(List<byte[]> entries) {
        int length = 0;
        for (byte[] entry : entries) {
            check(entry);
            length = Math.addExact(length, PREFIX_BYTES + entry.length);
        }
        byte[] bytes = new byte[length];
        int at = 0;
        for (byte[] entry : entries) {
            at = put(entry, bytes, at);
        }
        return bytes;
    }

    /** Writes an entry with its length in front to {@code at}; returns where it ends. */
    static int put(byte[] entry, byte[] bytes, int at) {
        bytes[at] = (byte) (entry.length >>> 8);
        bytes[at + 1] = (byte) entry.length;
        System.arraycopy(entry, 0, bytes, at + PREFIX_BYTES, entry.length);
        return at + PREFIX_BYTES + entry.length;
    }

    /**
     * The entries of a bundle.
     *
     * @throws LedgerException.Malformed unless exactly {@code count} entries fill the bytes
     */
    public static List<byte[]> parse(byte[] bytes, int count) {
        return parse(bytes, count, true);
    }

    /** The first entries of a bundle, which may have more of them unless it is {@code whole}. */
    static List<byte[]> parse(byte[] bytes, int count, boolean whole) {
        List<byte[]> entries = new ArrayList<>(count);
        int at = 0;
        for (int i = 0; i < count; i++) {
            int end = end(bytes, at, bytes.length);
            if (end < 0) {
                throw new LedgerException.Malformed("the bundle ends within its entry " + i + " of " + count + ".");
            }
            entries.add(Arrays.copyOfRange(bytes, at + PREFIX_BYTES, end));
            at = end;
        }
        if (whole && at != bytes.length) {
            throw new LedgerException.Malformed(
                    "the bundle has " + (bytes.length - at) + " bytes behind its " + count + " entries.");
        }
        return entries;
    }

    /** Where the entry at {@code at} ends, or −1 if that is behind {@code limit}. */
    static int end(byte[] bytes, int at, int limit) {
        if (limit - at < PREFIX_BYTES) {
            return -1;
        }
        int end = at + PREFIX_BYTES + ((bytes[at] & 0xff) << 8 | (bytes[at + 1] & 0xff));
        return end <= limit ? end : -1;
    }

    static void check(byte[] entry) {
        if (entry.length > ENTRY_BYTES_MAX) {
            throw new IllegalArgumentException("an entry has at most " + ENTRY_BYTES_MAX + " bytes, this one has "
                    + entry.length + "; log the hash of larger things");
        }
    }
}

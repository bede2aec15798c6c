package dev.shisa.ledger.verify;

import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Hashes of a Merkle tree (RFC 6962, section 2.1) on plain arrays, for one thread. */
final class Sha {

    static final int BYTES = 32;

    private final MessageDigest digest = sha256();
    private final byte[] pair = new byte[1 + 2 * BYTES];

    Sha() {
        pair[0] = 1;
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** The hash of the leaf in these bytes; {@code bytes[from]} must be 0, the leaf follows it. */
    void leaf(byte[] bytes, int from, int length, byte[] out, int at) {
        digest.update(bytes, from, length);
        finish(out, at);
    }

    /** The hash of the two that stand one after the other. */
    void node(byte[] children, int from, byte[] out, int at) {
        System.arraycopy(children, from, pair, 1, 2 * BYTES);
        digest.update(pair, 0, pair.length);
        finish(out, at);
    }

    byte[] node(byte[] left, byte[] right) {
        System.arraycopy(left, 0, pair, 1, BYTES);
        System.arraycopy(right, 0, pair, 1 + BYTES, BYTES);
        digest.update(pair, 0, pair.length);
        byte[] out = new byte[BYTES];
        finish(out, 0);
        return out;
    }

    private void finish(byte[] out, int at) {
        try {
            digest.digest(out, at, BYTES);
        } catch (DigestException e) {
            throw new IllegalStateException("the target has room for a hash", e);
        }
    }

    /** The hash of a full tile of 256 hashes. */
    byte[] tile(byte[] hashes) {
        byte[] row = hashes.clone();
        for (int width = 256; width > 1; width /= 2) {
            for (int i = 0; i < width; i += 2) {
                node(row, i * BYTES, row, i / 2 * BYTES);
            }
        }
        return Arrays.copyOf(row, BYTES);
    }

    /** The complete subtrees in a row of hashes from the left, one for each set bit of the width, largest first. */
    List<byte[]> peaks(byte[] hashes) {
        List<byte[]> peaks = new ArrayList<>();
        int at = 0;
        int width = hashes.length / BYTES;
        for (int bit = Integer.highestOneBit(width); bit > 0; bit /= 2) {
            if ((width & bit) != 0) {
                byte[] row = Arrays.copyOfRange(hashes, at * BYTES, (at + bit) * BYTES);
                for (int n = bit; n > 1; n /= 2) {
                    for (int i = 0; i < n; i += 2) {
                        node(row, i * BYTES, row, i / 2 * BYTES);
                    }
                }
                peaks.add(Arrays.copyOf(row, BYTES));
                at += bit;
            }
        }
        return peaks;
    }
}

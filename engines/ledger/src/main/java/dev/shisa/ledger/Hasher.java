package dev.shisa.ledger;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The two hashes of a Merkle tree (RFC 6962, section 2.1): H(0x00 ‖ entry) and H(0x01 ‖ left ‖ right). One thread each. */
final class Hasher {

    private static final byte LEAF = 0;
    private static final byte NODE = 1;

    private static final ThreadLocal<Hasher> OF_THREAD = ThreadLocal.withInitial(Hasher::new);

    private final MessageDigest sha256 = sha256();
    private final byte[] node = new byte[1 + 2 * Digest.BYTES];
    private final byte[] result = new byte[Digest.BYTES];

    Hasher() {
        node[0] = NODE;
    }

    /** That of the present thread, for whoever hashes little. */
    static Hasher ofThread() {
        return OF_THREAD.get();
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /**
     * H(0x00 ‖ entry). The byte before the entry is lent for the 0x00 meanwhile, so that all is hashed at once.
     *
     * @param at where the entry begins, at least 1
     */
    void leaf(byte[] bytes, int at, int length, byte[] out, int outAt) {
        byte lent = bytes[at - 1];
        bytes[at - 1] = LEAF;
        sha256.update(bytes, at - 1, length + 1);
        bytes[at - 1] = lent;
        finish(out, outAt);
    }

    /** H(0x01 ‖ left ‖ right); the result may take the place of either. */
    void node(byte[] left, int leftAt, byte[] right, int rightAt, byte[] out, int outAt) {
        System.arraycopy(left, leftAt, node, 1, Digest.BYTES);
        System.arraycopy(right, rightAt, node, 1 + Digest.BYTES, Digest.BYTES);
        sha256.update(node, 0, node.length);
        finish(out, outAt);
    }

    Digest node(Digest left, Digest right) {
        left.write(node, 1);
        right.write(node, 1 + Digest.BYTES);
        sha256.update(node, 0, node.length);
        finish(result, 0);
        return Digest.at(result, 0);
    }

    private void finish(byte[] out, int at) {
        try {
            int _ = sha256.digest(out, at, Digest.BYTES);
        } catch (java.security.DigestException e) {
            throw new IllegalStateException("the target has room for a SHA-256", e);
        }
    }

    /** The leaf hash of one entry. */
    static Digest leafHash(byte[] entry) {
        MessageDigest sha256 = sha256();
        sha256.update(LEAF);
        return Digest.of(sha256.digest(entry));
    }
}

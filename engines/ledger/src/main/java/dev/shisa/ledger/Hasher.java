package dev.shisa.ledger;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The two hashes of a Merkle tree (RFC 6962, section 2.1): H(0x00 ‖ entry) and H(0x01 ‖ left ‖ right). One thread each. */
final class Hasher {

    private static final byte LEAF = 0;
    private static final byte NODE = 1;

    private final MessageDigest sha256 = sha256();
    private final byte[] node = new byte[1 + 2 * Digest.BYTES];
    private final byte[] result = new byte[Digest.BYTES];

    Hasher() {
        node[0] = NODE;
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    Digest leaf(byte[] bytes, int offset, int length) {
        sha256.update(LEAF);
        sha256.update(bytes, offset, length);
        return finish();
    }

    Digest node(Digest left, Digest right) {
        left.write(node, 1);
        right.write(node, 1 + Digest.BYTES);
        sha256.update(node, 0, node.length);
        return finish();
    }

    private Digest finish() {
        try {
            sha256.digest(result, 0, result.length);
        } catch (java.security.DigestException e) {
            throw new IllegalStateException("the buffer has room for a SHA-256", e);
        }
        return Digest.at(result, 0);
    }

    /** The leaf hash of one entry. */
    static Digest leafHash(byte[] entry) {
        return new Hasher().leaf(entry, 0, entry.length);
    }
}

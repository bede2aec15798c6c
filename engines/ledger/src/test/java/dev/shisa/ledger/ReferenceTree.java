package dev.shisa.ledger;

import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;

/**
 * The tree as RFC 6962, section 2.1, defines it: recursive, slow, on lists of entries. It shares nothing with the engine and
 * is what the engine is compared with.
 */
final class ReferenceTree {

    private ReferenceTree() {}

    static byte[] sha256(byte[]... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (byte[] part : parts) {
                digest.update(part);
            }
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    static byte[] leaf(byte[] entry) {
        return sha256(new byte[] {0}, entry);
    }

    static byte[] node(byte[] left, byte[] right) {
        return sha256(new byte[] {1}, left, right);
    }

    /** MTH of leaf hashes. */
    static byte[] root(List<byte[]> leaves) {
        if (leaves.isEmpty()) {
            return sha256();
        }
        if (leaves.size() == 1) {
            return leaves.getFirst();
        }
        int k = split(leaves.size());
        return node(root(leaves.subList(0, k)), root(leaves.subList(k, leaves.size())));
    }

    /** The largest power of two smaller than n. */
    private static int split(int n) {
        int k = 1;
        while (k * 2 < n) {
            k *= 2;
        }
        return k;
    }

    /** PATH(m, D[n]), section 2.1.1. */
    static List<byte[]> path(int m, List<byte[]> leaves) {
        if (leaves.size() == 1) {
            return List.of();
        }
        int k = split(leaves.size());
        List<byte[]> left = leaves.subList(0, k);
        List<byte[]> right = leaves.subList(k, leaves.size());
        List<byte[]> path = new ArrayList<>(m < k ? path(m, left) : path(m - k, right));
        path.add(root(m < k ? right : left));
        return path;
    }

    /** SUBPROOF(m, D[n], b), section 2.1.2. */
    static List<byte[]> subproof(int m, List<byte[]> leaves, boolean b) {
        int n = leaves.size();
        if (m == n) {
            return b ? List.of() : List.of(root(leaves));
        }
        int k = split(n);
        List<byte[]> left = leaves.subList(0, k);
        List<byte[]> right = leaves.subList(k, n);
        List<byte[]> proof = new ArrayList<>(m <= k ? subproof(m, left, b) : subproof(m - k, right, false));
        proof.add(root(m <= k ? right : left));
        return proof;
    }

    /** Tile n at level l, as tlog-tiles defines it: MTH of 256^l leaves each. */
    static byte[] tile(List<byte[]> leaves, int level, int index, int width) {
        int span = 1;
        for (int i = 0; i < level; i++) {
            span *= 256;
        }
        ByteArrayOutputStream tile = new ByteArrayOutputStream();
        for (int i = 0; i < width; i++) {
            int from = (index * 256 + i) * span;
            tile.writeBytes(root(leaves.subList(from, from + span)));
        }
        return tile.toByteArray();
    }

    static List<Digest> digests(List<byte[]> hashes) {
        return hashes.stream().map(Digest::of).toList();
    }
}

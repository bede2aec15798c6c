package dev.shisa.faults;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The public folder of a log as a stranger reads it (C2SP tlog-tiles), and its roots by the recursion of RFC 6962. */
final class PublishedTree {

    private static final int BUNDLE = 256;

    /** Paths of bundles have one part up to here, which is more than a test writes. */
    private static final int BUNDLES_MAX = 1_000;

    private record Range(int from, int to) {}

    private final List<byte[]> leaves;
    private final Map<Range, byte[]> full = new HashMap<>();

    private PublishedTree(List<byte[]> leaves) {
        this.leaves = leaves;
    }

    /** A checkpoint's size and root. */
    record Head(long size, String root) {}

    /** The published checkpoint; empty before there is one. */
    static Optional<Head> head(Path log) throws IOException {
        Path file = log.resolve("public/checkpoint");
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        List<String> lines = Files.readAllLines(file);
        return lines.size() < 3 ? Optional.empty() : Optional.of(new Head(Long.parseLong(lines.get(1)), lines.get(2)));
    }

    static PublishedTree of(Path log) throws IOException {
        long size = head(log).map(Head::size).orElse(0L);
        List<byte[]> leaves = new ArrayList<>();
        for (int bundle = 0; (long) bundle * BUNDLE < size; bundle++) {
            if (bundle >= BUNDLES_MAX) {
                throw new IllegalStateException("the log has more entries than this test reads: " + size);
            }
            int width = (int) Math.min(BUNDLE, size - (long) bundle * BUNDLE);
            String name = String.format("%03d", bundle) + (width == BUNDLE ? "" : ".p/" + width);
            byte[] bytes = Files.readAllBytes(log.resolve("public/tile/entries").resolve(name));
            int at = 0;
            for (int i = 0; i < width; i++) {
                int length = (bytes[at] & 0xff) << 8 | (bytes[at + 1] & 0xff);
                leaves.add(sha256(new byte[] {0}, Arrays.copyOfRange(bytes, at + 2, at + 2 + length)));
                at += 2 + length;
            }
        }
        return new PublishedTree(leaves);
    }

    long size() {
        return leaves.size();
    }

    /** The root of the first so many entries, in base 64. */
    String root(long size) {
        return Base64.getEncoder().encodeToString(size == 0 ? sha256(new byte[0]) : root(0, Math.toIntExact(size)));
    }

    /** What is full is the same in every larger tree. */
    private byte[] root(int from, int to) {
        int count = to - from;
        if (count == 1) {
            return leaves.get(from);
        }
        byte[] known = full.get(new Range(from, to));
        if (known != null) {
            return known;
        }
        int half = Integer.highestOneBit(count - 1);
        byte[] root = sha256(new byte[] {1}, root(from, from + half), root(from + half, to));
        if (Integer.bitCount(count) == 1) {
            full.put(new Range(from, to), root);
        }
        return root;
    }

    static byte[] sha256(byte[]... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (byte[] part : parts) {
                digest.update(part);
            }
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    static byte[] sha256(String text) {
        return sha256(text.getBytes(StandardCharsets.UTF_8));
    }
}

package dev.shisa.probe.web;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.zip.CRC32;

/** Sums that anybody can compute, as makers put them into images; they find accidents and keep nobody out. */
final class Checksums {

    /** How far behind the beginning of an image the content may begin that a sum is about. */
    private static final int HEADER_BYTES_MAX = 128;

    /** Manifests in front of an image are lines of text. */
    private static final int LINES_BYTES_MAX = 4096;

    private static final int LINES_MAX = 20;
    private static final int SMALL_BYTES = 64 << 10;
    private static final int LARGE_BYTES = 1 << 20;

    private static final byte[] UIMAGE = {0x27, 0x05, 0x19, 0x56};
    private static final int UIMAGE_HEADER_BYTES = 64;
    private static final int UIMAGE_HEADER_SUM_AT = 4;
    private static final int UIMAGE_DATA_SUM_AT = 24;

    private interface Sum {
        byte[] of(byte[] content);
    }

    /** What makes the sums of an altered image fit again. */
    interface Anew {
        byte[] of(byte[] altered);
    }

    /** A sum of an image: where it stands, and what it is about. */
    private record Found(String name, int at, int from, int to, Sum sum) implements Anew {

        @Override
        public byte[] of(byte[] altered) {
            return replaced(altered, at, sum.of(Arrays.copyOfRange(altered, from, to)));
        }
    }

    private static final Map<String, Sum> SUMS = sums();

    private Checksums() {}

    private static Map<String, Sum> sums() {
        Map<String, Sum> sums = new LinkedHashMap<>();
        sums.put("CRC-32", content -> number((int) crc(content), ByteOrder.BIG_ENDIAN));
        sums.put("CRC-32 (little endian)", content -> number((int) crc(content), ByteOrder.LITTLE_ENDIAN));
        sums.put("CRC-32 (inverted)", content -> number(~(int) crc(content), ByteOrder.BIG_ENDIAN));
        sums.put("CRC-32 (inverted, little endian)", content -> number(~(int) crc(content), ByteOrder.LITTLE_ENDIAN));
        sums.put(
                "CRC-32 (text)",
                content -> String.format("%08x", (int) crc(content)).getBytes(StandardCharsets.US_ASCII));
        sums.put("sum", content -> number(sum(content), ByteOrder.BIG_ENDIAN));
        sums.put("sum (little endian)", content -> number(sum(content), ByteOrder.LITTLE_ENDIAN));
        sums.put(
                "16-bit sum",
                content -> ByteBuffer.allocate(2).putShort((short) sum(content)).array());
        sums.put("8-bit sum", content -> new byte[] {(byte) sum(content)});
        sums.put("xor", content -> new byte[] {xor(content)});
        for (String algorithm : List.of("MD5", "SHA-1", "SHA-256", "SHA-512")) {
            sums.put(algorithm, content -> digest(algorithm, content));
            sums.put(algorithm + " (text)", content -> text(algorithm, content, ""));
            sums.put(algorithm + " (line)", content -> text(algorithm, content, "\n"));
        }
        return sums;
    }

    private static int sum(byte[] content) {
        int sum = 0;
        for (byte b : content) {
            sum += b & 0xff;
        }
        return sum;
    }

    private static byte xor(byte[] content) {
        byte xor = 0;
        for (byte b : content) {
            xor ^= b;
        }
        return xor;
    }

    private static byte[] text(String algorithm, byte[] content, String end) {
        return (HexFormat.of().formatHex(digest(algorithm, content)) + end).getBytes(StandardCharsets.US_ASCII);
    }

    /** The usual sums of some content, by name. */
    static Map<String, byte[]> of(byte[] content) {
        Map<String, byte[]> all = new LinkedHashMap<>();
        SUMS.forEach((name, sum) -> {
            // A digest of a large image takes a while, so its spellings are made of it.
            byte[] digest = all.get(name.replaceFirst(" \\((text|line)\\)$", ""));
            all.put(
                    name,
                    digest == null || name.startsWith("CRC")
                            ? sum.of(content)
                            : (HexFormat.of().formatHex(digest) + (name.endsWith("(line)") ? "\n" : ""))
                                    .getBytes(StandardCharsets.US_ASCII));
        });
        return all;
    }

    /**
     * Ways to make the sums fit again that an image has, by the name of the sum. A sum is found by what it is equal to: some
     * bytes near the beginning are the sum of all that follows a place behind them, or the last bytes are the sum of all
     * before them. Where there are several, one way makes them all fit, those of the content before those of the whole.
     *
     * @param altered as long as {@code own}, and the same near its ends
     */
    static Map<String, Anew> recomputed(byte[] own, byte[] altered) {
        List<Found> found = new ArrayList<>();
        Set<Integer> ends = new TreeSet<>(Set.of(own.length));
        SUMS.forEach((name, sum) -> {
            int size = sum.of(new byte[0]).length;
            if (size <= own.length / 2) {
                int to = own.length - size;
                if (Arrays.equals(sum.of(Arrays.copyOf(own, to)), Arrays.copyOfRange(own, to, own.length))) {
                    found.add(new Found(name + " at the end", to, 0, to, sum));
                    ends.add(to);
                }
            }
        });
        for (int from : beginnings(own)) {
            for (int to : ends) {
                if (from < to) {
                    before(own, from, to, found);
                }
            }
        }
        Map<String, Anew> ways = new LinkedHashMap<>();
        found.forEach(one -> ways.put(one.name(), one));
        if (found.size() > 1) {
            ways.put("sums", all(found));
        }
        if (isUimage(own)) {
            ways.put("CRC-32 of content and header", Checksums::ofUimage);
        }
        return ways;
    }

    /** Sums of this part of the image that stand before it. */
    private static void before(byte[] own, int from, int to, List<Found> found) {
        of(Arrays.copyOfRange(own, from, to)).forEach((name, sum) -> {
            int at = sum.length < 4 ? -1 : indexOf(own, sum, from);
            boolean known =
                    found.stream().anyMatch(one -> one.at() == at && one.name().equals(name));
            if (at >= 0 && !known) {
                found.add(new Found(name, at, from, to, Objects.requireNonNull(SUMS.get(name))));
            }
        });
    }

    private static Anew all(List<Found> found) {
        // What stands later is about less, but for a sum at the end, which is about all before it.
        List<Found> inner = found.stream()
                .sorted(Comparator.comparing((Found one) -> one.from() == 0)
                        .thenComparing(Comparator.comparingInt(Found::from).reversed()))
                .toList();
        return altered -> {
            byte[] image = altered;
            for (Found one : inner) {
                image = one.of(image);
            }
            return image;
        };
    }

    /** Where the content may begin that a sum before it is about. */
    private static SortedSet<Integer> beginnings(byte[] own) {
        SortedSet<Integer> places = new TreeSet<>();
        // Large images are headed by whole words.
        int step = own.length > SMALL_BYTES ? 4 : 1;
        int header = own.length > LARGE_BYTES ? HEADER_BYTES_MAX / 2 : HEADER_BYTES_MAX;
        for (int from = 4; from <= Math.min(header, own.length - 1); from += step) {
            places.add(from);
        }
        int lines = 0;
        for (int at = 0; at < Math.min(LINES_BYTES_MAX, own.length - 1) && lines < LINES_MAX && own[at] > 0; at++) {
            if (own[at] == '\n') {
                places.add(at + 1);
                lines++;
            }
        }
        return places;
    }

    /** A header whose sum is about itself, with the sum of the content in it. */
    private static boolean isUimage(byte[] own) {
        return own.length > UIMAGE_HEADER_BYTES && Arrays.equals(Arrays.copyOf(own, UIMAGE.length), UIMAGE);
    }

    private static byte[] ofUimage(byte[] altered) {
        byte[] content = Arrays.copyOfRange(altered, UIMAGE_HEADER_BYTES, altered.length);
        byte[] image = replaced(altered, UIMAGE_DATA_SUM_AT, number((int) crc(content), ByteOrder.BIG_ENDIAN));
        byte[] header = Arrays.copyOf(replaced(image, UIMAGE_HEADER_SUM_AT, new byte[4]), UIMAGE_HEADER_BYTES);
        return replaced(image, UIMAGE_HEADER_SUM_AT, number((int) crc(header), ByteOrder.BIG_ENDIAN));
    }

    private static int indexOf(byte[] image, byte[] sum, int before) {
        for (int at = 0; at + sum.length <= before; at++) {
            if (Arrays.equals(image, at, at + sum.length, sum, 0, sum.length)) {
                return at;
            }
        }
        return -1;
    }

    private static byte[] replaced(byte[] image, int at, byte[] bytes) {
        byte[] out = image.clone();
        System.arraycopy(bytes, 0, out, at, bytes.length);
        return out;
    }

    private static byte[] number(int value, ByteOrder order) {
        return ByteBuffer.allocate(4).order(order).putInt(value).array();
    }

    static long crc(byte[] content) {
        CRC32 crc = new CRC32();
        crc.update(content);
        return crc.getValue();
    }

    static byte[] digest(String algorithm, byte[] content) {
        try {
            return MessageDigest.getInstance(algorithm).digest(content);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no " + algorithm, e);
        }
    }
}

package dev.shisa.probe.web;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;

/** Sums that anybody can compute, as makers put them into images; they find accidents and keep nobody out. */
final class Checksums {

    /** How far from its ends an image is searched for sums. */
    private static final int EDGE_BYTES = 64;

    private static final int SMALL_BYTES = 64 << 10;

    private Checksums() {}

    /** The usual sums of some content, by name. */
    static Map<String, byte[]> of(byte[] content) {
        Map<String, byte[]> sums = new LinkedHashMap<>();
        int crc = (int) crc(content);
        int sum = 0;
        int xor = 0;
        for (byte b : content) {
            sum += b & 0xff;
            xor ^= b & 0xff;
        }
        sums.put("CRC-32", number(crc, ByteOrder.BIG_ENDIAN));
        sums.put("CRC-32 (little endian)", number(crc, ByteOrder.LITTLE_ENDIAN));
        sums.put("CRC-32 (text)", String.format("%08x", crc).getBytes(StandardCharsets.US_ASCII));
        sums.put("sum", number(sum, ByteOrder.BIG_ENDIAN));
        sums.put("sum (little endian)", number(sum, ByteOrder.LITTLE_ENDIAN));
        sums.put("16-bit sum", ByteBuffer.allocate(2).putShort((short) sum).array());
        sums.put("8-bit sum", new byte[] {(byte) sum});
        sums.put("xor", new byte[] {(byte) xor});
        for (String algorithm : List.of("MD5", "SHA-1", "SHA-256", "SHA-512")) {
            byte[] digest = digest(algorithm, content);
            String text = HexFormat.of().formatHex(digest);
            sums.put(algorithm, digest);
            sums.put(algorithm + " (text)", text.getBytes(StandardCharsets.US_ASCII));
            sums.put(algorithm + " (line)", (text + "\n").getBytes(StandardCharsets.US_ASCII));
        }
        return sums;
    }

    /**
     * Altered images whose own sums fit again. A sum is found by what it is equal to: some bytes near the beginning are
     * the sum of all that follows a place behind them, or the last bytes are the sum of all before them.
     *
     * @param altered as long as {@code own}, and the same near its ends
     */
    static Map<String, byte[]> recomputed(byte[] own, byte[] altered) {
        Map<String, byte[]> images = new LinkedHashMap<>();
        // Large images are headed by whole words.
        int step = own.length > SMALL_BYTES ? 4 : 1;
        for (int from = 0; from <= Math.min(2 * EDGE_BYTES, own.length - EDGE_BYTES); from += step) {
            Map<String, byte[]> before = of(Arrays.copyOfRange(own, from, own.length));
            for (Map.Entry<String, byte[]> sum : before.entrySet()) {
                int at = sum.getValue().length < 4 ? -1 : indexOf(own, sum.getValue(), from);
                if (at >= 0) {
                    byte[] fresh = of(Arrays.copyOfRange(altered, from, altered.length))
                            .getOrDefault(sum.getKey(), sum.getValue());
                    images.put(sum.getKey(), replaced(altered, at, fresh));
                }
            }
        }
        for (int size = 1; size <= Math.min(2 * EDGE_BYTES + 1, own.length / 2); size += size < 4 ? 1 : step) {
            byte[] tail = Arrays.copyOfRange(own, own.length - size, own.length);
            for (Map.Entry<String, byte[]> sum :
                    of(Arrays.copyOf(own, own.length - size)).entrySet()) {
                if (Arrays.equals(sum.getValue(), tail)) {
                    byte[] fresh =
                            of(Arrays.copyOf(altered, own.length - size)).getOrDefault(sum.getKey(), sum.getValue());
                    images.put(sum.getKey() + " at the end", replaced(altered, own.length - size, fresh));
                }
            }
        }
        return images;
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

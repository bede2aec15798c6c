package dev.shisa.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Bytes that were something once. */
final class Mutation {

    private static final int CHANGES_MAX = 6;
    private static final int BYTES_MAX = 200_000;

    /** What readers stumble over. */
    private static final List<byte[]> WORDS = List.of(
                    "",
                    "null",
                    "true",
                    "-1",
                    "0",
                    "99999999999999999999",
                    "1e999",
                    "NaN",
                    "{",
                    "}",
                    "[",
                    "]",
                    "\"",
                    "'",
                    "\\",
                    "\\u0000",
                    "\0",
                    "\n",
                    "\r\n\r\n",
                    "\t",
                    " ",
                    ":",
                    ",",
                    "<",
                    ">",
                    "<!DOCTYPE a>",
                    "<![CDATA[",
                    "&a;",
                    "]]>",
                    "%",
                    "%00",
                    "../../",
                    "\uFEFF",
                    "\uD83D\uDE00",
                    "\u202E",
                    "\u65E5\u672C",
                    "9999-99-99",
                    "-----BEGIN X-----",
                    "=?UTF-8?B?",
                    "[[[[[[[[[[[[[[[[",
                    "{\"a\":{\"a\":{\"a\":",
                    "a".repeat(3_000))
            .stream()
            .map(word -> word.getBytes(StandardCharsets.UTF_8))
            .toList();

    private Mutation() {}

    static byte[] of(byte[] whole, SplittableRandom random) {
        byte[] bytes = whole.clone();
        for (int i = random.nextInt(1, CHANGES_MAX + 1); i > 0; i--) {
            bytes = one(bytes, random);
        }
        return bytes.length > BYTES_MAX ? Arrays.copyOf(bytes, BYTES_MAX) : bytes;
    }

    /** The bytes with a small piece of them so often that they are long; every second time they end with it. */
    static byte[] stretched(byte[] whole, int length, SplittableRandom random) {
        int at = random.nextInt(whole.length);
        int piece = Math.min(whole.length - at, random.nextInt(1, random.nextBoolean() ? 4 : 24));
        byte[] run = new byte[length / piece * piece];
        for (int i = 0; i < run.length; i++) {
            run[i] = whole[at + i % piece];
        }
        byte[] bytes = joined(whole, at, run, at + piece);
        return random.nextBoolean() ? bytes : Arrays.copyOf(bytes, at + run.length);
    }

    private static byte[] one(byte[] bytes, SplittableRandom random) {
        int at = random.nextInt(bytes.length + 1);
        int end = Math.min(bytes.length, at + random.nextInt(1 << random.nextInt(1, 12)));
        return switch (random.nextInt(6)) {
            case 0 -> joined(bytes, at, new byte[] {(byte) random.nextInt(256)}, Math.min(bytes.length, at + 1));
            case 1 -> flipped(bytes, at, random);
            case 2 -> Arrays.copyOf(bytes, at);
            case 3 -> joined(bytes, at, WORDS.get(random.nextInt(WORDS.size())), end);
            case 4 -> joined(bytes, end, Arrays.copyOfRange(bytes, at, end), end);
            default -> joined(bytes, at, new byte[0], end);
        };
    }

    private static byte[] flipped(byte[] bytes, int at, SplittableRandom random) {
        byte[] other = bytes.clone();
        if (at < other.length) {
            other[at] ^= (byte) (1 << random.nextInt(8));
        }
        return other;
    }

    /** The bytes with something instead of what stood between two places. */
    private static byte[] joined(byte[] bytes, int from, byte[] instead, int to) {
        byte[] other = Arrays.copyOf(bytes, from + instead.length + bytes.length - to);
        System.arraycopy(instead, 0, other, from, instead.length);
        System.arraycopy(bytes, to, other, from + instead.length, bytes.length - to);
        return other;
    }
}

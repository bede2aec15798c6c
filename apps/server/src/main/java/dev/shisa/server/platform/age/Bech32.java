package dev.shisa.server.platform.age;

import java.io.ByteArrayOutputStream;
import java.util.Locale;
import java.util.Optional;

/** Bytes as text with a prefix and a checksum (BIP 173), as age writes its keys. */
final class Bech32 {

    private static final String CHARACTERS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
    private static final int[] GENERATOR = {0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3};
    private static final int CHECKSUM_LENGTH = 6;

    /** An X25519 key has at most 74 characters; a far longer text is no key of ours. */
    private static final int LENGTH_MAX = 200;

    private Bech32() {}

    /** In lower case. */
    static String encode(String prefix, byte[] bytes) {
        StringBuilder text = new StringBuilder(prefix).append('1');
        int checksum = prefix(prefix);
        int held = 0;
        int bits = 0;
        for (byte b : bytes) {
            held = (held << 8) | (b & 0xff);
            bits += 8;
            while (bits >= 5) {
                bits -= 5;
                int digit = (held >> bits) & 31;
                checksum = next(checksum, digit);
                text.append(CHARACTERS.charAt(digit));
            }
        }
        if (bits > 0) {
            int digit = (held << (5 - bits)) & 31;
            checksum = next(checksum, digit);
            text.append(CHARACTERS.charAt(digit));
        }
        for (int i = 0; i < CHECKSUM_LENGTH; i++) {
            checksum = next(checksum, 0);
        }
        checksum ^= 1;
        for (int i = 0; i < CHECKSUM_LENGTH; i++) {
            text.append(CHARACTERS.charAt((checksum >> (5 * (5 - i))) & 31));
        }
        return text.toString();
    }

    /** The bytes, or empty if the text has another prefix (in lower case), mixed case, a wrong checksum or stray bits. */
    static Optional<byte[]> decode(String prefix, String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        if (text.length() > LENGTH_MAX
                || (!text.equals(lower) && !text.equals(text.toUpperCase(Locale.ROOT)))
                || lower.lastIndexOf('1') != prefix.length()
                || !lower.startsWith(prefix)
                || lower.length() < prefix.length() + 1 + CHECKSUM_LENGTH) {
            return Optional.empty();
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int checksum = prefix(prefix);
        int held = 0;
        int bits = 0;
        int end = lower.length() - CHECKSUM_LENGTH;
        for (int i = prefix.length() + 1; i < lower.length(); i++) {
            int digit = CHARACTERS.indexOf(lower.charAt(i));
            if (digit < 0) {
                return Optional.empty();
            }
            checksum = next(checksum, digit);
            if (i < end) {
                held = ((held << 5) | digit) & 0xfff;
                bits += 5;
                if (bits >= 8) {
                    bits -= 8;
                    bytes.write(held >> bits);
                }
            }
        }
        boolean padded = bits < 5 && (held & ((1 << bits) - 1)) == 0;
        return checksum == 1 && padded ? Optional.of(bytes.toByteArray()) : Optional.empty();
    }

    private static int prefix(String prefix) {
        int checksum = 1;
        for (int i = 0; i < prefix.length(); i++) {
            checksum = next(checksum, prefix.charAt(i) >> 5);
        }
        checksum = next(checksum, 0);
        for (int i = 0; i < prefix.length(); i++) {
            checksum = next(checksum, prefix.charAt(i) & 31);
        }
        return checksum;
    }

    private static int next(int checksum, int digit) {
        int top = checksum >>> 25;
        int result = ((checksum & 0x1ffffff) << 5) ^ digit;
        for (int i = 0; i < GENERATOR.length; i++) {
            if (((top >> i) & 1) == 1) {
                result ^= GENERATOR[i];
            }
        }
        return result;
    }
}

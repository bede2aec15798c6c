package dev.shisa.server.platform.account;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Locale;
import java.util.OptionalLong;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Codes that an app computes from a shared secret and the clock: TOTP (RFC 6238) over HOTP with HMAC-SHA-1 (RFC 4226),
 * which is what every app understands.
 */
final class OneTimeCodes {

    static final int DIGITS = 6;
    static final int STEP_SECONDS = 30;

    /** 160 bits, as RFC 4226 recommends (section 4, R6). */
    static final int SECRET_BYTES = 20;

    /** A clock may be half a minute ahead or behind, and typing takes time (RFC 6238, section 5.2). */
    private static final int STEPS_ASIDE = 1;

    private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    private OneTimeCodes() {}

    /** The number of the step that an instant lies in, counted from 1970 (RFC 6238, section 4.2). */
    static long step(Instant at) {
        return Math.floorDiv(at.getEpochSecond(), STEP_SECONDS);
    }

    /** The code of one step (RFC 4226, section 5.3). */
    static String code(byte[] secret, long step, int digits) {
        byte[] hash;
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(secret, "HmacSHA1"));
            hash = mac.doFinal(ByteBuffer.allocate(Long.BYTES).putLong(step).array());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HMAC-SHA-1 is part of every JDK", e);
        }
        int offset = hash[hash.length - 1] & 0xf;
        int number = ByteBuffer.wrap(hash, offset, Integer.BYTES).getInt() & 0x7fff_ffff;
        long code = number % Math.round(Math.pow(10, digits));
        return String.format(Locale.ROOT, "%0" + digits + "d", code);
    }

    /**
     * The step whose code was typed, if it is one of the present steps and after the one that was used last: a code that
     * somebody saw being typed opens nothing (RFC 6238, section 5.2).
     */
    static OptionalLong match(byte[] secret, String typed, Instant now, long lastStep) {
        byte[] wanted = typed.getBytes(StandardCharsets.UTF_8);
        long present = step(now);
        for (long step = present - STEPS_ASIDE; step <= present + STEPS_ASIDE; step++) {
            byte[] code = code(secret, step, DIGITS).getBytes(StandardCharsets.UTF_8);
            if (step > lastStep && MessageDigest.isEqual(code, wanted)) {
                return OptionalLong.of(step);
            }
        }
        return OptionalLong.empty();
    }

    /** Base32 without padding (RFC 4648, section 6): how apps want a secret to be typed. */
    static String base32(byte[] bytes) {
        StringBuilder text = new StringBuilder();
        int bits = 0;
        int held = 0;
        for (byte one : bytes) {
            held = (held << 8) | (one & 0xff);
            bits += 8;
            while (bits >= 5) {
                bits -= 5;
                text.append(BASE32.charAt((held >> bits) & 0x1f));
            }
        }
        if (bits > 0) {
            text.append(BASE32.charAt((held << (5 - bits)) & 0x1f));
        }
        return text.toString();
    }
}

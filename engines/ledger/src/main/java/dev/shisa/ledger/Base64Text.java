package dev.shisa.ledger;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/** Standard base 64 (RFC 4648, section 4) that has exactly one spelling for each value, so that no byte is left unsigned. */
final class Base64Text {

    private Base64Text() {}

    /** @throws LedgerException.Malformed if the text is not the one spelling of its value; {@code name} is in the message */
    static byte[] decode(String text, String name) {
        byte[] ascii = text.getBytes(StandardCharsets.ISO_8859_1);
        try {
            byte[] value = Base64.getDecoder().decode(ascii);
            if (Arrays.equals(Base64.getEncoder().encode(value), ascii)) {
                return value;
            }
        } catch (IllegalArgumentException e) {
            // said below, with what it was
        }
        throw new LedgerException.Malformed(name + " is not base 64.");
    }

    static String encode(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}

package dev.shisa.server.platform.age;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** One way into a file: the file key, wrapped (C2SP age.md, "Recipient stanza"). */
final class Stanza {

    static final int LINE_LENGTH = 64;

    private final List<String> args;
    private final byte[] body;

    /**
     * @param args the kind, then what belongs to it
     * @param body the wrapped key
     */
    Stanza(List<String> args, byte[] body) {
        this.args = List.copyOf(args);
        this.body = body.clone();
    }

    List<String> args() {
        return args;
    }

    byte[] body() {
        return body.clone();
    }

    String kind() {
        return args.getFirst();
    }

    /** As in the header, with the final line break. */
    String text() {
        StringBuilder text = new StringBuilder("->");
        args.forEach(arg -> text.append(' ').append(arg));
        text.append('\n');
        String encoded = encode(body);
        int at = 0;
        while (encoded.length() - at >= LINE_LENGTH) {
            text.append(encoded, at, at + LINE_LENGTH).append('\n');
            at += LINE_LENGTH;
        }
        return text.append(encoded, at, encoded.length()).append('\n').toString();
    }

    static String encode(byte[] bytes) {
        return Base64.getEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Base64 without padding (RFC 4648, section 4); empty unless it is the one canonical form. */
    static Optional<byte[]> decode(String text) {
        try {
            byte[] bytes = Base64.getDecoder().decode(text.getBytes(StandardCharsets.ISO_8859_1));
            return encode(bytes).equals(text) ? Optional.of(bytes) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}

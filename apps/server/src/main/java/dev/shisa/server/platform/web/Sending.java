package dev.shisa.server.platform.web;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.springframework.util.MultiValueMap;

/**
 * One sending of a form. Each page that is served has a key of its own ({@link Ui#formKey}), which its forms send along;
 * the key and all that was entered make the sending. A double click or a reload is the same sending; the same form sent
 * with other entries is another one, so that no entry is ever taken for an earlier one.
 */
public final class Sending {

    /** A sending that nothing tells from others. */
    public static final String UNKNOWN = "";

    public static final String FIELD = "once";

    private static final Pattern KEY = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private Sending() {}

    /**
     * The sending as 64 hexadecimal digits; {@link #UNKNOWN} when the form sent no key.
     *
     * @param csrf name of the field that differs each time
     * @param more what belongs to it besides the fields: who sent it, the hash of a file
     */
    public static String of(MultiValueMap<String, String> sent, String csrf, String... more) {
        String key = sent.getFirst(FIELD);
        if (key == null || !KEY.matcher(key).matches()) {
            return UNKNOWN;
        }
        Map<String, List<String>> fields = new TreeMap<>(sent);
        fields.remove(csrf);
        MessageDigest digest = sha256();
        fields.forEach((name, values) -> {
            add(digest, name);
            values.forEach(value -> add(digest, value));
        });
        for (String other : more) {
            add(digest, other);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** The hash of a file that was sent, of which the same way tells whether it is the same. */
    public static String hash(byte[] file) {
        return HexFormat.of().formatHex(sha256().digest(file));
    }

    /** Length first: no two lists of texts give the same bytes. */
    private static void add(MessageDigest digest, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        digest.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
        digest.update(bytes);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is part of every JDK", e);
        }
    }
}

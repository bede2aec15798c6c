package dev.shisa.probe.run;

import dev.shisa.probe.Exchange;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** Makes bytes printable and takes credentials out of them, so that evidence can be handed on. */
public final class Secrets {

    private static final int SHOWN_CHARS = 1500;
    private static final int LENGTH_MIN = 4;
    private static final String MASK = "•••";

    /** A session that the device has just given; what is shorter is not hard to guess, and worth seeing. */
    private static final Pattern GIVEN_SESSION = Pattern.compile("(?im)^(set-cookie:\\s*[^=;\\s]+=)[^;\\s]{16,}");

    private final Set<String> secrets = ConcurrentHashMap.newKeySet();

    /** From now on this text is masked, also as it stands in forms and in HTTP Basic. */
    public void add(String user, String password) {
        if (password.length() < LENGTH_MIN) {
            return;
        }
        secrets.add(password);
        secrets.add(URLEncoder.encode(password, StandardCharsets.UTF_8));
        secrets.add(basic(user, password));
    }

    /** A session's name for itself. */
    public void addToken(String token) {
        if (token.length() >= 2 * LENGTH_MIN) {
            secrets.add(token);
        }
    }

    public static String basic(String user, String password) {
        return Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    public Exchange exchange(byte[] sent, byte[] received) {
        String shown = GIVEN_SESSION.matcher(printable(received)).replaceAll("$1" + MASK);
        return new Exchange(mask(printable(sent)), mask(shown));
    }

    public String mask(String text) {
        String masked = text;
        List<String> longestFirst = secrets.stream()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
        for (String secret : longestFirst) {
            masked = masked.replace(secret, MASK);
        }
        return masked;
    }

    /** Text as text, everything else as \xNN; the first part of what is long. */
    public static String printable(byte[] bytes) {
        StringBuilder out = new StringBuilder();
        String text = new String(bytes, 0, Math.min(bytes.length, SHOWN_CHARS), StandardCharsets.UTF_8);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\n' || c == '\t' || (c >= ' ' && c != 0x7f && c != '\uFFFD')) {
                out.append(c);
            } else if (c != '\r') {
                out.append("\\x").append(String.format("%02x", (int) c & 0xff));
            }
        }
        if (bytes.length > SHOWN_CHARS) {
            out.append(" … (").append(bytes.length).append(" bytes)");
        }
        return out.toString();
    }
}

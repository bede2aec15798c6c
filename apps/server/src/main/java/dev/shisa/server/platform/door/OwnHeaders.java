package dev.shisa.server.platform.door;

import jakarta.servlet.http.HttpServletResponse;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.Collectors;

/** The headers that every answer has, for those that none of our chains of filters has seen. */
public final class OwnHeaders {

    private static final String CONTENT_POLICY = "default-src 'none'; style-src 'self'; img-src 'self' data:;"
            + " font-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";
    private static final Map<String, String> ALWAYS = Map.of(
            "X-Content-Type-Options", "nosniff",
            "X-Frame-Options", "DENY",
            "Referrer-Policy", "same-origin",
            "Content-Security-Policy", CONTENT_POLICY);
    private static final int NUMBER_BYTES = 5;
    private static final SecureRandom RANDOM = new SecureRandom();

    private OwnHeaders() {}

    /** Adds what is missing, as long as the answer has not been sent. */
    public static void complete(HttpServletResponse response) {
        if (response.isCommitted()) {
            return;
        }
        all().forEach((name, value) -> {
            if (!response.containsHeader(name)) {
                response.setHeader(name, value);
            }
        });
    }

    /** With a number of their own. */
    static Map<String, String> all() {
        byte[] number = new byte[NUMBER_BYTES];
        RANDOM.nextBytes(number);
        Map<String, String> all = new HashMap<>(ALWAYS);
        all.put("X-Request-Id", HexFormat.of().formatHex(number));
        return all;
    }

    /** As lines of a head, for an answer that is always the same. */
    static String lines() {
        return ALWAYS.entrySet().stream()
                .map(header -> header.getKey() + ": " + header.getValue() + "\r\n")
                .collect(Collectors.joining());
    }
}

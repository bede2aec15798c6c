package dev.shisa.probe.web;

import dev.shisa.probe.Exchange;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One HTTP answer.
 *
 * @param headers by name in small letters
 * @param tookMs from the first byte sent to the last one read
 */
@SuppressWarnings("ArrayRecordComponent") // read, never compared
public record Response(int status, Map<String, List<String>> headers, byte[] body, long tookMs, Exchange exchange) {

    /** In the place of one that was not asked for. */
    static final Response NONE = new Response(0, Map.of(), new byte[0], 0, Exchange.NONE);

    public String header(String name) {
        return headers.getOrDefault(name, List.of("")).getFirst();
    }

    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    public boolean isRedirect() {
        return status >= 300 && status < 400 && !header("location").isEmpty();
    }

    public String contentType() {
        return header("content-type").toLowerCase(Locale.ROOT);
    }

    /** Whether a browser would take it for a page, so that scripts in it run. */
    public boolean isHtml() {
        String type = contentType();
        return type.isEmpty() || type.contains("html") || type.contains("svg");
    }
}

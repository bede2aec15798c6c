package dev.shisa.probe.web;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** One HTTP request as it goes on the wire; {@code target} is path and query, sent as it is. */
@SuppressWarnings("ArrayRecordComponent") // read, never compared
public record Request(String method, String target, Map<String, String> headers, byte[] body) {

    public Request {
        headers = new LinkedHashMap<>(headers);
    }

    public static Request get(String target) {
        return new Request("GET", target, Map.of(), new byte[0]);
    }

    public static Request post(String target, Map<String, String> form) {
        return new Request(
                "POST",
                target,
                Map.of("Content-Type", "application/x-www-form-urlencoded"),
                encoded(form).getBytes(StandardCharsets.US_ASCII));
    }

    public Request with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Request(method, target, more, body);
    }

    public Request method(String other) {
        return new Request(other, target, headers, body);
    }

    public static String encoded(Map<String, String> form) {
        return form.entrySet().stream()
                .map(field -> encode(field.getKey()) + "=" + encode(field.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}

package dev.shisa.probe.web;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.util.RawValue;

/** One HTTP request as it goes on the wire; {@code target} is path and query, sent as it is. */
@SuppressWarnings("ArrayRecordComponent") // read, never compared
public record Request(String method, String target, Map<String, String> headers, byte[] body) {

    private static final JsonMapper JSON = new JsonMapper();

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

    /**
     * One JSON object.
     *
     * @param literals names whose values are numbers or truth values and stand as they are
     */
    static Request json(String method, String target, Map<String, String> values, Set<String> literals) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        values.forEach((name, value) -> {
            if (literals.contains(name) && value.matches("true|false|null|-?[0-9]{1,15}")) {
                object.putRawValue(name, new RawValue(value));
            } else {
                object.put(name, value);
            }
        });
        return new Request(
                method,
                target,
                Map.of("Content-Type", "application/json"),
                JSON.writeValueAsString(object).getBytes(StandardCharsets.UTF_8));
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

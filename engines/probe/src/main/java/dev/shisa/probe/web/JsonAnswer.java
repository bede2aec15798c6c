package dev.shisa.probe.web;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a program is told after a log-in: a token, or that it was refused. */
final class JsonAnswer {

    private static final int DEPTH_MAX = 6;
    private static final int TOKEN_CHARS_MIN = 8;
    private static final int TOKEN_CHARS_MAX = 4000;
    private static final Pattern TOKEN = Pattern.compile(
            "(?i)(access|auth|session|id|api|login|user)?[_-]?(token|jwt|sid|session|sessionid|session[_-]id|key|ticket)");
    private static final Pattern FORGERY_TOKEN = Pattern.compile("(?i).*(csrf|xsrf).*");
    private static final Pattern TRUTH = Pattern.compile(
            "(?i)(ok|success|succeeded|authenticated|logged_?in|valid|accepted|login|authorized|result|status)");
    private static final Pattern REFUSAL = Pattern.compile(
            "(?i).*(error|fail|denied|invalid|incorrect|wrong|unauthori[sz]ed|refused|forbidden|ng\\b|false).*");
    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(50)
                            .maxStringLength(100_000)
                            .build())
                    .build())
            .build();

    private final JsonNode root;

    private JsonAnswer(JsonNode root) {
        this.root = root;
    }

    /** Empty where the answer is no JSON. */
    static Optional<JsonAnswer> read(Response response) {
        String text = response.text().strip();
        if (!text.startsWith("{") && !text.startsWith("[") && !text.startsWith("\"")) {
            return Optional.empty();
        }
        try {
            return Optional.of(new JsonAnswer(JSON.readTree(text)));
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    Optional<String> token() {
        return root.isString() && isToken(root.stringValue())
                ? Optional.of(root.stringValue())
                : named(root, TOKEN, DEPTH_MAX).filter(JsonAnswer::isToken);
    }

    Optional<String> forgeryToken() {
        return named(root, FORGERY_TOKEN, DEPTH_MAX).filter(JsonAnswer::isToken);
    }

    private static boolean isToken(String text) {
        return text.length() >= TOKEN_CHARS_MIN && text.length() <= TOKEN_CHARS_MAX && !text.contains(" ");
    }

    private static Optional<String> named(JsonNode node, Pattern name, int depth) {
        if (depth == 0) {
            return Optional.empty();
        }
        for (var property : node.properties()) {
            if (property.getValue().isString()
                    && name.matcher(property.getKey()).matches()) {
                return Optional.of(property.getValue().stringValue());
            }
        }
        for (JsonNode child : node) {
            Optional<String> found = named(child, name, depth - 1);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    /** Whether it says no, whatever the status of HTTP. */
    boolean isRefusal() {
        for (var property : root.properties()) {
            JsonNode value = property.getValue();
            String key = property.getKey().toLowerCase(Locale.ROOT);
            boolean untrue = value.isBoolean() && !value.booleanValue();
            boolean saysNo =
                    value.isString() && REFUSAL.matcher(value.stringValue()).matches();
            if (TRUTH.matcher(key).matches() && (untrue || saysNo || (value.isNumber() && isBad(key, value)))) {
                return true;
            }
            if ((key.equals("error") || key.equals("errors") || key.equals("err")) && says(value)) {
                return true;
            }
        }
        return false;
    }

    private static boolean says(JsonNode value) {
        return (value.isContainer() && !value.isEmpty())
                || (value.isString() && !value.stringValue().isBlank())
                || (value.isBoolean() && value.booleanValue())
                || (value.isNumber() && value.asInt() != 0);
    }

    private static boolean isBad(String key, JsonNode value) {
        // As a status of HTTP, or as a truth value.
        return key.equals("status") ? value.asInt() >= 400 : value.asInt() == 0 && !key.equals("result");
    }

    /** Whether it says yes in so many words. */
    boolean isConsent() {
        for (var property : root.properties()) {
            JsonNode value = property.getValue();
            boolean yes = (value.isBoolean() && value.booleanValue())
                    || (value.isString()
                            && value.stringValue().toLowerCase(Locale.ROOT).matches("ok|success|succeeded|true"));
            if (TRUTH.matcher(property.getKey()).matches() && yes) {
                return true;
            }
        }
        return false;
    }
}

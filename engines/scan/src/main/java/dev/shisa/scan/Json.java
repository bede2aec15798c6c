package dev.shisa.scan;

import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** JSON of unknown origin within bounds, and its values with their places. */
final class Json {

    static final int DEPTH_MAX = 100;
    static final int TEXT_CHARS_MAX = 1 << 20;

    /** Every number, key, text, bracket counts as one. */
    static final long TOKENS_MAX = 3_000_000;

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEPTH_MAX)
                            .maxStringLength(TEXT_CHARS_MAX)
                            .maxNameLength(10_000)
                            .maxNumberLength(100)
                            .maxTokenCount(TOKENS_MAX)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private Json() {}

    static JsonNode read(byte[] bytes) throws UnreadableScanException {
        try {
            return MAPPER.readTree(bytes);
        } catch (JacksonException e) {
            var at = e.getLocation();
            String message = e.getOriginalMessage();
            throw new UnreadableScanException(
                    "json",
                    at == null ? "1" : "" + at.getLineNr(),
                    at == null ? "1" : "" + at.getColumnNr(),
                    message == null ? "" : message.lines().findFirst().orElse(""));
        }
    }

    /** The text or number of a field; empty if there is none. */
    static String text(JsonNode object, String field) {
        JsonNode value = object.path(field);
        return value.isString() || value.isNumber() ? value.asString() : "";
    }

    /** The objects of a list; empty if there is none. */
    static List<JsonNode> list(JsonNode object, String field, String here) throws UnreadableScanException {
        JsonNode list = object.path(field);
        if (list.isMissingNode() || list.isNull()) {
            return List.of();
        }
        if (!list.isArray()) {
            throw new UnreadableScanException("list", here + "/" + field);
        }
        return objects(list, here + "/" + field);
    }

    static List<JsonNode> objects(JsonNode list, String here) throws UnreadableScanException {
        List<JsonNode> objects = list.values().stream().toList();
        for (int i = 0; i < objects.size(); i++) {
            if (!objects.get(i).isObject()) {
                throw new UnreadableScanException("object", here + "/" + i);
            }
        }
        return objects;
    }

    /** 0 if there is none. */
    static int port(JsonNode object, String field, String here) throws UnreadableScanException {
        String written = text(object, field);
        return written.isEmpty() ? 0 : Texts.port(written, here + "/" + field);
    }
}

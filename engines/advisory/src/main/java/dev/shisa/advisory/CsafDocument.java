package dev.shisa.advisory;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A JSON object that calls itself a CSAF document. Whether it is a sound one is for {@link CsafValidator} to say.
 *
 * @param version the version that it claims
 * @param root the whole document, not to be changed
 */
public record CsafDocument(CsafVersion version, JsonNode root) {

    /** Twice what the specification recommends as the largest file. */
    public static final int BYTES_MAX = 32 << 20;

    /** Branches may nest thirty deep, which makes sixty levels; some room is left so that deeper ones are told by their test. */
    private static final int DEPTH_MAX = 400;

    private static final int TEXT_CHARS_MAX = 1 << 20;
    private static final int NAME_CHARS_MAX = 1_000;
    private static final int NUMBER_CHARS_MAX = 100;

    /** Every number, key, text, bracket counts as one. */
    private static final long TOKENS_MAX = 4_000_000;

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEPTH_MAX)
                            .maxStringLength(TEXT_CHARS_MAX)
                            .maxNameLength(NAME_CHARS_MAX)
                            .maxNumberLength(NUMBER_CHARS_MAX)
                            .maxTokenCount(TOKENS_MAX)
                            .build())
                    .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    /**
     * Reads a document of at most {@link #BYTES_MAX} bytes.
     *
     * @throws UnreadableCsafException if it is too large, no JSON object, names a key twice, or is of no version that can be judged
     */
    public static CsafDocument read(byte[] json) throws UnreadableCsafException {
        if (json.length > BYTES_MAX) {
            throw new UnreadableCsafException("unreadable.size", "" + json.length, "" + BYTES_MAX);
        }
        JsonNode root;
        try (JsonParser parser = MAPPER.createParser(json)) {
            root = root(parser);
        } catch (JacksonException e) {
            var at = e.getLocation();
            throw new UnreadableCsafException(
                    "unreadable.json",
                    at == null ? "1" : "" + at.getLineNr(),
                    at == null ? "1" : "" + at.getColumnNr(),
                    reason(e));
        }
        if (root == null || !root.isObject()) {
            throw new UnreadableCsafException("unreadable.object");
        }
        JsonNode claimed = root.path("document").path("csaf_version");
        for (CsafVersion version : CsafVersion.values()) {
            if (claimed.isString() && claimed.stringValue().equals(version.number())) {
                return new CsafDocument(version, root);
            }
        }
        throw new UnreadableCsafException(
                "unreadable.version", Finding.quoted(claimed.isMissingNode() ? "" : claimed.toString()));
    }

    private static @Nullable JsonNode root(JsonParser parser) {
        try {
            JsonNode root = parser.readValueAsTree();
            if (parser.nextToken() != null) {
                throw new StreamReadException(parser, "something stands behind the document");
            }
            return root;
        } catch (NumberFormatException e) {
            // So the library says that no decimal has such an exponent.
            throw new StreamReadException(parser, e.getMessage());
        }
    }

    private static String reason(JacksonException e) {
        String message = e.getOriginalMessage();
        return Finding.quoted(message == null ? "" : message.lines().findFirst().orElse(""));
    }
}

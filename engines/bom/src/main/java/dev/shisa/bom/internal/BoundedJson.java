package dev.shisa.bom.internal;

import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** JSON of unknown origin: limits on depth, texts and numbers, and how its breaking points are told. */
final class BoundedJson {

    /** Real lists nest about thirty deep at most. */
    private static final int DEPTH_MAX = 200;

    /** The longest texts are licences in base 64. */
    private static final int TEXT_CHARS_MAX = 8 << 20;

    static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEPTH_MAX)
                            .maxStringLength(TEXT_CHARS_MAX)
                            .maxNameLength(10_000)
                            .maxNumberLength(100)
                            .build())
                    .build())
            .build();

    private BoundedJson() {}

    /** The place where reading stopped. */
    static String place(JacksonException e) {
        var at = e.getLocation();
        return at == null ? "/" : "line " + at.getLineNr() + ", column " + at.getColumnNr();
    }

    /** What stopped it, in one line without the parser's own hints. */
    static String reason(JacksonException e) {
        String message = e.getOriginalMessage();
        return message == null
                ? "unreadable"
                : message.lines()
                        .findFirst()
                        .orElse("unreadable")
                        .replaceFirst(" \\((start marker|for Array|`Stream).*", "");
    }

    /** The text of a field, empty if it is none. */
    static String text(JsonNode object, String field) {
        return object.path(field).asString("");
    }
}

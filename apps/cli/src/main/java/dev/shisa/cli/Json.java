package dev.shisa.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.OptionalLong;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** JSON files in and out, and the fields that proofs are made of. */
final class Json {

    private static final long FILE_BYTES_MAX = 512L << 20;
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    private Json() {}

    /** A value that is not what the field must hold, in {@link Words} of a key. */
    static final class WrongField extends RuntimeException {
        private static final long serialVersionUID = 1;

        WrongField(String key, Object... args) {
            super(Words.t(key, args));
        }
    }

    /** @throws Refusal with one sentence if the file is not JSON */
    static JsonNode read(Path file) {
        try {
            if (Files.size(file) > FILE_BYTES_MAX) {
                throw new Refusal(Cli.PROBLEM, "json.large", file, FILE_BYTES_MAX >> 20);
            }
            return MAPPER.readTree(Files.readAllBytes(file));
        } catch (JacksonException e) {
            var at = e.getLocation();
            throw new Refusal(
                    Cli.PROBLEM,
                    "json.none",
                    file,
                    Integer.toString(at.getLineNr()),
                    Integer.toString(at.getColumnNr()),
                    e.getOriginalMessage().lines().findFirst().orElse("").replaceFirst(" \\(start marker.*", ""));
        } catch (IOException e) {
            throw new Refusal(Cli.PROBLEM, "unreadable", file, String.valueOf(e.getMessage()));
        }
    }

    /** The JSON values of a file with one on each line. */
    static List<JsonNode> lines(Path file) {
        try {
            List<JsonNode> values = new ArrayList<>();
            for (String line : Files.readAllLines(file)) {
                if (!line.isBlank()) {
                    values.add(MAPPER.readTree(line));
                }
            }
            return values;
        } catch (JacksonException | IOException e) {
            throw new Refusal(Cli.PROBLEM, "unreadable", file, String.valueOf(e.getMessage()));
        }
    }

    static void write(Path file, Object value) {
        try {
            Files.write(file, MAPPER.writeValueAsBytes(value));
        } catch (IOException e) {
            throw new UncheckedIOException(Words.t("unwritable", file, String.valueOf(e.getMessage())), e);
        }
    }

    static String text(Object value) {
        return MAPPER.writeValueAsString(value);
    }

    static String text(JsonNode object, String field) {
        JsonNode value = object.path(field);
        if (!value.isString()) {
            throw new WrongField("field.text", field);
        }
        return value.stringValue();
    }

    /** A whole number of up to 63 bits; empty if it is larger or negative. */
    static OptionalLong count(JsonNode object, String field) {
        JsonNode value = object.path(field);
        if (!value.isIntegralNumber()) {
            throw new WrongField("field.number", field);
        }
        return value.canConvertToLong() && value.longValue() >= 0
                ? OptionalLong.of(value.longValue())
                : OptionalLong.empty();
    }

    /** Base 64; an empty text is no bytes. */
    static byte[] bytes(JsonNode value, String name) {
        try {
            if (value.isString()) {
                return Base64.getDecoder().decode(value.stringValue());
            }
        } catch (IllegalArgumentException e) {
            // said below
        }
        throw new WrongField("field.base64", name);
    }
}

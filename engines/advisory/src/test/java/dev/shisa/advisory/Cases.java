package dev.shisa.advisory;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Sound documents of our own, and the changes ({@code cases.jsonl}) after which they fail, or still pass, one test. */
final class Cases {

    static final JsonMapper JSON = JsonMapper.shared();

    /** Some day after all dates in the documents but those that are meant to lie ahead. */
    static final Instant NOW = Instant.parse("2026-11-21T00:00:00Z");

    /** One change. */
    record Case(String test, CsafVersion version, boolean fails, JsonNode patch) {

        JsonNode document() {
            JsonNode document = base(version);
            patch.forEach(step -> set(document, step.get(0).stringValue(), step.get(1)));
            return document;
        }

        @Override
        public String toString() {
            return test + " of " + version.number() + (fails ? " fails with " : " passes with ") + patch;
        }
    }

    private Cases() {}

    static JsonNode base(CsafVersion version) {
        return JSON.readTree(resource("base-" + version.number() + ".json"));
    }

    static List<Case> all() {
        List<Case> cases = new ArrayList<>();
        resource("cases.jsonl").lines().forEach(line -> {
            JsonNode one = JSON.readTree(line);
            cases.add(new Case(
                    one.path("test").stringValue(),
                    one.path("version").stringValue().equals("2.0") ? CsafVersion.V2_0 : CsafVersion.V2_1,
                    one.path("fails").booleanValue(),
                    one.path("patch")));
        });
        return cases;
    }

    static List<Finding> judged(JsonNode document) throws UnreadableCsafException {
        return CsafValidator.validate(CsafDocument.read(JSON.writeValueAsBytes(document)), NOW);
    }

    private static String resource(String name) {
        try (InputStream in = Objects.requireNonNull(Cases.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Puts a value at a place, or takes away what is there (null). */
    private static void set(JsonNode document, String pointer, JsonNode value) {
        int slash = pointer.lastIndexOf('/');
        JsonNode parent = document.at(pointer.substring(0, slash));
        String name = pointer.substring(slash + 1);
        if (parent instanceof ObjectNode object) {
            if (value.isNull()) {
                object.remove(name);
            } else {
                object.set(name, value);
            }
        } else {
            ArrayNode array = (ArrayNode) parent;
            int index = Integer.parseInt(name);
            if (value.isNull()) {
                array.remove(index);
            } else if (index == array.size()) {
                array.add(value);
            } else {
                array.set(index, value);
            }
        }
    }
}

package dev.shisa.bom.internal;

import dev.shisa.bom.Problem;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The official schemas of CycloneDX in JSON, 1.2 to 1.7.
 *
 * <p>Version 1.7 only adds to 1.6, and its schema is not in the jar of schemas: what 1.7 introduced ({@link #NEW_IN_1_7}) is left out
 * before the check, so a 1.7 file is judged by all that both have in common.
 */
final class CycloneDxSchema {

    /** 1.2 and 1.3 have a strict variant, the only one that knows a misspelt field. */
    private static final Map<String, String> FILES = Map.of(
            "1.2", "bom-1.2-strict.schema.json",
            "1.3", "bom-1.3-strict.schema.json",
            "1.4", "bom-1.4.schema.json",
            "1.5", "bom-1.5.schema.json",
            "1.6", "bom-1.6.schema.json");

    /** Properties that CycloneDX 1.7 introduced, or gave another shape (release notes of ECMA-424, second edition). */
    private static final Set<String> NEW_IN_1_7 = Set.of(
            "citations",
            "cryptoProperties",
            "distributionConstraints",
            "expressionDetails",
            "isExternal",
            "licensing",
            "patentAssertions",
            "patents",
            "versionRange");

    private final boolean is17;
    private final OfficialSchema schema;

    private CycloneDxSchema(boolean is17, OfficialSchema schema) {
        this.is17 = is17;
        this.schema = schema;
    }

    /** The schema for a version; empty if there is none like it. */
    static Optional<CycloneDxSchema> of(String specVersion) {
        boolean is17 = specVersion.equals("1.7");
        return Optional.ofNullable(FILES.get(is17 ? "1.6" : specVersion))
                .map(file -> new CycloneDxSchema(is17, OfficialSchema.of("", "http://cyclonedx.org/schema/", file)));
    }

    /** @param definition the piece's name in the schema ({@code component}), empty for the whole document */
    List<Problem> check(String definition, JsonNode piece, String place) {
        return schema.check(
                definition.isEmpty() ? "" : "/definitions/" + definition, is17 ? as16(piece) : piece, place);
    }

    private static JsonNode as16(JsonNode node) {
        if (node instanceof ArrayNode array) {
            ArrayNode copy = BoundedJson.MAPPER.createArrayNode();
            array.forEach(element -> copy.add(as16(element)));
            return copy;
        }
        if (!(node instanceof ObjectNode object)) {
            return node;
        }
        ObjectNode copy = BoundedJson.MAPPER.createObjectNode();
        object.forEachEntry((name, value) -> {
            boolean left = NEW_IN_1_7.contains(name) || (name.equals("properties") && object.has("url"));
            if (name.equals("licenses") && value.isArray()) {
                copy.set(name, licenses(value));
            } else if (name.equals("specVersion") && value.asString("").equals("1.7")) {
                copy.put(name, "1.6");
            } else if (!left) {
                copy.set(name, as16(value));
            }
        });
        return copy;
    }

    /** 1.7 allows licences and expressions beside each other, and details of expressions. */
    private static JsonNode licenses(JsonNode choices) {
        boolean mixed = choices.valueStream().anyMatch(c -> c.has("license"));
        ArrayNode copy = BoundedJson.MAPPER.createArrayNode();
        for (JsonNode choice : choices) {
            boolean expression = choice.has("expression") && !choice.has("license");
            if (!expression) {
                copy.add(as16(choice));
            } else if (!mixed && copy.isEmpty() && as16(choice) instanceof ObjectNode object) {
                object.remove("properties");
                copy.add(object);
            }
        }
        return copy;
    }
}

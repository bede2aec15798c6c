package dev.shisa.bom.internal;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.shisa.bom.Problem;
import dev.shisa.bom.Problem.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The official JSON schemas of CycloneDX, from the jar that publishes them. They are applied to the document piece by piece
 * (each component for itself), so that a list of any length is checked in constant memory.
 *
 * <p>Version 1.7 only adds to 1.6, and its schema is not in that jar: what 1.7 introduced ({@link #NEW_IN_1_7}) is left out before
 * the check, so a 1.7 file is judged by all that both have in common.
 */
final class CycloneDxSchema {

    /** Newest first; 1.2 and 1.3 have a strict variant, the only one that knows a misspelt field. */
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

    private static final Map<String, SchemaRegistry> REGISTRIES = new HashMap<>();

    private final String specVersion;
    private final String id;
    private final SchemaRegistry registry;
    private final Map<String, Schema> parts = new HashMap<>();

    private CycloneDxSchema(String specVersion, String id, SchemaRegistry registry) {
        this.specVersion = specVersion;
        this.id = id;
        this.registry = registry;
    }

    /** The schema for a version; empty if there is none like it. */
    static Optional<CycloneDxSchema> of(String specVersion) {
        String like = specVersion.equals("1.7") ? "1.6" : specVersion;
        String file = FILES.get(like);
        if (file == null) {
            return Optional.empty();
        }
        synchronized (REGISTRIES) {
            SchemaRegistry registry = REGISTRIES.computeIfAbsent(like, _ -> registry());
            return Optional.of(new CycloneDxSchema(specVersion, "http://cyclonedx.org/schema/" + file, registry));
        }
    }

    private static SchemaRegistry registry() {
        return SchemaRegistry.withDefaultDialect(
                SpecificationVersion.DRAFT_7, builder -> builder.schemas(CycloneDxSchema::resource));
    }

    /** Every schema that is referred to is a file of the jar; nothing is ever fetched. */
    private static String resource(String iri) {
        String name = iri.substring(iri.lastIndexOf('/') + 1).replace(".SNAPSHOT", "");
        try (InputStream in = CycloneDxSchema.class.getClassLoader().getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("there is no schema " + name + " on the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * What is wrong with one piece.
     *
     * @param definition the piece's place in the schema ({@code component}), empty for the whole document
     * @param place the piece's place in the document
     */
    List<Problem> check(String definition, JsonNode piece, String place) {
        Schema schema = parts.computeIfAbsent(
                definition,
                name -> registry.getSchema(SchemaLocation.of(name.isEmpty() ? id : id + "#/definitions/" + name)));
        List<Problem> problems = new ArrayList<>();
        JsonNode checked = specVersion.equals("1.7") ? as16(piece) : piece;
        for (Error error :
                schema.validate(checked, context -> context.executionConfig(c -> c.locale(Locale.ENGLISH)))) {
            problems.add(Problem.at(
                    place + pointer(error), Kind.SCHEMA, error.getKeyword(), String.valueOf(error.getMessage())));
        }
        return problems;
    }

    private static String pointer(Error error) {
        String text = error.getInstanceLocation().toString();
        return text.startsWith("/") ? text : text.isEmpty() || text.equals("$") ? "" : "/" + text;
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
            boolean left = NEW_IN_1_7.contains(name) || name.equals("properties") && object.has("url");
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

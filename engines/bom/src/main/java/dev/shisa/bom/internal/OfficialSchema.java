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
import tools.jackson.databind.JsonNode;

/**
 * A JSON schema as its organisation publishes it, from the jar that it comes in; nothing is ever fetched. It is applied to a document
 * piece by piece (each component for itself), so that a list of any length is checked in constant memory.
 */
final class OfficialSchema {

    private static final Map<String, OfficialSchema> LOADED = new HashMap<>();

    private final SchemaRegistry registry;
    private final String id;
    private final Map<String, Schema> parts = new HashMap<>();

    private OfficialSchema(SchemaRegistry registry, String id) {
        this.registry = registry;
        this.id = id;
    }

    /**
     * The schema of a file.
     *
     * @param folder where the file, and those that it refers to, are on the class path
     * @param base the part of its id before the file's name
     */
    static OfficialSchema of(String folder, String base, String file) {
        synchronized (LOADED) {
            return LOADED.computeIfAbsent(
                    base + file,
                    id -> new OfficialSchema(
                            SchemaRegistry.withDefaultDialect(
                                    SpecificationVersion.DRAFT_7,
                                    builder -> builder.schemas(iri -> resource(folder, file, id, iri))),
                            id));
        }
    }

    private static String resource(String folder, String file, String id, String iri) {
        String name =
                iri.equals(id) ? file : iri.substring(iri.lastIndexOf('/') + 1).replace(".SNAPSHOT", "");
        try (InputStream in = OfficialSchema.class.getClassLoader().getResourceAsStream(folder + name)) {
            if (in == null) {
                throw new IllegalStateException("there is no schema " + folder + name + " on the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * What is wrong with one piece.
     *
     * @param part the piece's place in the schema, a JSON pointer; empty for the whole document
     * @param place the piece's place in the document
     */
    List<Problem> check(String part, JsonNode piece, String place) {
        Schema schema;
        synchronized (this) {
            schema = parts.computeIfAbsent(
                    part,
                    pointer -> registry.getSchema(SchemaLocation.of(pointer.isEmpty() ? id : id + "#" + pointer)));
        }
        List<Problem> problems = new ArrayList<>();
        for (Error error : schema.validate(piece, context -> context.executionConfig(c -> c.locale(Locale.ENGLISH)))) {
            problems.add(Problem.at(
                    place + pointer(error), Kind.SCHEMA, error.getKeyword(), String.valueOf(error.getMessage())));
        }
        return problems;
    }

    private static String pointer(Error error) {
        String text = error.getInstanceLocation().toString();
        return text.startsWith("/") ? text : text.isEmpty() || text.equals("$") ? "" : "/" + text;
    }
}

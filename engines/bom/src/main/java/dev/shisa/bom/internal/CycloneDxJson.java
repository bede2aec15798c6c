package dev.shisa.bom.internal;

import static dev.shisa.bom.internal.BoundedJson.text;

import dev.shisa.bom.BomFormat;
import dev.shisa.bom.ByteSource;
import dev.shisa.bom.Problem.Kind;
import dev.shisa.bom.Reading;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * CycloneDX 1.2 to 1.7 in JSON. Components and dependencies are streamed, one at a time in memory; each is checked against the
 * schema of its version and taken as far as it is sound.
 */
public final class CycloneDxJson {

    private static final Set<String> KNOWN_VERSIONS = Set.of("1.2", "1.3", "1.4", "1.5", "1.6", "1.7");
    private static final String NEWEST = "1.7";

    /** Components within components, as deep as the parser lets them nest. */
    private static final int NESTED_MAX = 50;

    private final Intake intake = new Intake(BomFormat.CYCLONEDX_JSON);
    private final Optional<CycloneDxSchema> schema;

    private CycloneDxJson(String specVersion) {
        intake.specVersion = specVersion;
        if (!KNOWN_VERSIONS.contains(specVersion)) {
            intake.problem("/specVersion", Kind.UNKNOWN_VERSION, specVersion, NEWEST);
        }
        schema = CycloneDxSchema.of(KNOWN_VERSIONS.contains(specVersion) ? specVersion : NEWEST);
    }

    /** Reads a file whose {@code specVersion} was seen before. */
    public static Reading read(ByteSource source, String specVersion) throws IOException {
        CycloneDxJson reader = new CycloneDxJson(specVersion);
        try (InputStream in = source.open();
                JsonParser parser = BoundedJson.MAPPER.createParser(in)) {
            reader.document(parser);
        } catch (JacksonException e) {
            reader.intake.problem(BoundedJson.place(e), Kind.BROKEN_OFF, BoundedJson.reason(e));
        }
        return reader.intake.done();
    }

    private void document(JsonParser parser) {
        ObjectNode rest = BoundedJson.MAPPER.createObjectNode();
        parser.nextToken();
        String field;
        while ((field = parser.nextName()) != null) {
            JsonToken token = parser.nextToken();
            if (field.equals("components") && token == JsonToken.START_ARRAY) {
                pieces(parser, "component", "/components", this::component);
                rest.putArray(field);
            } else if (field.equals("dependencies") && token == JsonToken.START_ARRAY) {
                pieces(parser, "dependency", "/dependencies", this::dependency);
                rest.putArray(field);
            } else {
                rest.set(field, (JsonNode) parser.readValueAsTree());
            }
        }
        check("", rest, "");
        metadata(rest);
    }

    @FunctionalInterface
    private interface Piece {
        /** Takes one; false when no more can be taken. */
        boolean take(JsonNode node, String place);
    }

    private void pieces(JsonParser parser, String definition, String place, Piece piece) {
        boolean more = true;
        for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
            if (!more) {
                parser.skipChildren();
                continue;
            }
            JsonNode node = parser.readValueAsTree();
            String at = place + "/" + i;
            check(definition, node, at);
            more = piece.take(node, at);
        }
    }

    private void check(String definition, JsonNode node, String place) {
        schema.ifPresent(s -> s.check(definition, node, place).forEach(intake::problem));
    }

    private void metadata(JsonNode document) {
        intake.serial = text(document, "serialNumber");
        JsonNode metadata = document.path("metadata");
        intake.created = text(metadata, "timestamp");
        for (JsonNode author : metadata.path("authors")) {
            addText(intake.authors, text(author, "name"), text(author, "email"));
        }
        for (String maker : List.of("manufacture", "manufacturer", "supplier")) {
            addText(intake.authors, text(metadata.path(maker), "name"));
        }
        JsonNode tools = metadata.path("tools");
        for (JsonNode tool : tools.isArray() ? tools : tools.path("components")) {
            addText(intake.tools, (text(tool, "name") + " " + text(tool, "version")).strip());
        }
        if (metadata.path("component").isObject()) {
            Draft draft = draft(metadata.path("component"), "/metadata/component");
            intake.subject(draft);
            nested(metadata.path("component"), draft.ref, "/metadata/component", 0);
        }
        services(document.path("services"), 0);
        int i = 0;
        for (JsonNode composition : document.path("compositions")) {
            String place = "/compositions/" + i++;
            // One may be about relations or vulnerabilities alone.
            if (composition.has("assemblies")
                    || !(composition.has("dependencies") || composition.has("vulnerabilities"))) {
                intake.composition(text(composition, "aggregate"), place);
            }
        }
    }

    private void services(JsonNode services, int depth) {
        for (JsonNode service : services) {
            intake.otherRef(text(service, "bom-ref"));
            if (depth < NESTED_MAX) {
                services(service.path("services"), depth + 1);
            }
        }
    }

    private static void addText(List<String> texts, String... candidates) {
        for (String candidate : candidates) {
            if (!candidate.isBlank()) {
                texts.add(candidate);
                return;
            }
        }
    }

    private boolean component(JsonNode node, String place) {
        return component(node, place, "", 0);
    }

    private boolean component(JsonNode node, String place, String parent, int depth) {
        if (!node.isObject()) {
            intake.problem(place, Kind.BAD_VALUE, "component", node.toString());
            return true;
        }
        Draft draft = draft(node, place);
        draft.parent = parent;
        return intake.add(draft) && nested(node, draft.ref, place, depth);
    }

    private boolean nested(JsonNode node, String ref, String place, int depth) {
        int i = 0;
        for (JsonNode child : node.path("components")) {
            if (depth == NESTED_MAX) {
                intake.problem(place, Kind.TOO_MANY, Integer.toString(NESTED_MAX), "levels of components");
                return true;
            }
            if (!component(child, place + "/components/" + i++, ref, depth + 1)) {
                return false;
            }
        }
        return true;
    }

    private static Draft draft(JsonNode node, String place) {
        Draft draft = new Draft(place);
        draft.ref = text(node, "bom-ref");
        draft.type = text(node, "type");
        draft.group = text(node, "group");
        draft.name = text(node, "name");
        draft.version = text(node, "version");
        draft.supplier(text(node.path("supplier"), "name"))
                .supplier(text(node.path("manufacturer"), "name"))
                .supplier(text(node, "publisher"))
                .supplier(text(node, "author"))
                .supplier(text(node.path("authors").path(0), "name"));
        draft.purl(text(node, "purl"));
        draft.cpe(text(node, "cpe"));
        JsonNode identities = node.path("evidence").path("identity");
        for (JsonNode identity : identities.isObject() ? List.of(identities) : identities) {
            if (text(identity, "field").equals("purl")) {
                draft.purl(text(identity, "concludedValue"));
            } else if (text(identity, "field").equals("cpe")) {
                draft.cpe(text(identity, "concludedValue"));
            }
        }
        for (JsonNode hash : node.path("hashes")) {
            draft.hash(text(hash, "alg"), text(hash, "content"));
        }
        for (JsonNode choice : node.path("licenses")) {
            draft.license(text(choice, "expression"), true);
            draft.license(text(choice.path("license"), "id"), true);
            draft.license(text(choice.path("license"), "name"), false);
        }
        for (JsonNode commit : node.path("pedigree").path("commits")) {
            draft.commit(text(commit, "uid"));
        }
        for (JsonNode patch : node.path("pedigree").path("patches")) {
            for (JsonNode issue : patch.path("resolves")) {
                draft.resolved(text(issue, "id"));
            }
        }
        for (JsonNode property : node.path("properties")) {
            draft.property(text(property, "name"), text(property, "value"));
        }
        return draft;
    }

    private boolean dependency(JsonNode node, String place) {
        String ref = text(node, "ref");
        if (!ref.isEmpty()) {
            intake.dependsOnNothingYet(ref, place);
            for (JsonNode needed : node.path("dependsOn")) {
                intake.dependency(ref, needed.asString(""), place);
            }
        }
        return true;
    }
}

package dev.shisa.bom.internal;

import static dev.shisa.bom.internal.BoundedJson.text;

import dev.shisa.bom.BomFormat;
import dev.shisa.bom.ByteSource;
import dev.shisa.bom.Problem.Kind;
import dev.shisa.bom.Reading;
import java.io.IOException;
import java.io.InputStream;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;

/**
 * What Buildroot tells of itself in JSON: {@code make show-info} (an object for each package name) and {@code make pkg-stats}
 * (the same below {@code packages}). Host tools are left out: they are not in the device.
 */
public final class BuildrootJson {

    private final Intake intake;

    private BuildrootJson(BomFormat format) {
        intake = new Intake(format);
    }

    public static Reading read(ByteSource source, BomFormat format) throws IOException {
        BuildrootJson reader = new BuildrootJson(format);
        try (InputStream in = source.open();
                JsonParser parser = BoundedJson.MAPPER.createParser(in)) {
            parser.nextToken();
            if (format == BomFormat.BUILDROOT_SHOW_INFO) {
                reader.packages(parser, "");
            } else {
                reader.document(parser);
            }
        } catch (JacksonException e) {
            reader.intake.problem(BoundedJson.place(e), Kind.BROKEN_OFF, BoundedJson.reason(e));
        }
        return reader.intake.done();
    }

    private void document(JsonParser parser) {
        String field;
        while ((field = parser.nextName()) != null) {
            JsonToken token = parser.nextToken();
            if (field.equals("packages") && token == JsonToken.START_OBJECT) {
                packages(parser, "/packages");
            } else if (field.equals("date") && token == JsonToken.VALUE_STRING) {
                intake.created = parser.getString();
            } else {
                parser.skipChildren();
            }
        }
    }

    private void packages(JsonParser parser, String place) {
        String name;
        while ((name = parser.nextName()) != null) {
            parser.nextToken();
            JsonNode node = parser.readValueAsTree();
            if (node.isObject()
                    && !text(node, "type").equals("host")
                    && !node.path("virtual").asBoolean(false)) {
                take(name, node, place + "/" + name);
            }
        }
    }

    private void take(String key, JsonNode node, String place) {
        Draft draft = new Draft(place);
        draft.ref = key;
        draft.name = text(node, "name").isEmpty() ? key : text(node, "name");
        String version = text(node, "version").isEmpty() ? text(node, "current_version") : text(node, "version");
        draft.version = version;
        draft.cpe(text(node, "cpe-id").isEmpty() ? text(node, "cpeid") : text(node, "cpe-id"));
        draft.license(text(node, "licenses").isEmpty() ? text(node, "license") : text(node, "licenses"), false);
        for (JsonNode ignored : node.path("ignore_cves")) {
            draft.resolved(ignored.asString(""));
        }
        intake.add(draft);
        for (JsonNode needed : node.path("dependencies")) {
            if (!needed.asString("").startsWith("host-")) {
                intake.dependency(draft.ref, needed.asString(""), place);
            }
        }
    }
}

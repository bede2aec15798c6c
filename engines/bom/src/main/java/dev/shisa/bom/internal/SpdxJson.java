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
import tools.jackson.databind.node.ObjectNode;

/** SPDX 2.2 and 2.3 in JSON; packages, files and relationships are streamed. */
public final class SpdxJson {

    private final Spdx2 spdx;

    /** Whether files are passed over, of which an archive has hundreds of thousands. */
    private final boolean packagesOnly;

    /** The schema of 2.3 also takes what 2.2 had. */
    private final OfficialSchema schema;

    private SpdxJson(BomFormat format, String version) {
        spdx = new Spdx2(format);
        packagesOnly = format == BomFormat.SPDX_ARCHIVE;
        String file = version.equals("SPDX-2.2") ? "spdx-schema-v2.2.json" : "spdx-schema-v2.3.json";
        schema = OfficialSchema.of("resources/", "http://spdx.org/rdf/terms/", file);
    }

    /** Reads a file whose {@code spdxVersion} was seen before. */
    public static Reading read(ByteSource source, String version) throws IOException {
        try (InputStream in = source.open()) {
            return read(in, BomFormat.SPDX_JSON, version).done();
        }
    }

    /** Reads one document of an archive: its packages and what stands between them and others. */
    static Spdx2 readOneOfMany(InputStream in) {
        return read(in, BomFormat.SPDX_ARCHIVE, "SPDX-2.3");
    }

    private static Spdx2 read(InputStream in, BomFormat format, String version) {
        SpdxJson reader = new SpdxJson(format, version);
        try (JsonParser parser = BoundedJson.MAPPER.createParser(in)) {
            reader.document(parser);
        } catch (JacksonException e) {
            reader.spdx.intake.problem(BoundedJson.place(e), Kind.BROKEN_OFF, BoundedJson.reason(e));
        }
        return reader.spdx;
    }

    @FunctionalInterface
    private interface Piece {
        void take(JsonNode node, String place);
    }

    private void document(JsonParser parser) {
        ObjectNode rest = BoundedJson.MAPPER.createObjectNode();
        parser.nextToken();
        String field;
        while ((field = parser.nextName()) != null) {
            JsonToken token = parser.nextToken();
            boolean list = token == JsonToken.START_ARRAY;
            if (packagesOnly && (field.equals("files") || field.equals("snippets"))) {
                parser.skipChildren();
            } else if (list && field.equals("packages")) {
                pieces(parser, "/packages", this::spdxPackage);
            } else if (list && field.equals("files")) {
                pieces(parser, "/files", (node, place) -> spdx.file(text(node, "SPDXID"), place));
            } else if (list && field.equals("snippets")) {
                pieces(parser, "/snippets", (node, _) -> spdx.intake.otherRef(text(node, "SPDXID")));
            } else if (list && field.equals("relationships")) {
                pieces(parser, "/relationships", this::relationship);
            } else {
                rest.set(field, (JsonNode) parser.readValueAsTree());
            }
        }
        schema.check("", rest, "").forEach(spdx.intake::problem);
        head(rest);
    }

    private void pieces(JsonParser parser, String place, Piece piece) {
        for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
            JsonNode node = parser.readValueAsTree();
            String at = place + "/" + i;
            if (packagesOnly && node.has("spdxElementId") && isOfFiles(node)) {
                continue;
            }
            schema.check("/properties" + place + "/items", node, at).forEach(spdx.intake::problem);
            if (node.isObject()) {
                piece.take(node, at);
            }
        }
    }

    private boolean isOfFiles(JsonNode relationship) {
        return !isPackageOrOutside(text(relationship, "spdxElementId"))
                || !isPackageOrOutside(text(relationship, "relatedSpdxElement"));
    }

    /** Where packages stand behind their relationships, all ends are kept until the documents are joined. */
    private boolean isPackageOrOutside(String id) {
        return spdx.packages.isEmpty()
                || spdx.packages.containsKey(id)
                || id.startsWith("DocumentRef-")
                || id.equals("SPDXRef-DOCUMENT");
    }

    private void head(JsonNode document) {
        spdx.version = text(document, "spdxVersion");
        spdx.name = text(document, "name");
        spdx.namespace = text(document, "documentNamespace");
        spdx.dataLicense = text(document, "dataLicense");
        spdx.documentId = text(document, "SPDXID");
        JsonNode creation = document.path("creationInfo");
        if (creation.path("created").isString()) {
            spdx.created(text(creation, "created"), "/creationInfo/created");
        }
        for (JsonNode creator : creation.path("creators")) {
            spdx.creator(creator.asString(""), "/creationInfo/creators");
        }
        for (JsonNode other : document.path("externalDocumentRefs")) {
            spdx.documents.put(text(other, "externalDocumentId"), text(other, "spdxDocument"));
        }
        for (JsonNode id : document.path("documentDescribes")) {
            spdx.describes(id.asString(""));
        }
    }

    private void spdxPackage(JsonNode node, String place) {
        Draft draft = new Draft(place);
        draft.ref = text(node, "SPDXID");
        draft.name = text(node, "name");
        draft.version = text(node, "versionInfo");
        draft.type = text(node, "primaryPackagePurpose")
                .toLowerCase(java.util.Locale.ROOT)
                .replace('_', '-');
        draft.supplier(Spdx2.actor(text(node, "supplier"))).supplier(Spdx2.actor(text(node, "originator")));
        for (JsonNode sum : node.path("checksums")) {
            draft.hash(text(sum, "algorithm"), text(sum, "checksumValue"));
        }
        Spdx2.license(draft, text(node, "licenseDeclared"));
        Spdx2.license(draft, text(node, "licenseConcluded"));
        int i = 0;
        for (JsonNode reference : node.path("externalRefs")) {
            spdx.external(
                    draft,
                    text(reference, "referenceType"),
                    text(reference, "referenceLocator"),
                    place + "/externalRefs/" + i++);
        }
        Spdx2.sourceInfo(draft, text(node, "sourceInfo"));
        spdx.add(draft);
    }

    private void relationship(JsonNode node, String place) {
        spdx.relationship(
                text(node, "spdxElementId"), text(node, "relationshipType"), text(node, "relatedSpdxElement"), place);
    }
}

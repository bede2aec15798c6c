package dev.shisa.bom;

import dev.shisa.bom.BomWriter.Analysis;
import dev.shisa.bom.BomWriter.Header;
import dev.shisa.bom.VexWords.Status;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.core.JsonGenerator;

/** OpenVEX 0.2.0: the product is what the list is of, its components are the subcomponents; without one they are products. */
final class OpenVexWriter {

    private final JsonGenerator json;
    private final Bom bom;
    private final Header header;
    private final Map<String, Component> components = new HashMap<>();

    OpenVexWriter(JsonGenerator json, Bom bom, Header header) {
        this.json = json;
        this.bom = bom;
        this.header = header;
        bom.components().forEach(component -> components.put(component.ref(), component));
    }

    void write(List<Analysis> analyses) {
        json.writeStartObject();
        json.writeStringProperty("@context", "https://openvex.dev/ns/v0.2.0");
        json.writeStringProperty("@id", "urn:uuid:" + header.serial());
        json.writeStringProperty("author", header.author());
        json.writeStringProperty(
                "timestamp", header.created().truncatedTo(ChronoUnit.SECONDS).toString());
        json.writeNumberProperty("version", 1);
        json.writeArrayPropertyStart("statements");
        analyses.forEach(this::statement);
        json.writeEndArray();
        json.writeEndObject();
    }

    private void statement(Analysis analysis) {
        VexWords words = VexWords.of(analysis);
        json.writeStartObject();
        json.writeObjectPropertyStart("vulnerability");
        json.writeStringProperty("name", analysis.vulnerability());
        json.writeEndObject();
        json.writeArrayPropertyStart("products");
        List<Component> parts = analysis.refs().stream()
                .map(components::get)
                .filter(java.util.Objects::nonNull)
                .toList();
        Component subject = bom.subject();
        if (subject == null) {
            parts.forEach(part -> product(part, List.of()));
        } else {
            product(subject, parts);
        }
        json.writeEndArray();
        json.writeStringProperty("status", words.status().name().toLowerCase(Locale.ROOT));
        BomWriter.given(json, "justification", words.justification());
        if (words.status() == Status.NOT_AFFECTED) {
            BomWriter.given(json, "impact_statement", words.reason());
        } else if (words.status() == Status.AFFECTED) {
            json.writeStringProperty("action_statement", words.action());
        } else {
            BomWriter.given(json, "status_notes", words.reason());
        }
        json.writeEndObject();
    }

    private void product(Component component, List<Component> parts) {
        json.writeStartObject();
        json.writeStringProperty("@id", id(component));
        if (!component.purls().isEmpty() || !component.cpes().isEmpty()) {
            json.writeObjectPropertyStart("identifiers");
            component.purls().stream().limit(1).forEach(purl -> json.writeStringProperty("purl", purl));
            cpe("cpe23", component, true);
            cpe("cpe22", component, false);
            json.writeEndObject();
        }
        if (!parts.isEmpty()) {
            json.writeArrayPropertyStart("subcomponents");
            parts.forEach(part -> product(part, List.of()));
            json.writeEndArray();
        }
        json.writeEndObject();
    }

    private void cpe(String field, Component component, boolean newer) {
        component.cpes().stream()
                .filter(cpe -> cpe.startsWith("cpe:2.3:") == newer)
                .limit(1)
                .forEach(cpe -> json.writeStringProperty(field, cpe));
    }

    /** An IRI: the package URL, or a name within this document. */
    private String id(Component component) {
        return component.purls().isEmpty()
                ? "urn:uuid:" + header.serial() + "#" + URLEncoder.encode(component.ref(), StandardCharsets.UTF_8)
                : component.purls().getFirst();
    }
}

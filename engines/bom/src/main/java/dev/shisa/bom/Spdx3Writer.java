package dev.shisa.bom;

import dev.shisa.bom.BomWriter.Analysis;
import dev.shisa.bom.BomWriter.Header;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import tools.jackson.core.JsonGenerator;

/**
 * SPDX 3.0.1 in its JSON-LD serialisation: one {@code @graph} of elements, tied by relationships. Vulnerabilities that the list says
 * were resolved, and the maker's analyses, are elements of the security profile.
 */
final class Spdx3Writer {

    private static final String CONTEXT = "https://spdx.org/rdf/3.0.1/spdx-context.jsonld";
    private static final String NOTHING = "https://spdx.org/rdf/3.0.1/terms/Core/NoneElement";
    private static final String CREATION = "_:creation";
    private static final Set<String> PURPOSES = Set.of(
            "application",
            "archive",
            "container",
            "data",
            "device",
            "deviceDriver",
            "file",
            "firmware",
            "framework",
            "install",
            "library",
            "model",
            "operatingSystem",
            "platform",
            "source");

    private final JsonGenerator json;
    private final Bom bom;
    private final Header header;
    private final Map<String, String> ids = new HashMap<>();
    private final Map<String, String> agents = new LinkedHashMap<>();
    private final Map<String, String> licenses = new LinkedHashMap<>();
    private final Map<String, String> vulnerabilities = new LinkedHashMap<>();
    private int relationships;

    Spdx3Writer(JsonGenerator json, Bom bom, Header header) {
        this.json = json;
        this.bom = bom;
        this.header = header;
    }

    private String id(String kind, int number) {
        return "urn:uuid:" + header.serial() + "#" + kind + "-" + number;
    }

    private static String named(Map<String, String> ids, String name, String id) {
        return ids.computeIfAbsent(name, _ -> id);
    }

    void write(List<Analysis> analyses) {
        List<Component> all = new ArrayList<>();
        Component subject = bom.subject();
        if (subject != null) {
            all.add(subject);
        }
        all.addAll(bom.components());
        for (Component component : all) {
            ids.put(component.ref(), id("Package", ids.size() + 1));
            if (!component.supplier().isBlank()) {
                named(agents, component.supplier(), id("Agent", agents.size() + 1));
            }
            String expression = BomWriter.expression(component);
            if (!expression.isEmpty()) {
                named(licenses, expression, id("License", licenses.size() + 1));
            }
        }
        Stream.concat(
                        all.stream().flatMap(component -> component.resolved().stream()),
                        analyses.stream().map(Analysis::vulnerability))
                .forEach(name -> named(vulnerabilities, name, id("Vulnerability", vulnerabilities.size() + 1)));
        json.writeStartObject();
        json.writeStringProperty("@context", CONTEXT);
        json.writeArrayPropertyStart("@graph");
        about(subject);
        all.forEach(this::spdxPackage);
        agents.forEach((name, id) -> element("Organization", id, name));
        licenses.forEach((expression, id) -> {
            start("simplelicensing_LicenseExpression", id);
            json.writeStringProperty("simplelicensing_licenseExpression", expression);
            json.writeEndObject();
        });
        all.forEach(this::license);
        dependencies();
        vulnerabilities.forEach(this::vulnerability);
        all.forEach(this::resolved);
        analyses.forEach(this::analysis);
        json.writeEndArray();
        json.writeEndObject();
    }

    private void start(String type, String id) {
        json.writeStartObject();
        json.writeStringProperty("type", type);
        json.writeStringProperty("spdxId", id);
        json.writeStringProperty("creationInfo", CREATION);
    }

    private void element(String type, String id, String name) {
        start(type, id);
        json.writeStringProperty("name", name);
        json.writeEndObject();
    }

    private void texts(String field, List<String> texts) {
        json.writeArrayPropertyStart(field);
        texts.forEach(json::writeString);
        json.writeEndArray();
    }

    // ---- the document --------------------------------------------------------------------------

    private void about(@org.jspecify.annotations.Nullable Component subject) {
        String author = id("Author", 1);
        json.writeStartObject();
        json.writeStringProperty("type", "CreationInfo");
        json.writeStringProperty("@id", CREATION);
        json.writeStringProperty("specVersion", "3.0.1");
        json.writeStringProperty(
                "created", header.created().truncatedTo(ChronoUnit.SECONDS).toString());
        texts("createdBy", List.of(author));
        json.writeEndObject();
        element("Organization", author, header.author());
        String name = subject == null ? "bill of materials" : subject.title();
        List<String> roots = subject == null
                ? bom.components().stream()
                        .map(component -> ids.getOrDefault(component.ref(), ""))
                        .toList()
                : List.of(ids.getOrDefault(subject.ref(), ""));
        start("SpdxDocument", "urn:uuid:" + header.serial());
        json.writeStringProperty("name", name);
        texts("profileConformance", List.of("core", "software", "simpleLicensing", "security"));
        texts("rootElement", List.of(id("Sbom", 1)));
        json.writeEndObject();
        start("software_Sbom", id("Sbom", 1));
        json.writeStringProperty("name", name);
        texts("rootElement", roots);
        texts("element", List.copyOf(new LinkedHashSet<>(ids.values())));
        json.writeEndObject();
    }

    private void spdxPackage(Component component) {
        start("software_Package", ids.getOrDefault(component.ref(), ""));
        json.writeStringProperty("name", component.title());
        BomWriter.given(json, "software_packageVersion", component.version());
        String purpose = camel(component.type().equals("machine-learning-model") ? "model" : component.type(), '-');
        if (PURPOSES.contains(purpose)) {
            json.writeStringProperty("software_primaryPurpose", purpose);
        }
        BomWriter.given(json, "suppliedBy", agents.getOrDefault(component.supplier(), ""));
        component.purls().stream().limit(1).forEach(purl -> json.writeStringProperty("software_packageUrl", purl));
        if (component.purls().size() > 1 || !component.cpes().isEmpty()) {
            json.writeArrayPropertyStart("externalIdentifier");
            component.purls().stream().skip(1).forEach(purl -> identifier("packageUrl", purl));
            component.cpes().forEach(cpe -> identifier(cpe.startsWith("cpe:2.3:") ? "cpe23" : "cpe22", cpe));
            json.writeEndArray();
        }
        List<Component.Hash> hashes = BomWriter.named(component);
        if (!hashes.isEmpty()) {
            json.writeArrayPropertyStart("verifiedUsing");
            for (Component.Hash hash : hashes) {
                json.writeStartObject();
                json.writeStringProperty("type", "Hash");
                json.writeStringProperty(
                        "algorithm", BomWriter.plain(hash.algorithm()).replaceFirst("^sha3(?=\\d{3}$)", "sha3_"));
                json.writeStringProperty("hashValue", hash.value().toLowerCase(Locale.ROOT));
                json.writeEndObject();
            }
            json.writeEndArray();
        }
        json.writeEndObject();
    }

    private void identifier(String type, String value) {
        json.writeStartObject();
        json.writeStringProperty("type", "ExternalIdentifier");
        json.writeStringProperty("externalIdentifierType", type);
        json.writeStringProperty("identifier", value);
        json.writeEndObject();
    }

    // ---- relationships -------------------------------------------------------------------------

    /** Opens a relationship; whoever opens it may add to it before it is ended. */
    private void relationship(String type, String from, String kind, List<String> to) {
        start(type, id("Relationship", ++relationships));
        json.writeStringProperty("relationshipType", kind);
        json.writeStringProperty("from", from);
        texts("to", to);
    }

    private void related(String from, String kind, List<String> to) {
        relationship("Relationship", from, kind, to);
        json.writeEndObject();
    }

    private List<String> known(List<String> refs) {
        return refs.stream()
                .filter(ids::containsKey)
                .map(ref -> ids.getOrDefault(ref, ""))
                .distinct()
                .toList();
    }

    private void license(Component component) {
        String license = licenses.get(BomWriter.expression(component));
        if (license != null) {
            related(ids.getOrDefault(component.ref(), ""), "hasDeclaredLicense", List.of(license));
        }
    }

    private void dependencies() {
        for (Component component : bom.components()) {
            String parent = ids.get(component.parent());
            if (parent != null) {
                related(parent, "contains", known(List.of(component.ref())));
            }
        }
        new TreeMap<>(bom.dependencies()).forEach((ref, needed) -> {
            String from = ids.get(ref);
            List<String> to = needed.isEmpty() ? List.of(NOTHING) : known(needed);
            if (from != null && !to.isEmpty()) {
                related(from, "dependsOn", to);
            }
        });
    }

    // ---- vulnerabilities -----------------------------------------------------------------------

    private void vulnerability(String name, String id) {
        start("security_Vulnerability", id);
        json.writeStringProperty("name", name);
        if (name.startsWith("CVE-")) {
            json.writeArrayPropertyStart("externalIdentifier");
            identifier("cve", name);
            json.writeEndArray();
        }
        json.writeEndObject();
    }

    private void resolved(Component component) {
        for (String name : component.resolved()) {
            relationship(
                    "security_VexFixedVulnAssessmentRelationship",
                    vulnerabilities.getOrDefault(name, ""),
                    "fixedIn",
                    known(List.of(component.ref())));
            json.writeEndObject();
        }
    }

    private void analysis(Analysis analysis) {
        List<String> to = known(analysis.refs());
        if (to.isEmpty()) {
            return;
        }
        VexWords words = VexWords.of(analysis);
        String from = vulnerabilities.getOrDefault(analysis.vulnerability(), "");
        switch (words.status()) {
            case NOT_AFFECTED -> {
                relationship("security_VexNotAffectedVulnAssessmentRelationship", from, "doesNotAffect", to);
                BomWriter.given(json, "security_justificationType", camel(words.justification(), '_'));
                BomWriter.given(json, "security_impactStatement", words.reason());
            }
            case AFFECTED -> {
                relationship("security_VexAffectedVulnAssessmentRelationship", from, "affects", to);
                json.writeStringProperty("security_actionStatement", words.action());
            }
            case FIXED -> {
                relationship("security_VexFixedVulnAssessmentRelationship", from, "fixedIn", to);
                BomWriter.given(json, "security_statusNotes", words.reason());
            }
            case UNDER_INVESTIGATION -> {
                relationship(
                        "security_VexUnderInvestigationVulnAssessmentRelationship", from, "underInvestigationFor", to);
                BomWriter.given(json, "security_statusNotes", words.reason());
            }
        }
        json.writeEndObject();
    }

    /** {@code device-driver} is deviceDriver. */
    private static String camel(String words, char separator) {
        StringBuilder camel = new StringBuilder();
        boolean upper = false;
        for (int i = 0; i < words.length(); i++) {
            char c = words.charAt(i);
            if (c == separator) {
                upper = true;
            } else {
                camel.append(upper ? Character.toUpperCase(c) : c);
                upper = false;
            }
        }
        return camel.toString();
    }
}

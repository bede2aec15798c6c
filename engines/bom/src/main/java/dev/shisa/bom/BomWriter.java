package dev.shisa.bom;

import dev.shisa.bom.internal.LicenseList;
import java.io.OutputStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonEncoding;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes any list, whatever it was read from, as CycloneDX 1.6, SPDX 2.3 or SPDX 3.0 in JSON, valid against the official schemas, and
 * what the maker says of vulnerabilities in it (VEX) within CycloneDX and SPDX 3.0 or as OpenVEX. What a format has no place for is
 * left out: a hash of an algorithm that it does not name, a licence that is only a name (SPDX).
 */
public final class BomWriter {

    static final JsonMapper MAPPER =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    private static final Set<String> TYPES = Set.of(
            "application",
            "framework",
            "library",
            "container",
            "platform",
            "operating-system",
            "device",
            "device-driver",
            "firmware",
            "file",
            "machine-learning-model",
            "data",
            "cryptographic-asset");
    private static final Set<String> PURPOSES = Set.of(
            "application",
            "framework",
            "library",
            "container",
            "operating-system",
            "device",
            "firmware",
            "source",
            "archive",
            "file",
            "install");

    /** Algorithms that all formats name, with the length of their value in hexadecimal digits. */
    private static final Map<String, Integer> HASHES = Map.of(
            "md5", 32, "sha1", 40, "sha256", 64, "sha384", 96, "sha512", 128, "sha3256", 64, "sha3384", 96, "sha3512",
            128);

    private static final Pattern HEX = Pattern.compile("[0-9a-fA-F]+");

    /**
     * What a new document says of itself.
     *
     * @param serial its own identity
     * @param created when it was made
     * @param author who made it
     */
    public record Header(UUID serial, Instant created, String author) {}

    /**
     * What the maker says of a vulnerability in the product, in the words of CycloneDX.
     *
     * @param state exploitable, in_triage, resolved, false_positive, not_affected …
     * @param justification empty, or one of the format's words; for SPDX 3.0 and OpenVEX also one of the five that these know
     * @param refs the components that it is about
     */
    public record Analysis(String vulnerability, String state, String justification, String detail, List<String> refs) {
        public Analysis {
            refs = List.copyOf(refs);
        }
    }

    private BomWriter() {}

    // ---- CycloneDX -----------------------------------------------------------------------------

    /** Writes CycloneDX 1.6; the stream stays open. */
    public static void cycloneDx(Bom bom, Header header, List<Analysis> analyses, OutputStream out) {
        try (JsonGenerator json = MAPPER.createGenerator(out, JsonEncoding.UTF8)) {
            json.configure(tools.jackson.core.StreamWriteFeature.AUTO_CLOSE_TARGET, false);
            json.writeStartObject();
            json.writeStringProperty("$schema", "http://cyclonedx.org/schema/bom-1.6.schema.json");
            json.writeStringProperty("bomFormat", "CycloneDX");
            json.writeStringProperty("specVersion", "1.6");
            json.writeStringProperty("serialNumber", "urn:uuid:" + header.serial);
            json.writeNumberProperty("version", 1);
            json.writeObjectPropertyStart("metadata");
            json.writeStringProperty(
                    "timestamp", header.created.truncatedTo(ChronoUnit.SECONDS).toString());
            json.writeArrayPropertyStart("authors");
            json.writeStartObject();
            json.writeStringProperty("name", header.author);
            json.writeEndObject();
            json.writeEndArray();
            if (bom.subject() != null) {
                json.writeName("component");
                component(json, bom.subject());
            }
            json.writeEndObject();
            json.writeArrayPropertyStart("components");
            bom.components().forEach(component -> component(json, component));
            json.writeEndArray();
            dependencies(json, bom);
            analyses(json, analyses);
            json.writeEndObject();
        }
    }

    private static void component(JsonGenerator json, Component component) {
        json.writeStartObject();
        json.writeStringProperty("type", TYPES.contains(component.type()) ? component.type() : "library");
        json.writeStringProperty("bom-ref", component.ref());
        if (!component.supplier().isBlank()) {
            json.writeObjectPropertyStart("supplier");
            json.writeStringProperty("name", component.supplier());
            json.writeEndObject();
        }
        given(json, "group", component.group());
        json.writeStringProperty("name", component.name());
        given(json, "version", component.version());
        hashes(json, component, "hashes", "alg", "content", BomWriter::cycloneDxAlgorithm);
        licenses(json, component.licenses());
        if (!component.cpes().isEmpty()) {
            json.writeStringProperty("cpe", component.cpes().getFirst());
        }
        if (!component.purls().isEmpty()) {
            json.writeStringProperty("purl", component.purls().getFirst());
        }
        if (!component.resolved().isEmpty() || !component.commits().isEmpty()) {
            pedigree(json, component);
        }
        identities(json, component);
        if (!component.properties().isEmpty()) {
            json.writeArrayPropertyStart("properties");
            component.properties().entrySet().stream()
                    .sorted(Map.Entry.comparingByKey())
                    .forEach(property -> {
                        json.writeStartObject();
                        json.writeStringProperty("name", property.getKey());
                        json.writeStringProperty("value", property.getValue());
                        json.writeEndObject();
                    });
            json.writeEndArray();
        }
        json.writeEndObject();
    }

    static void given(JsonGenerator json, String name, String value) {
        if (!value.isBlank()) {
            json.writeStringProperty(name, value);
        }
    }

    /** The further identifiers; the first of each kind stands in its own field. */
    private static void identities(JsonGenerator json, Component component) {
        if (component.purls().size() < 2 && component.cpes().size() < 2) {
            return;
        }
        json.writeObjectPropertyStart("evidence");
        json.writeArrayPropertyStart("identity");
        component.purls().stream().skip(1).forEach(purl -> identity(json, "purl", purl));
        component.cpes().stream().skip(1).forEach(cpe -> identity(json, "cpe", cpe));
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void identity(JsonGenerator json, String field, String value) {
        json.writeStartObject();
        json.writeStringProperty("field", field);
        json.writeStringProperty("concludedValue", value);
        json.writeEndObject();
    }

    private static void pedigree(JsonGenerator json, Component component) {
        json.writeObjectPropertyStart("pedigree");
        if (!component.commits().isEmpty()) {
            json.writeArrayPropertyStart("commits");
            component.commits().forEach(commit -> {
                json.writeStartObject();
                json.writeStringProperty("uid", commit);
                json.writeEndObject();
            });
            json.writeEndArray();
        }
        if (!component.resolved().isEmpty()) {
            json.writeArrayPropertyStart("patches");
            json.writeStartObject();
            json.writeStringProperty("type", "backport");
            json.writeArrayPropertyStart("resolves");
            component.resolved().forEach(id -> {
                json.writeStartObject();
                json.writeStringProperty("type", "security");
                json.writeStringProperty("id", id);
                json.writeEndObject();
            });
            json.writeEndArray();
            json.writeEndObject();
            json.writeEndArray();
        }
        json.writeEndObject();
    }

    /** Either one expression, or ids and names. */
    private static void licenses(JsonGenerator json, List<Component.License> licenses) {
        if (licenses.isEmpty()) {
            return;
        }
        String single = licenses.size() == 1 ? licenses.getFirst().text() : "";
        json.writeArrayPropertyStart("licenses");
        if (!LicenseList.isId(single) && LicenseList.isExpression(single)) {
            json.writeStartObject();
            json.writeStringProperty("expression", single);
            json.writeEndObject();
        } else {
            for (Component.License license : licenses) {
                json.writeStartObject();
                json.writeObjectPropertyStart("license");
                json.writeStringProperty(LicenseList.isId(license.text()) ? "id" : "name", license.text());
                json.writeEndObject();
                json.writeEndObject();
            }
        }
        json.writeEndArray();
    }

    private static void dependencies(JsonGenerator json, Bom bom) {
        Map<String, Set<String>> dependencies = new java.util.TreeMap<>();
        Set<String> known = new LinkedHashSet<>();
        if (bom.subject() != null) {
            known.add(bom.subject().ref());
        }
        bom.components().forEach(component -> known.add(component.ref()));
        bom.dependencies().forEach((ref, needed) -> {
            if (known.contains(ref)) {
                Set<String> inside = new LinkedHashSet<>(needed);
                inside.retainAll(known);
                dependencies.put(ref, inside);
            }
        });
        bom.components().stream()
                .filter(component -> known.contains(component.parent()))
                .forEach(component -> dependencies
                        .computeIfAbsent(component.parent(), _ -> new LinkedHashSet<>())
                        .add(component.ref()));
        json.writeArrayPropertyStart("dependencies");
        dependencies.forEach((ref, needed) -> {
            json.writeStartObject();
            json.writeStringProperty("ref", ref);
            json.writeArrayPropertyStart("dependsOn");
            needed.forEach(json::writeString);
            json.writeEndArray();
            json.writeEndObject();
        });
        json.writeEndArray();
    }

    private static void analyses(JsonGenerator json, List<Analysis> analyses) {
        if (analyses.isEmpty()) {
            return;
        }
        json.writeArrayPropertyStart("vulnerabilities");
        for (Analysis analysis : analyses) {
            json.writeStartObject();
            json.writeStringProperty("id", analysis.vulnerability);
            json.writeObjectPropertyStart("analysis");
            json.writeStringProperty("state", analysis.state);
            given(json, "justification", analysis.justification);
            given(json, "detail", analysis.detail);
            json.writeEndObject();
            json.writeArrayPropertyStart("affects");
            analysis.refs.forEach(ref -> {
                json.writeStartObject();
                json.writeStringProperty("ref", ref);
                json.writeEndObject();
            });
            json.writeEndArray();
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    // ---- hashes --------------------------------------------------------------------------------

    @FunctionalInterface
    interface Naming {
        /** The format's name of an algorithm. */
        String of(String plain);
    }

    /** The hashes whose algorithm all formats name, and whose value is one of it. */
    static List<Component.Hash> named(Component component) {
        return component.hashes().stream()
                .filter(hash -> HASHES.getOrDefault(plain(hash.algorithm()), -1)
                                == hash.value().length()
                        && HEX.matcher(hash.value()).matches())
                .toList();
    }

    private static void hashes(
            JsonGenerator json, Component component, String list, String algorithm, String value, Naming naming) {
        List<Component.Hash> named = named(component);
        if (named.isEmpty()) {
            return;
        }
        json.writeArrayPropertyStart(list);
        for (Component.Hash hash : named) {
            json.writeStartObject();
            json.writeStringProperty(algorithm, naming.of(plain(hash.algorithm())));
            json.writeStringProperty(value, hash.value().toLowerCase(Locale.ROOT));
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    static String plain(String algorithm) {
        return algorithm.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    }

    private static String cycloneDxAlgorithm(String plain) {
        return plain.startsWith("sha3") && plain.length() == 7
                ? "SHA3-" + plain.substring(4)
                : plain.replaceFirst("^sha", "SHA-").replaceFirst("^md", "MD");
    }

    private static String spdxAlgorithm(String plain) {
        return plain.startsWith("sha3") && plain.length() == 7
                ? "SHA3-" + plain.substring(4)
                : plain.toUpperCase(Locale.ROOT);
    }

    // ---- SPDX ----------------------------------------------------------------------------------

    /** Writes SPDX 3.0.1 (JSON-LD); the stream stays open. A "not affected" must have a justification or a detail. */
    public static void spdx3(Bom bom, Header header, List<Analysis> analyses, OutputStream out) {
        try (JsonGenerator json = MAPPER.createGenerator(out, JsonEncoding.UTF8)) {
            json.configure(tools.jackson.core.StreamWriteFeature.AUTO_CLOSE_TARGET, false);
            new Spdx3Writer(json, bom, header).write(analyses);
        }
    }

    /** Writes OpenVEX 0.2.0; the stream stays open. A "not affected" must have a justification or a detail. */
    public static void openVex(Bom bom, Header header, List<Analysis> analyses, OutputStream out) {
        try (JsonGenerator json = MAPPER.createGenerator(out, JsonEncoding.UTF8)) {
            json.configure(tools.jackson.core.StreamWriteFeature.AUTO_CLOSE_TARGET, false);
            new OpenVexWriter(json, bom, header).write(analyses);
        }
    }

    /** Writes SPDX 2.3; the stream stays open. */
    public static void spdx(Bom bom, Header header, OutputStream out) {
        Map<String, String> ids = new HashMap<>();
        try (JsonGenerator json = MAPPER.createGenerator(out, JsonEncoding.UTF8)) {
            json.configure(tools.jackson.core.StreamWriteFeature.AUTO_CLOSE_TARGET, false);
            json.writeStartObject();
            json.writeStringProperty("spdxVersion", "SPDX-2.3");
            json.writeStringProperty("dataLicense", "CC0-1.0");
            json.writeStringProperty("SPDXID", "SPDXRef-DOCUMENT");
            Component subject = bom.subject();
            json.writeStringProperty("name", subject == null ? "bill of materials" : subject.title());
            json.writeStringProperty("documentNamespace", "urn:uuid:" + header.serial);
            json.writeObjectPropertyStart("creationInfo");
            json.writeStringProperty(
                    "created", header.created.truncatedTo(ChronoUnit.SECONDS).toString());
            json.writeArrayPropertyStart("creators");
            json.writeString("Organization: " + header.author);
            json.writeEndArray();
            json.writeEndObject();
            json.writeArrayPropertyStart("packages");
            if (subject != null) {
                spdxPackage(json, subject, ids);
            }
            bom.components().forEach(component -> spdxPackage(json, component, ids));
            json.writeEndArray();
            json.writeArrayPropertyStart("relationships");
            if (subject == null) {
                bom.components().forEach(c -> relationship(json, "SPDXRef-DOCUMENT", "DESCRIBES", ids.get(c.ref())));
            } else {
                relationship(json, "SPDXRef-DOCUMENT", "DESCRIBES", ids.get(subject.ref()));
            }
            for (Component component : bom.components()) {
                relationship(json, ids.get(component.parent()), "CONTAINS", ids.get(component.ref()));
            }
            new java.util.TreeMap<>(bom.dependencies()).forEach((ref, needed) -> {
                needed.forEach(other -> relationship(json, ids.get(ref), "DEPENDS_ON", ids.get(other)));
                if (needed.isEmpty()) {
                    relationship(json, ids.get(ref), "DEPENDS_ON", "NONE");
                }
            });
            json.writeEndArray();
            json.writeEndObject();
        }
    }

    private static void relationship(JsonGenerator json, @Nullable String from, String type, @Nullable String to) {
        if (from != null && to != null) {
            json.writeStartObject();
            json.writeStringProperty("spdxElementId", from);
            json.writeStringProperty("relationshipType", type);
            json.writeStringProperty("relatedSpdxElement", to);
            json.writeEndObject();
        }
    }

    private static void spdxPackage(JsonGenerator json, Component component, Map<String, String> ids) {
        String id = "SPDXRef-Package-" + (ids.size() + 1);
        ids.put(component.ref(), id);
        json.writeStartObject();
        json.writeStringProperty("SPDXID", id);
        json.writeStringProperty("name", component.title());
        given(json, "versionInfo", component.version());
        json.writeStringProperty("downloadLocation", "NOASSERTION");
        json.writeBooleanProperty("filesAnalyzed", false);
        json.writeStringProperty(
                "supplier", component.supplier().isBlank() ? "NOASSERTION" : "Organization: " + component.supplier());
        if (PURPOSES.contains(component.type())) {
            json.writeStringProperty(
                    "primaryPackagePurpose",
                    component.type().toUpperCase(Locale.ROOT).replace('-', '_'));
        }
        json.writeStringProperty(
                "licenseDeclared", expression(component).isEmpty() ? "NOASSERTION" : expression(component));
        json.writeStringProperty("licenseConcluded", "NOASSERTION");
        json.writeStringProperty("copyrightText", "NOASSERTION");
        hashes(json, component, "checksums", "algorithm", "checksumValue", BomWriter::spdxAlgorithm);
        if (!component.purls().isEmpty() || !component.cpes().isEmpty()) {
            json.writeArrayPropertyStart("externalRefs");
            component.purls().forEach(purl -> external(json, "PACKAGE-MANAGER", "purl", purl));
            component
                    .cpes()
                    .forEach(cpe ->
                            external(json, "SECURITY", cpe.startsWith("cpe:2.3:") ? "cpe23Type" : "cpe22Type", cpe));
            json.writeEndArray();
        }
        json.writeEndObject();
    }

    /** All licences as one expression; empty if one of them is only a name. */
    static String expression(Component component) {
        List<String> licenses =
                component.licenses().stream().map(Component.License::text).toList();
        if (licenses.isEmpty() || !licenses.stream().allMatch(LicenseList::isExpression)) {
            return "";
        }
        return licenses.size() == 1 ? licenses.getFirst() : "(" + String.join(") AND (", licenses) + ")";
    }

    private static void external(JsonGenerator json, String category, String type, String locator) {
        json.writeStartObject();
        json.writeStringProperty("referenceCategory", category);
        json.writeStringProperty("referenceType", type);
        json.writeStringProperty("referenceLocator", locator);
        json.writeEndObject();
    }
}

package dev.shisa.bom.internal;

import static dev.shisa.bom.internal.BoundedJson.text;

import dev.shisa.bom.BomFormat;
import dev.shisa.bom.ByteSource;
import dev.shisa.bom.Problem.Kind;
import dev.shisa.bom.Reading;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * SPDX 3.0 in the JSON-LD serialisation that the specification fixes (compact names of the published context, one {@code @graph}).
 * Packages become components; relationships, agents and licences are joined to them by id. No JSON-LD processing takes place and no
 * context is fetched: the specification's own JSON schema demands these names.
 */
public final class Spdx3 {

    private static final Set<String> NEEDS =
            Set.of("dependsOn", "contains", "hasDynamicLink", "hasStaticLink", "hasPrerequisite");

    private final Intake intake = new Intake(BomFormat.SPDX_3);
    private final Map<String, Draft> packages = new LinkedHashMap<>();
    private final Map<String, String> suppliers = new HashMap<>();
    private final Map<String, String> names = new HashMap<>();
    private final Map<String, String> expressions = new HashMap<>();
    private final Map<String, String> vulnerabilities = new HashMap<>();
    private final List<JsonNode> relationships = new ArrayList<>();
    private final Map<String, String> places = new HashMap<>();
    private final List<String> roots = new ArrayList<>();
    private boolean documentSeen;
    private boolean tooMany;

    private Spdx3() {}

    public static Reading read(ByteSource source) throws IOException {
        Spdx3 reader = new Spdx3();
        try (InputStream in = source.open();
                JsonParser parser = BoundedJson.MAPPER.createParser(in)) {
            reader.document(parser);
        } catch (JacksonException e) {
            reader.intake.problem(BoundedJson.place(e), Kind.BROKEN_OFF, BoundedJson.reason(e));
        }
        return reader.done();
    }

    private void document(JsonParser parser) {
        ObjectNode single = BoundedJson.MAPPER.createObjectNode();
        parser.nextToken();
        String field;
        boolean graph = false;
        while ((field = parser.nextName()) != null) {
            JsonToken token = parser.nextToken();
            if (field.equals("@graph") && token == JsonToken.START_ARRAY) {
                graph = true;
                for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
                    element(parser.readValueAsTree(), "/@graph/" + i);
                }
            } else {
                single.set(field, (JsonNode) parser.readValueAsTree());
            }
        }
        if (!graph) {
            element(single, "");
        }
    }

    private static String id(JsonNode element) {
        String id = text(element, "spdxId");
        return id.isEmpty() ? text(element, "@id") : id;
    }

    private void element(JsonNode node, String place) {
        String type = text(node, "type").isEmpty() ? text(node, "@type") : text(node, "type");
        if (type.isEmpty()) {
            intake.problem(place, Kind.MISSING, "type");
            return;
        }
        String id = id(node);
        if (!type.equals("CreationInfo") && id.isEmpty()) {
            intake.problem(place, Kind.MISSING, "spdxId");
        }
        names.putIfAbsent(id, text(node, "name"));
        switch (type) {
            case "CreationInfo" -> creation(node, place);
            case "SpdxDocument" -> {
                documentSeen = true;
                intake.serial = id;
                intake.otherRef(id);
                node.path("import").forEach(other -> intake.otherRef(text(other, "externalSpdxId")));
                node.path("rootElement").forEach(root -> roots.add(root.asString("")));
            }
            case "software_Sbom" -> {
                intake.otherRef(id);
                node.path("rootElement").forEach(root -> roots.add(root.asString("")));
            }
            case "software_Package", "ai_AIPackage", "dataset_DatasetPackage" -> spdxPackage(node, id, place);
            case "software_File", "software_Snippet" -> intake.otherRef(id);
            case "simplelicensing_LicenseExpression" ->
                expressions.put(id, text(node, "simplelicensing_licenseExpression"));
            case "expandedlicensing_ListedLicense", "expandedlicensing_CustomLicense" ->
                expressions.put(id, id.substring(id.lastIndexOf('/') + 1));
            case "security_Vulnerability" -> vulnerabilities.put(id, vulnerability(node));
            default -> {
                if (type.endsWith("Relationship")) {
                    relationship(node, place);
                } else {
                    intake.otherRef(id);
                }
            }
        }
    }

    private static String vulnerability(JsonNode node) {
        for (JsonNode external : node.path("externalIdentifier")) {
            if (text(external, "externalIdentifierType").equals("cve")) {
                return text(external, "identifier").replaceFirst(".*/", "");
            }
        }
        return text(node, "name");
    }

    private void relationship(JsonNode node, String place) {
        if (text(node, "from").isEmpty()) {
            intake.problem(place, Kind.MISSING, "from");
        }
        if (!node.path("to").isArray() || node.path("to").isEmpty()) {
            intake.problem(place, Kind.MISSING, "to");
        }
        if (relationships.size() < Intake.DEPENDENCIES_MAX) {
            relationships.add(node);
            places.put(id(node), place);
        }
    }

    private void creation(JsonNode node, String place) {
        intake.specVersion = text(node, "specVersion");
        if (!intake.specVersion.startsWith("3.0")) {
            intake.problem(place + "/specVersion", Kind.UNKNOWN_VERSION, intake.specVersion, "3.0.1");
        }
        if (text(node, "created").isEmpty()) {
            intake.problem(place, Kind.MISSING, "created");
        }
        if (!node.path("createdBy").isArray() || node.path("createdBy").isEmpty()) {
            intake.problem(place, Kind.MISSING, "createdBy");
        }
        intake.created = text(node, "created");
        node.path("createdBy").forEach(who -> addOnce(intake.authors, who.asString("")));
        node.path("createdUsing").forEach(tool -> addOnce(intake.tools, tool.asString("")));
    }

    private static void addOnce(List<String> texts, String text) {
        if (!texts.contains(text)) {
            texts.add(text);
        }
    }

    private void spdxPackage(JsonNode node, String id, String place) {
        if (packages.size() == Intake.COMPONENTS_MAX) {
            if (!tooMany) {
                intake.problem(place, Kind.TOO_MANY, Integer.toString(Intake.COMPONENTS_MAX), "components");
            }
            tooMany = true;
            return;
        }
        Draft draft = new Draft(place);
        draft.ref = id;
        draft.name = text(node, "name");
        draft.version = text(node, "software_packageVersion");
        draft.type = text(node, "software_primaryPurpose")
                .replaceAll("(?<=[a-z])(?=[A-Z])", "-")
                .toLowerCase(Locale.ROOT);
        suppliers.put(id, text(node, "suppliedBy"));
        if (text(node, "suppliedBy").isEmpty()) {
            suppliers.put(id, node.path("originatedBy").path(0).asString(""));
        }
        draft.purl(text(node, "software_packageUrl"));
        for (JsonNode external : node.path("externalIdentifier")) {
            String identifier = text(external, "identifier");
            switch (text(external, "externalIdentifierType")) {
                case "packageUrl" -> draft.purl(identifier);
                case "cpe23", "cpe22" -> draft.cpe(identifier);
                case "gitoid" -> draft.property("gitoid", identifier);
                default -> {
                    // Other identifiers (e-mail, SWID, URL) lead to no vulnerability feed.
                }
            }
        }
        for (JsonNode hash : node.path("verifiedUsing")) {
            if (text(hash, "type").equals("Hash")) {
                draft.hash(text(hash, "algorithm"), text(hash, "hashValue"));
            }
        }
        if (packages.putIfAbsent(id, draft) != null) {
            intake.problem(place, Kind.DUPLICATE_REF, id);
        }
    }

    private Reading done() {
        if (!documentSeen) {
            intake.problem("/@graph", Kind.MISSING, "SpdxDocument");
        }
        intake.authors.replaceAll(this::name);
        intake.tools.replaceAll(this::name);
        packages.forEach((id, draft) -> draft.supplier(name(suppliers.getOrDefault(id, ""))));
        relationships.forEach(this::properties);
        List<String> rootPackages =
                roots.stream().filter(packages::containsKey).distinct().toList();
        String subject = rootPackages.size() == 1 && packages.size() > 1 ? rootPackages.getFirst() : "";
        Set<String> installed = installed(rootPackages);
        packages.forEach((id, draft) -> {
            if (id.equals(subject)) {
                intake.subject(draft);
            } else if (installed.isEmpty() || installed.contains(id)) {
                intake.add(draft);
            } else {
                intake.otherRef(id);
            }
        });
        relationships.forEach(node -> dependency(node, !installed.isEmpty()));
        if (!subject.isEmpty()) {
            installed.forEach(id -> intake.dependency(subject, id, "/"));
        }
        return intake.done();
    }

    /**
     * The packages that a build put into the root, where the list tells how it was built, as OpenEmbedded does: sources, tools and
     * packages that are not in the image stand in it as well and are no components of it. Empty where the list tells nothing of it.
     */
    private Set<String> installed(List<String> rootPackages) {
        Set<String> builds = new HashSet<>();
        for (JsonNode node : relationships) {
            for (JsonNode to : node.path("to")) {
                if (text(node, "relationshipType").equals("hasOutput") && rootPackages.contains(to.asString(""))) {
                    builds.add(text(node, "from"));
                }
            }
        }
        Set<String> installed = new LinkedHashSet<>();
        for (JsonNode node : relationships) {
            if (text(node, "relationshipType").equals("hasInput") && builds.contains(text(node, "from"))) {
                for (JsonNode to : node.path("to")) {
                    Draft draft = packages.get(to.asString(""));
                    if (draft != null && draft.type.equals("install")) {
                        installed.add(draft.ref);
                    }
                }
            }
        }
        return installed;
    }

    private String name(String id) {
        return names.getOrDefault(id, id);
    }

    /** Licences and fixed vulnerabilities of packages, which SPDX 3 writes as relationships. */
    private void properties(JsonNode node) {
        String type = text(node, "relationshipType");
        String from = text(node, "from");
        for (JsonNode to : node.path("to")) {
            String id = to.asString("");
            Draft draft = packages.get(from);
            Draft other = packages.get(id);
            if (draft != null && (type.equals("hasDeclaredLicense") || type.equals("hasConcludedLicense"))) {
                draft.license(expressions.getOrDefault(id, id.substring(id.lastIndexOf('/') + 1)), true);
            } else if (other != null && type.equals("fixedIn") && vulnerabilities.containsKey(from)) {
                other.resolved(vulnerabilities.getOrDefault(from, ""));
            } else if (other != null && type.equals("generates") && draft != null) {
                other.sourcePackage = (draft.name + " " + draft.version).strip();
            }
        }
    }

    private void dependency(JsonNode node, boolean packagesOnly) {
        if (!NEEDS.contains(text(node, "relationshipType"))) {
            return;
        }
        String from = text(node, "from");
        String place = places.getOrDefault(id(node), "/");
        if (text(node, "completeness").equals("incomplete")) {
            intake.incomplete(place, "completeness: incomplete");
        }
        for (JsonNode to : node.path("to")) {
            String id = to.asString("");
            if (id.endsWith("/NoneElement")) {
                intake.dependsOnNothingYet(from, place);
            } else if (!id.endsWith("/NoAssertionElement") && (!packagesOnly || packages.containsKey(id))) {
                intake.dependency(from, id, place);
            }
        }
    }
}

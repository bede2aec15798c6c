package dev.shisa.bom.internal;

import dev.shisa.bom.BomFormat;
import dev.shisa.bom.Problem.Kind;
import dev.shisa.bom.Reading;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The model of SPDX 2.2 and 2.3, fed by the JSON and the tag-value reader. Packages become components; a package that the document
 * describes becomes the subject if it is the only one and has others below it. Files are known as ends of relationships only.
 */
final class Spdx2 {

    private static final Pattern ID = Pattern.compile("SPDXRef-[A-Za-z0-9.-]+");
    private static final Pattern CREATED = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ");
    private static final Set<String> VERSIONS = Set.of("SPDX-2.0", "SPDX-2.1", "SPDX-2.2", "SPDX-2.3");
    private static final Pattern CPE_TYPE = Pattern.compile("(?:.*/)?cpe2[23]Type");

    /** Relationships that say that the first needs or holds the second, and those that say it the other way round. */
    private static final Set<String> NEEDS = Set.of("DEPENDS_ON", "CONTAINS", "DYNAMIC_LINK", "STATIC_LINK");

    private static final Set<String> NEEDED_BY = Set.of(
            "DEPENDENCY_OF",
            "CONTAINED_BY",
            "RUNTIME_DEPENDENCY_OF",
            "BUILD_DEPENDENCY_OF",
            "DEV_DEPENDENCY_OF",
            "OPTIONAL_DEPENDENCY_OF",
            "PROVIDED_DEPENDENCY_OF",
            "TEST_DEPENDENCY_OF",
            "BUILD_TOOL_OF");
    private static final Set<String> RELATIONSHIPS = Set.of(
            "DESCRIBES",
            "DESCRIBED_BY",
            "CONTAINS",
            "CONTAINED_BY",
            "DEPENDS_ON",
            "DEPENDENCY_OF",
            "DEPENDENCY_MANIFEST_OF",
            "BUILD_DEPENDENCY_OF",
            "DEV_DEPENDENCY_OF",
            "OPTIONAL_DEPENDENCY_OF",
            "PROVIDED_DEPENDENCY_OF",
            "TEST_DEPENDENCY_OF",
            "RUNTIME_DEPENDENCY_OF",
            "EXAMPLE_OF",
            "GENERATES",
            "GENERATED_FROM",
            "ANCESTOR_OF",
            "DESCENDANT_OF",
            "VARIANT_OF",
            "DISTRIBUTION_ARTIFACT",
            "PATCH_FOR",
            "PATCH_APPLIED",
            "COPY_OF",
            "FILE_ADDED",
            "FILE_DELETED",
            "FILE_MODIFIED",
            "EXPANDED_FROM_ARCHIVE",
            "DYNAMIC_LINK",
            "STATIC_LINK",
            "DATA_FILE_OF",
            "TEST_CASE_OF",
            "BUILD_TOOL_OF",
            "DEV_TOOL_OF",
            "TEST_OF",
            "TEST_TOOL_OF",
            "DOCUMENTATION_OF",
            "OPTIONAL_COMPONENT_OF",
            "METAFILE_OF",
            "PACKAGE_OF",
            "AMENDS",
            "PREREQUISITE_FOR",
            "HAS_PREREQUISITE",
            "REQUIREMENT_DESCRIPTION_FOR",
            "SPECIFICATION_FOR",
            "OTHER");

    /** One line between two elements. */
    record Relationship(String from, String type, String to, String place) {}

    /** Where OpenEmbedded writes which vulnerabilities its patches repair. */
    private static final Pattern FIXED = Pattern.compile("CVEs fixed:((?: CVE-\\d{4}-\\d{4,})+)");

    final Intake intake;
    final Map<String, Draft> packages = new LinkedHashMap<>();
    final List<Relationship> relationships = new ArrayList<>();

    /** Names that this document gives to others, with their namespaces. */
    final Map<String, String> documents = new HashMap<>();

    private final List<String> described = new ArrayList<>();
    String version = "";
    String name = "";
    String namespace = "";
    String dataLicense = "";
    String documentId = "";
    boolean createdSeen;
    boolean creatorSeen;
    private final Set<String> toldTooMany = new HashSet<>();

    Spdx2(BomFormat format) {
        intake = new Intake(format);
    }

    void creator(String text, String place) {
        creatorSeen = true;
        int colon = text.indexOf(':');
        String who = text.substring(colon + 1).strip();
        switch (colon < 0 ? "" : text.substring(0, colon).strip()) {
            case "Tool" -> intake.tools.add(who);
            case "Person", "Organization" -> intake.authors.add(actor(text));
            default -> intake.problem(place, Kind.BAD_VALUE, "creator", text);
        }
    }

    void created(String text, String place) {
        createdSeen = true;
        intake.created = text;
        if (!CREATED.matcher(text).matches()) {
            intake.problem(place, Kind.BAD_VALUE, "date (YYYY-MM-DDThh:mm:ssZ)", text);
        }
    }

    /** {@code Organization: ACME (mail)} is ACME; NOASSERTION is nobody. */
    static String actor(String text) {
        String who = text.replaceFirst("^(Person|Organization|Tool):\\s*", "").replaceFirst("\\s*\\([^)]*\\)$", "");
        return who.equals("NOASSERTION") || who.equals("NONE") ? "" : who.strip();
    }

    void describes(String id) {
        described.add(id);
    }

    void file(String id, String place) {
        id(id, place);
        intake.otherRef(id);
    }

    private void id(String id, String place) {
        if (!ID.matcher(id).matches()) {
            intake.problem(place, Kind.BAD_VALUE, "SPDX identifier", id);
        }
    }

    void add(Draft draft) {
        id(draft.ref, draft.place);
        if (packages.size() == Intake.COMPONENTS_MAX) {
            tooMany(draft.place, Intake.COMPONENTS_MAX, "components");
            return;
        }
        if (packages.containsKey(draft.ref)) {
            intake.problem(draft.place, Kind.DUPLICATE_REF, draft.ref);
            draft.ref = draft.ref + "#" + draft.place;
        }
        packages.put(draft.ref, draft);
    }

    static void license(Draft draft, String expression) {
        if (!expression.isEmpty()) {
            draft.license(expression, true);
        }
    }

    void external(Draft draft, String type, String locator, String place) {
        if (type.equals("purl") || type.endsWith("/purl")) {
            draft.purl(locator);
        } else if (CPE_TYPE.matcher(type).matches()) {
            draft.cpe(locator);
        } else if (type.equals("gitoid") || type.equals("swh")) {
            draft.property(type, locator);
        } else if (locator.isEmpty()) {
            intake.problem(place, Kind.MISSING, "referenceLocator");
        }
    }

    /** How the package came to be; OpenEmbedded tells there what its patches repair. */
    static void sourceInfo(Draft draft, String text) {
        if (!text.isEmpty()) {
            draft.property("sourceInfo", text);
            Matcher fixed = FIXED.matcher(text);
            while (fixed.find()) {
                for (String id : fixed.group(1).strip().split(" ", -1)) {
                    draft.resolved(id);
                }
            }
        }
    }

    void relationship(String from, String type, String to, String place) {
        String kind = type.toUpperCase(Locale.ROOT).replace('-', '_');
        if (!RELATIONSHIPS.contains(kind)) {
            intake.problem(place, Kind.BAD_VALUE, "relationship", type);
        }
        if (relationships.size() < Intake.DEPENDENCIES_MAX) {
            relationships.add(new Relationship(from, kind, to, place));
        } else {
            tooMany(place, Intake.DEPENDENCIES_MAX, "relationships");
        }
    }

    private void tooMany(String place, int max, String what) {
        if (toldTooMany.add(what)) {
            intake.problem(place, Kind.TOO_MANY, Integer.toString(max), what);
        }
    }

    /** In JSON the schema has told it already. */
    private void require(boolean present, String field) {
        if (!present && (intake.format == BomFormat.SPDX_TAG_VALUE || intake.format == BomFormat.SPDX_RDF)) {
            intake.problem("/", Kind.MISSING, field);
        }
    }

    /** Checks what a document says of itself. */
    void check() {
        intake.specVersion = version.replaceFirst("^SPDX-", "");
        intake.serial = namespace;
        if (!VERSIONS.contains(version)) {
            intake.problem("/spdxVersion", Kind.UNKNOWN_VERSION, version, "SPDX-2.3");
        }
        require(!name.isEmpty(), "name");
        require(!namespace.isEmpty(), "documentNamespace");
        require(createdSeen, "created");
        require(creatorSeen, "creators");
        if (!dataLicense.equals("CC0-1.0")) {
            intake.problem("/dataLicense", Kind.BAD_VALUE, "data licence (CC0-1.0)", dataLicense);
        }
        if (!documentId.equals("SPDXRef-DOCUMENT")) {
            intake.problem("/SPDXID", Kind.BAD_VALUE, "document identifier (SPDXRef-DOCUMENT)", documentId);
        }
        intake.otherRef("SPDXRef-DOCUMENT");
    }

    Reading done() {
        check();
        for (Relationship r : relationships) {
            if (r.type.equals("DESCRIBES") && r.from.equals(documentId)) {
                described.add(r.to);
            } else if (r.type.equals("DESCRIBED_BY") && r.to.equals(documentId)) {
                described.add(r.from);
            }
        }
        for (Relationship r : relationships) {
            sourceOf(r);
        }
        String subject = described.size() == 1 && packages.size() > 1 ? described.getFirst() : "";
        packages.forEach((id, draft) -> {
            if (id.equals(subject)) {
                intake.subject(draft);
            } else {
                intake.add(draft);
            }
        });
        for (Relationship r : relationships) {
            dependency(r);
        }
        return intake.done();
    }

    /** Whether a relationship says that its first end needs or holds the second. */
    static boolean needs(String type) {
        return NEEDS.contains(type);
    }

    /** Whether a relationship says that its first end is needed or held by the second. */
    static boolean neededBy(String type) {
        return NEEDED_BY.contains(type);
    }

    private void dependency(Relationship r) {
        if (NEEDS.contains(r.type) && r.to.equals("NONE")) {
            intake.dependsOnNothingYet(r.from, r.place);
        } else if (NEEDS.contains(r.type) && inside(r.from) && inside(r.to)) {
            intake.dependency(r.from, r.to, r.place);
        } else if (NEEDED_BY.contains(r.type) && inside(r.from) && inside(r.to)) {
            intake.dependency(r.to, r.from, r.place);
        }
    }

    private void sourceOf(Relationship r) {
        Draft built = packages.get(r.from);
        Draft from = packages.get(r.to);
        if (r.type.equals("GENERATED_FROM") && built != null && from != null && built.sourcePackage.isEmpty()) {
            built.sourcePackage = (from.name + " " + from.version).strip();
        }
    }

    /** Elements of other documents, and what nobody states, are no ends of a dependency here. */
    private static boolean inside(String id) {
        return !id.startsWith("DocumentRef-") && !id.equals("NOASSERTION") && !id.equals("NONE");
    }
}

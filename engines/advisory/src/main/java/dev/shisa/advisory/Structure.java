package dev.shisa.advisory;

import static dev.shisa.advisory.Shape.bool;
import static dev.shisa.advisory.Shape.later;
import static dev.shisa.advisory.Shape.list;
import static dev.shisa.advisory.Shape.matching;
import static dev.shisa.advisory.Shape.object;
import static dev.shisa.advisory.Shape.oneOf;
import static dev.shisa.advisory.Shape.set;
import static dev.shisa.advisory.Shape.text;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The structure of a CSAF document, written down from the properties that section 3 of the specification lists: which there are, which
 * must be there, of what type and value. CVSS, SSVC and extensions are structures of others, which have their own tests.
 */
final class Structure {

    static final String VERSION =
            "(0|[1-9]\\d*)|(0|[1-9]\\d*)\\.(0|[1-9]\\d*)\\.(0|[1-9]\\d*)(-[0-9A-Za-z.-]+)?(\\+[0-9A-Za-z.-]+)?";

    private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:.*", Pattern.DOTALL);
    private static final Pattern PRINTABLE = Pattern.compile("[\\x21-\\x7e]*");
    private static final Map<CsafVersion, Structure> STRUCTURES = new EnumMap<>(CsafVersion.class);

    static {
        for (CsafVersion version : CsafVersion.values()) {
            STRUCTURES.put(version, new Structure(version));
        }
    }

    /** A member that the specification does not know. */
    record Unknown(Place member, boolean forbidden) {}

    /** A value that breaks the structure. */
    record Broken(Place place, String code, List<Object> arguments) {}

    /** All that was found. */
    record Result(List<Broken> broken, List<Unknown> unknown) {}

    private final boolean is21;
    private final Shape id = text();
    private final Shape uri = text("shape.uri", Structure::isUri);
    private final Shape instant;
    private final Shape language = matching(LanguageTag.SYNTAX);
    private final Shape products = set(id);
    private final Shape document;

    private Structure(CsafVersion version) {
        is21 = version == CsafVersion.V2_1;
        // Since 2.1 a mandatory test of its own judges dates, more strictly.
        instant =
                is21 ? text() : text("shape.instant", t -> Timestamp.lenient(t).isPresent());
        document = root();
    }

    static Result check(CsafDocument document) {
        List<Broken> broken = new ArrayList<>();
        List<Unknown> unknown = new ArrayList<>();
        Shape.Faults faults = new Shape.Faults() {
            @Override
            public void broken(Place place, String code, Object... arguments) {
                broken.add(new Broken(place, code, List.of(arguments)));
            }

            @Override
            public void unknown(Place member, boolean forbidden) {
                unknown.add(new Unknown(member, forbidden));
            }
        };
        Structure structure = STRUCTURES.get(document.version());
        if (structure == null) {
            throw new IllegalStateException("no structure of " + document.version());
        }
        structure.document.check(new Place(document.root(), ""), faults);
        return new Result(broken, unknown);
    }

    /** A URI of RFC 3986 with a scheme. */
    static boolean isUri(String text) {
        if (!SCHEME.matcher(text).matches() || !PRINTABLE.matcher(text).matches()) {
            return false;
        }
        try {
            new URI(text);
            return true;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private Shape.Members members() {
        return object().closed(is21);
    }

    private Shape root() {
        Shape.Members root = members();
        if (is21) {
            root.must("$schema", oneOf("https://docs.oasis-open.org/csaf/csaf/v2.1/schema/csaf.json"));
        } else {
            root.may("$schema", uri);
        }
        return root.must("document", head())
                .may("product_tree", productTree())
                .may("vulnerabilities", list(vulnerability()))
                .may(is21, "x_extensions", elsewhere());
    }

    /** Judged by a test of its own. */
    private static Shape elsewhere() {
        return (_, _) -> {};
    }

    private Shape head() {
        Shape.Members head = members()
                .may("acknowledgments", acknowledgments())
                .may("aggregate_severity", members().must("text", text()).may("namespace", uri))
                .must("category", matching("(?s)[^\\s\\-_.](.*[^\\s\\-_.])?"))
                .must("csaf_version", oneOf(is21 ? "2.1" : "2.0"))
                .may("lang", language)
                .may(is21, "license_expression", text())
                .may("notes", notes())
                .must(
                        "publisher",
                        members()
                                .must(
                                        "category",
                                        is21
                                                ? oneOf(
                                                        "coordinator",
                                                        "discoverer",
                                                        "multiplier",
                                                        "other",
                                                        "translator",
                                                        "user",
                                                        "vendor")
                                                : oneOf(
                                                        "coordinator",
                                                        "discoverer",
                                                        "other",
                                                        "translator",
                                                        "user",
                                                        "vendor"))
                                .may("contact_details", text())
                                .may("issuing_authority", text())
                                .must("name", text())
                                .must("namespace", uri))
                .may("references", references())
                .may("source_lang", language)
                .must("title", text())
                .must("tracking", tracking())
                .may(is21, "x_extensions", elsewhere());
        return is21 ? head.must("distribution", distribution()) : head.may("distribution", distribution());
    }

    private Shape distribution() {
        Shape.Members tlp = members()
                .must(
                        "label",
                        is21
                                ? oneOf("AMBER", "AMBER+STRICT", "CLEAR", "GREEN", "RED")
                                : oneOf("AMBER", "GREEN", "RED", "WHITE"))
                .may("url", uri);
        if (!is21) {
            return members().atLeast(1).may("text", text()).may("tlp", tlp);
        }
        return members()
                .may("text", text())
                .must("tlp", tlp)
                .may(
                        "sharing_group",
                        members()
                                .must(
                                        "id",
                                        matching("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}"
                                                + "|0{8}-(0{4}-){3}0{12}|f{8}-(f{4}-){3}f{12}"))
                                .may("name", text()));
    }

    private Shape tracking() {
        return members()
                .may("aliases", set(text()))
                .must("current_release_date", instant)
                .may(
                        "generator",
                        members()
                                .may("date", instant)
                                .must("engine", members().must("name", text()).may("version", text())))
                .must("id", matching("(?s)\\S(.*\\S)?"))
                .must("initial_release_date", instant)
                .must(
                        "revision_history",
                        list(members()
                                .must("date", instant)
                                .may("legacy_version", text())
                                .must("number", matching(VERSION))
                                .must("summary", text())))
                .must("status", oneOf("draft", "final", "interim"))
                .must("version", matching(VERSION));
    }

    private Shape acknowledgments() {
        return list(members()
                .atLeast(1)
                .may("names", list(text()))
                .may("organization", text())
                .may("summary", text())
                .may("urls", list(uri)));
    }

    private Shape notes() {
        return list(members()
                .may("audience", text())
                .must(
                        "category",
                        oneOf("description", "details", "faq", "general", "legal_disclaimer", "other", "summary"))
                .may(is21, "group_ids", products)
                .may(is21, "product_ids", products)
                .must("text", text())
                .may("title", text()));
    }

    private Shape references() {
        return list(members()
                .may("category", oneOf("external", "self"))
                .must("summary", text())
                .must("url", uri));
    }

    private Shape productTree() {
        Shape relation = oneOf(
                "default_component_of",
                "external_component_of",
                "installed_on",
                "installed_with",
                "optional_component_of");
        Shape.Members tree = members()
                .atLeast(1)
                .may("branches", branches())
                .may("full_product_names", list(fullProductName()))
                .may(
                        "product_groups",
                        list(members()
                                .must("group_id", id)
                                .must("product_ids", list(2, true, id))
                                .may("summary", text())));
        return is21
                ? tree.may(
                        "product_paths",
                        list(members()
                                .must("beginning_product_reference", id)
                                .must("full_product_name", fullProductName())
                                .must(
                                        "subpaths",
                                        list(members()
                                                .must("category", relation)
                                                .must("next_product_reference", id)))))
                : tree.may(
                        "relationships",
                        list(members()
                                .must("category", relation)
                                .must("full_product_name", fullProductName())
                                .must("product_reference", id)
                                .must("relates_to_product_reference", id)));
    }

    private Shape branches() {
        Shape.Members branch = members().atLeast(3).atMost(3);
        return list(branch.may("branches", later(() -> list(branch)))
                .must(
                        "category",
                        oneOf(
                                "architecture",
                                "host_name",
                                "language",
                                is21 ? "platform" : "legacy",
                                "patch_level",
                                "product_family",
                                "product_name",
                                "product_version",
                                "product_version_range",
                                "service_pack",
                                "specification",
                                "vendor"))
                .must("name", text())
                .may("product", fullProductName()));
    }

    private Shape fullProductName() {
        Shape cpe = text("shape.cpe", CpeName::isWellFormed);
        Shape hash = members()
                .must("algorithm", is21 ? matching("[0-9a-z][0-9a-z-]*") : text())
                .must("value", matching(is21 ? "[0-9a-f]{32,}" : "[0-9a-fA-F]{32,}"));
        Shape file = members().must("file_hashes", list(1, is21, hash)).must("filename", text());
        Shape.Members helper = members()
                .atLeast(1)
                .may("cpe", cpe)
                .may("hashes", list(1, is21, file))
                .may("model_numbers", set(text()))
                .may("sbom_urls", list(1, is21, uri))
                .may("serial_numbers", set(text()))
                .may("skus", list(1, is21, text()))
                .may(
                        "x_generic_uris",
                        list(1, is21, members().must("namespace", uri).must("uri", uri)));
        if (is21) {
            helper.may("purls", set(matching("pkg:[a-z][a-z0-9.\\-]*/.+")));
        } else {
            helper.may("purl", matching("pkg:[A-Za-z.\\-+][A-Za-z0-9.\\-+]*/.+"));
        }
        return members()
                .must("name", text())
                .must("product_id", id)
                .may("product_identification_helper", helper)
                .may(is21, "x_extensions", elsewhere());
    }

    private Shape vulnerability() {
        Shape cwe = members().must("id", matching("CWE-[1-9]\\d{0,5}")).must("name", text());
        Shape.Members vulnerability = members()
                .atLeast(1)
                .may("acknowledgments", acknowledgments())
                .may("cve", matching("CVE-[0-9]{4}-[0-9]{4,}"))
                .may("discovery_date", instant)
                .may(
                        "flags",
                        set(referring()
                                .may("date", instant)
                                .must(
                                        "label",
                                        oneOf(
                                                "component_not_present",
                                                "inline_mitigations_already_exist",
                                                "vulnerable_code_cannot_be_controlled_by_adversary",
                                                "vulnerable_code_not_in_execute_path",
                                                "vulnerable_code_not_present"))))
                .may(
                        "ids",
                        set((is21 ? referring() : members())
                                .must("system_name", text())
                                .must("text", text())))
                .may("involvements", set(involvement()))
                .may("notes", notes())
                .may("product_status", productStatus())
                .may("references", references())
                .may("remediations", list(remediation()))
                .may(
                        "threats",
                        list(referring()
                                .must("category", oneOf("exploit_status", "impact", "target_set"))
                                .may("date", instant)
                                .must("details", text())))
                .may("title", text());
        if (!is21) {
            return vulnerability
                    .may("cwe", cwe)
                    .may("release_date", instant)
                    .may(
                            "scores",
                            list(members()
                                    .atLeast(2)
                                    .may("cvss_v2", elsewhere())
                                    .may("cvss_v3", elsewhere())
                                    .must("products", products)));
        }
        return vulnerability
                .may(
                        "cwes",
                        set(members()
                                .must("id", matching("CWE-[1-9]\\d{0,5}"))
                                .must("name", matching("[^\\s\\-_.](.*[^\\s\\-_.])?"))
                                .must("version", matching("[1-9]\\d*\\.([0-9]|[1-9]\\d+)(\\.\\d+)?"))))
                .may("disclosure_date", instant)
                .may(
                        "first_known_exploitation_dates",
                        set(referring().atLeast(3).must("date", instant).must("exploitation_date", instant)))
                .may(
                        "metrics",
                        set(members()
                                .must("content", metric())
                                .must("products", products)
                                .may("source", uri)))
                .may("x_extensions", elsewhere());
    }

    private Shape.Members referring() {
        return members().may("group_ids", products).may("product_ids", products);
    }

    private Shape involvement() {
        return (is21 ? referring().may("contact", text()) : members())
                .may("date", instant)
                .must("party", oneOf("coordinator", "discoverer", "other", "user", "vendor"))
                .must(
                        "status",
                        oneOf("completed", "contact_attempted", "disputed", "in_progress", "not_contacted", "open"))
                .may("summary", text());
    }

    private Shape productStatus() {
        return members()
                .atLeast(1)
                .may("first_affected", products)
                .may("first_fixed", products)
                .may("fixed", products)
                .may("known_affected", products)
                .may("known_not_affected", products)
                .may("last_affected", products)
                .may("recommended", products)
                .may("under_investigation", products)
                .may(is21, "unknown", products);
    }

    private Shape remediation() {
        return referring()
                .must(
                        "category",
                        is21
                                ? oneOf(
                                        "fix_planned",
                                        "mitigation",
                                        "no_fix_planned",
                                        "none_available",
                                        "optional_patch",
                                        "vendor_fix",
                                        "workaround")
                                : oneOf("mitigation", "no_fix_planned", "none_available", "vendor_fix", "workaround"))
                .may("date", instant)
                .must("details", text())
                .may("entitlements", list(text()))
                .may(
                        "restart_required",
                        members()
                                .must(
                                        "category",
                                        oneOf(
                                                "connected",
                                                "dependencies",
                                                "machine",
                                                "none",
                                                "parent",
                                                "service",
                                                "system",
                                                "vulnerable_component",
                                                "zone"))
                                .may("details", text()))
                .may("url", uri);
    }

    private Shape metric() {
        Shape probability = matching("0\\.[0-9]+|1\\.0+");
        return members()
                .atLeast(1)
                .may("cvss_v2", elsewhere())
                .may("cvss_v3", elsewhere())
                .may("cvss_v4", elsewhere())
                .may(
                        "epss",
                        members()
                                .must("percentile", probability)
                                .must("probability", probability)
                                .must("timestamp", instant))
                .may("qualitative_severity_rating", oneOf("critical", "high", "low", "medium", "none"))
                .may("ssvc_v2", elsewhere())
                .may("x_extensions", elsewhere());
    }

    /** An extension (2.1, section 3.1.3): what each must have, whatever its own schema says of its content. */
    static Shape extension() {
        return object().closed(true)
                .must("$schema", text("shape.uri", Structure::isUri))
                .must("category", oneOf("essential", "significant", "supplementary"))
                .must("critical", bool())
                .must("content", object().atLeast(1).closed(false));
    }
}

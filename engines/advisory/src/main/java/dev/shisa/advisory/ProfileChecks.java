package dev.shisa.advisory;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Tests of the profiles: what a document of a category must have and must not have. */
final class ProfileChecks {

    private static final String INFORMATIONAL = "csaf_informational_advisory";
    private static final String INCIDENT = "csaf_security_incident_response";
    private static final String ADVISORY = "csaf_security_advisory";
    private static final String OLD_ADVISORY = "csaf_deprecated_security_advisory";
    private static final String VEX = "csaf_vex";
    private static final String WITHDRAWN = "csaf_withdrawn";
    private static final String SUPERSEDED = "csaf_superseded";
    private static final Set<String> VERSION_CATEGORIES =
            Set.of("product_version", "product_version_range", "service_pack", "patch_level");

    private ProfileChecks() {}

    /** Profiles that only 2.1 has are no profiles in 2.0. */
    private static boolean is(Subject subject, String... categories) {
        return List.of(categories).contains(subject.category())
                && (subject.is21()
                        || !Set.of(OLD_ADVISORY, WITHDRAWN, SUPERSEDED).contains(subject.category()));
    }

    /** 6.1.27.1: Document Notes. */
    static void documentNotes(Subject subject, Report report) {
        Set<String> wanted = Set.of("description", "details", "general", "summary");
        if (is(subject, INFORMATIONAL, INCIDENT)
                && subject.document().each("notes").stream().noneMatch(n -> wanted.contains(n.text("category")))) {
            report.add(subject.document().at("notes"), "profile.notes", subject.category());
        }
    }

    /** 6.1.27.2: Document References. A reference without a category is an external one. */
    static void documentReferences(Subject subject, Report report) {
        if (is(subject, INFORMATIONAL, INCIDENT)
                && subject.document().each("references").stream().noneMatch(ProfileChecks::isExternal)) {
            report.add(subject.document().at("references"), "profile.references", subject.category());
        }
    }

    private static boolean isExternal(Place reference) {
        return reference.node().isObject()
                && (!reference.has("category") || reference.text("category").equals("external"));
    }

    /** 6.1.27.3: Vulnerabilities, which must not be there. */
    static void noVulnerabilities(Subject subject, Report report) {
        if (is(subject, INFORMATIONAL, WITHDRAWN, SUPERSEDED) && subject.root().has("vulnerabilities")) {
            report.add(
                    subject.root().at("vulnerabilities"), "profile.forbidden", "vulnerabilities", subject.category());
        }
    }

    /** 6.1.27.4: Product Tree. */
    static void productTree(Subject subject, Report report) {
        if (is(subject, ADVISORY, VEX, OLD_ADVISORY) && !subject.tree().exists()) {
            report.add(subject.tree(), "profile.missing", "product_tree", subject.category());
        }
    }

    /** 6.1.27.5: Vulnerability Notes. */
    static void vulnerabilityNotes(Subject subject, Report report) {
        if (is(subject, ADVISORY, VEX, OLD_ADVISORY)) {
            needed(subject, "notes", report);
        }
    }

    /** 6.1.27.6: Product Status. */
    static void productStatus(Subject subject, Report report) {
        if (is(subject, ADVISORY, OLD_ADVISORY)) {
            needed(subject, "product_status", report);
        }
    }

    private static void needed(Subject subject, String member, Report report) {
        for (Place vulnerability : subject.vulnerabilities()) {
            if (!vulnerability.has(member)) {
                report.add(vulnerability.at(member), "profile.missing", member, subject.category());
            }
        }
    }

    /** 6.1.27.7: VEX Product Status. */
    static void vexProductStatus(Subject subject, Report report) {
        if (!is(subject, VEX)) {
            return;
        }
        for (Place vulnerability : subject.vulnerabilities()) {
            Place status = vulnerability.at("product_status");
            if (List.of("fixed", "known_affected", "known_not_affected", "under_investigation").stream()
                    .noneMatch(status::has)) {
                report.add(status, "profile.vex-status");
            }
        }
    }

    /** 6.1.27.8: Vulnerability ID. */
    static void vulnerabilityId(Subject subject, Report report) {
        if (!is(subject, VEX)) {
            return;
        }
        for (Place vulnerability : subject.vulnerabilities()) {
            List<Place> ids = vulnerability.each("ids");
            if (vulnerability.has("cve")) {
                continue;
            }
            if (ids.isEmpty()) {
                report.add(vulnerability, "profile.vex-id");
            } else if (subject.is21() && ids.stream().allMatch(i -> i.has("group_ids") || i.has("product_ids"))) {
                Set<String> without = new LinkedHashSet<>();
                Place status = vulnerability.at("product_status");
                status.names().forEach(n -> without.addAll(status.texts(n)));
                without.removeAll(subject.namedByAny(ids));
                without.forEach(id -> report.add(vulnerability.at("ids"), "profile.vex-id-product", id));
            }
        }
    }

    /** 6.1.27.9: Impact Statement. */
    static void impactStatement(Subject subject, Report report) {
        if (!is(subject, VEX)) {
            return;
        }
        for (Place vulnerability : subject.vulnerabilities()) {
            Set<String> stated = subject.namedByAny(vulnerability.each("flags"));
            stated.addAll(subject.namedByAny(vulnerability.each("threats").stream()
                    .filter(t -> t.text("category").equals("impact"))
                    .toList()));
            for (Place product : vulnerability.at("product_status").each("known_not_affected")) {
                if (!stated.contains(product.text())) {
                    report.add(product, "profile.impact", product.text());
                }
            }
        }
    }

    /** 6.1.27.10: Action Statement. */
    static void actionStatement(Subject subject, Report report) {
        if (!is(subject, VEX)) {
            return;
        }
        for (Place vulnerability : subject.vulnerabilities()) {
            Set<String> stated = subject.namedByAny(vulnerability.each("remediations"));
            for (Place product : vulnerability.at("product_status").each("known_affected")) {
                if (!stated.contains(product.text())) {
                    report.add(product, "profile.action", product.text());
                }
            }
        }
    }

    /** 6.1.27.11: Vulnerabilities. */
    static void vulnerabilities(Subject subject, Report report) {
        if (is(subject, ADVISORY, VEX, OLD_ADVISORY) && !subject.root().has("vulnerabilities")) {
            report.add(subject.root().at("vulnerabilities"), "profile.missing", "vulnerabilities", subject.category());
        }
    }

    /** 6.1.27.12: Affected Products. */
    static void affectedProducts(Subject subject, Report report) {
        if (!is(subject, ADVISORY)) {
            return;
        }
        for (Place vulnerability : subject.vulnerabilities()) {
            if (!vulnerability.at("product_status").has("known_affected")) {
                report.add(
                        vulnerability.at("product_status", "known_affected"),
                        "profile.missing",
                        "known_affected",
                        subject.category());
            }
        }
    }

    /** 6.1.27.13: Corresponding Affected Products. */
    static void correspondingAffectedProducts(Subject subject, Report report) {
        if (is(subject, ADVISORY)) {
            Families families = new Families(subject);
            for (Place vulnerability : subject.vulnerabilities()) {
                Set<String> affected = families.of(Subject.inStatus(vulnerability, "affected"));
                for (String id : Subject.inStatus(vulnerability, "fixed")) {
                    if (!families.isUndecided(id, affected) && !families.repairsOneOf(id, affected)) {
                        report.add(vulnerability.at("product_status"), "profile.fixed-without-affected", id);
                    }
                }
            }
        }
    }

    /** 6.2.39.1: Missing Fixed Product. */
    static void missingFixedProduct(Subject subject, Report report) {
        if (!is(subject, ADVISORY)) {
            return;
        }
        Families families = new Families(subject);
        for (Place vulnerability : subject.vulnerabilities()) {
            Set<String> repairs = Subject.inStatus(vulnerability, "fixed");
            Set<String> fixed = families.of(repairs);
            fixed.addAll(families.repairedBy(repairs));
            Set<String> hopeless = new HashSet<>();
            Set<String> repairable = new HashSet<>();
            for (Place remediation : vulnerability.each("remediations")) {
                switch (remediation.text("category")) {
                    case "fix_planned", "no_fix_planned", "none_available" ->
                        hopeless.addAll(subject.namedBy(remediation));
                    case "vendor_fix" -> repairable.addAll(subject.namedBy(remediation));
                    default -> {}
                }
            }
            hopeless.removeAll(repairable);
            for (String id : Subject.inStatus(vulnerability, "affected")) {
                if (!hopeless.contains(id) && !families.isUndecided(id, fixed)) {
                    report.add(vulnerability.at("product_status"), "profile.affected-without-fixed", id);
                }
            }
        }
    }

    /**
     * Which products are versions of the same: those whose branches are the same but for version and patch, and combinations that differ
     * only in the version of what they begin with. What is only installed with another counts as itself. A product outside of branches
     * may be a version of any. A product of its own that is installed with another, as a hotfix is, may be what repairs that one.
     */
    private static final class Families {
        private static final String ANY = "";
        private static final int COMBINED_MAX = 50;

        private final Map<String, String> families = new HashMap<>();

        /** The families with which products are installed that are no combination themselves. */
        private final Map<String, Set<String>> installedWith = new HashMap<>();

        Families(Subject subject) {
            Map<String, Place> combinations = new HashMap<>();
            for (Place combination : subject.combinations()) {
                combinations.put(combination.at("full_product_name").text("product_id"), combination);
            }
            for (Product product : subject.products()) {
                StringBuilder family = new StringBuilder();
                for (Place branch : product.path()) {
                    if (!VERSION_CATEGORIES.contains(branch.text("category"))) {
                        family.append('\n')
                                .append(branch.text("category"))
                                .append('=')
                                .append(branch.text("name"));
                    }
                }
                families.put(product.id(), family.toString());
            }
            for (Product product : subject.products()) {
                if (product.origin() == Product.Origin.COMBINATION) {
                    families.put(product.id(), combined(subject, combinations, product.id(), 0));
                }
            }
            if (subject.is21()) {
                combinations.values().forEach(this::together);
            }
            installedWith.keySet().removeAll(combinations.keySet());
        }

        /** Each product of a path that is installed with what leads to it, and the first one with what follows it. */
        private void together(Place combination) {
            String first = combination.text("beginning_product_reference");
            String before = families.getOrDefault(first, ANY);
            StringBuilder path = new StringBuilder(before);
            boolean isFirst = true;
            for (Place subpath : combination.each("subpaths")) {
                String next = subpath.text("next_product_reference");
                if (subpath.text("category").equals("installed_with")) {
                    install(next, before.equals(ANY) ? ANY : path.toString());
                    if (isFirst) {
                        install(first, families.getOrDefault(next, ANY));
                    }
                } else {
                    append(path, subpath);
                }
                isFirst = false;
            }
        }

        private void install(String id, String family) {
            installedWith.computeIfAbsent(id, _ -> new HashSet<>()).add(family);
        }

        private static void append(StringBuilder path, Place subpath) {
            path.append('\n')
                    .append(subpath.text("category"))
                    .append('>')
                    .append(subpath.text("next_product_reference"));
        }

        private String combined(Subject subject, Map<String, Place> combinations, String id, int depth) {
            Place combination = combinations.get(id);
            if (combination == null || depth > COMBINED_MAX) {
                return families.getOrDefault(id, ANY);
            }
            if (!subject.is21()) {
                return ANY;
            }
            String family = combined(subject, combinations, combination.text("beginning_product_reference"), depth + 1);
            if (family.equals(ANY)) {
                return ANY;
            }
            StringBuilder all = new StringBuilder(family);
            for (Place subpath : combination.each("subpaths")) {
                if (!subpath.text("category").equals("installed_with")) {
                    append(all, subpath);
                }
            }
            return all.toString();
        }

        Set<String> of(Set<String> ids) {
            Set<String> found = new HashSet<>();
            ids.forEach(id -> found.add(families.getOrDefault(id, ANY)));
            return found;
        }

        /** The families that some products may repair, because they are installed with them. */
        Set<String> repairedBy(Set<String> ids) {
            Set<String> found = new HashSet<>();
            ids.forEach(id -> found.addAll(installedWith.getOrDefault(id, Set.of())));
            return found;
        }

        /** Whether a product may repair one of some families. */
        boolean repairsOneOf(String id, Set<String> among) {
            return repairedBy(Set.of(id)).stream()
                    .anyMatch(family -> !among.isEmpty() && (family.equals(ANY) || among.contains(family)));
        }

        /** Whether a product has a relative among some families, or that cannot be told. */
        boolean isUndecided(String id, Set<String> among) {
            String family = families.getOrDefault(id, ANY);
            return among.contains(family) || (!among.isEmpty() && (family.equals(ANY) || among.contains(ANY)));
        }
    }

    /** 6.1.27.14: Document Notes. */
    static void descriptionNote(Subject subject, Report report) {
        if (is(subject, WITHDRAWN, SUPERSEDED)
                && subject.document().each("notes").stream()
                        .noneMatch(n -> n.text("category").equals("description"))) {
            report.add(subject.document().at("notes"), "profile.description", subject.category());
        }
    }

    /** 6.1.27.15: Product Tree, which must not be there. */
    static void noProductTree(Subject subject, Report report) {
        if (is(subject, WITHDRAWN, SUPERSEDED) && subject.tree().exists()) {
            report.add(subject.tree(), "profile.forbidden", "product_tree", subject.category());
        }
    }

    /** 6.1.27.16: Revision History. */
    static void revisionHistory(Subject subject, Report report) {
        Place history = subject.tracking().at("revision_history");
        if (is(subject, WITHDRAWN, SUPERSEDED) && history.each().size() < 2) {
            report.add(history, "profile.revisions", subject.category());
        }
    }

    /** 6.1.27.17: Reasoning for Withdrawal. */
    static void reasoningForWithdrawal(Subject subject, Report report) {
        if (is(subject, WITHDRAWN) && LanguageTag.isEnglishOrUnspecified(subject.language())) {
            DocumentChecks.oneNote(subject, "Reasoning for Withdrawal", "description", report);
        }
    }

    /** 6.1.27.18: Reasoning for Supersession. */
    static void reasoningForSupersession(Subject subject, Report report) {
        if (is(subject, SUPERSEDED) && LanguageTag.isEnglishOrUnspecified(subject.language())) {
            DocumentChecks.oneNote(subject, "Reasoning for Supersession", "description", report);
        }
    }

    /** 6.1.27.19: Reference to Superseding Document. */
    static void referenceToSupersedingDocument(Subject subject, Report report) {
        if (is(subject, SUPERSEDED) && LanguageTag.isEnglishOrUnspecified(subject.language())) {
            supersedingReference(subject, report);
        }
    }

    /** 6.2.39.2: Language Specific Reasoning for Withdrawal. */
    static void languageSpecificReasoningForWithdrawal(Subject subject, Report report) {
        if (is(subject, WITHDRAWN)) {
            languageSpecificReasoning(subject, "Reasoning for Withdrawal", report);
        }
    }

    /** 6.2.39.3: Language Specific Reasoning for Supersession. */
    static void languageSpecificReasoningForSupersession(Subject subject, Report report) {
        if (is(subject, SUPERSEDED)) {
            languageSpecificReasoning(subject, "Reasoning for Supersession", report);
        }
    }

    private static void languageSpecificReasoning(Subject subject, String english, Report report) {
        Optional<String> title = DocumentChecks.term(subject, english);
        if (!LanguageTag.isEnglishOrUnspecified(subject.language()) && title.isPresent()) {
            DocumentChecks.oneNote(subject, title.get(), "description", report);
        }
    }

    /** 6.2.39.4: Language Specific Superseding Document. */
    static void languageSpecificSupersedingDocument(Subject subject, Report report) {
        if (is(subject, SUPERSEDED) && !LanguageTag.isEnglishOrUnspecified(subject.language())) {
            supersedingReference(subject, report);
        }
    }

    /** The category has to be written: the default of the schema is what a reader may assume, and not what the issuer said. */
    private static void supersedingReference(Subject subject, Report report) {
        Optional<String> term = DocumentChecks.term(subject, "Superseding Document");
        if (term.isPresent()
                && subject.document().each("references").stream()
                        .noneMatch(r -> r.text("category").equals("external")
                                && r.text("summary").startsWith(term.get()))) {
            report.add(subject.document().at("references"), "profile.superseding", term.get());
        }
    }

    /** 6.2.39.5: Extension in Superseded or Withdrawn Document. */
    static void extensionInSupersededOrWithdrawn(Subject subject, Report report) {
        if (is(subject, WITHDRAWN, SUPERSEDED)) {
            subject.extensionLists().forEach(l -> report.add(l, "profile.extension", subject.category()));
        }
    }
}

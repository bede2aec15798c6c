package dev.shisa.advisory;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Tests of the document's head: language, category, distribution, licence, the order of keys. */
final class DocumentChecks {

    static final String MAX_UUID = "ffffffff-ffff-ffff-ffff-ffffffffffff";
    static final String NIL_UUID = "00000000-0000-0000-0000-000000000000";

    private static final Pattern DASHES_AND_SPACES =
            Pattern.compile("[\\p{Pd}\\p{Pc}\\p{Z}\\s\\u2212\\u0332\\u02d7\\u00ad\\u2043\\u23af\\uff0d]+");
    private static final Set<String> PROFILES_2_0 = Set.of(
            "csaf_security_incident_response", "csaf_informational_advisory", "csaf_security_advisory", "csaf_vex");
    private static final Set<String> PROFILES_2_1 = Set.of(
            "csaf_security_incident_response",
            "csaf_informational_advisory",
            "csaf_security_advisory",
            "csaf_vex",
            "csaf_deprecated_security_advisory",
            "csaf_withdrawn",
            "csaf_superseded");

    /** The words of the specification in other languages, as far as its committee recorded them. */
    private static final Map<String, Map<String, String>> RECORDED = Map.of(
            "de",
            Map.of(
                    "License", "Lizenz",
                    "Product Description", "Produktbeschreibung",
                    "Reasoning for Supersession", "Begründung für die Ersetzung",
                    "Reasoning for Withdrawal", "Begründung für die Zurückziehung",
                    "Superseding Document", "Ersetzendes Dokument"));

    private DocumentChecks() {}

    /** A term of the specification in the document's language; empty if nobody recorded it. */
    static Optional<String> term(Subject subject, String english) {
        return LanguageTag.isEnglishOrUnspecified(subject.language())
                ? Optional.of(english)
                : Optional.ofNullable(RECORDED.getOrDefault(LanguageTag.primary(subject.language()), Map.of())
                        .get(english));
    }

    private static List<Place> languages(Subject subject) {
        List<Place> languages = new ArrayList<>();
        for (String name : List.of("lang", "source_lang")) {
            if (!subject.document().text(name).isEmpty()) {
                languages.add(subject.document().at(name));
            }
        }
        return languages;
    }

    /** 6.1.12: Language. */
    static void language(Subject subject, Report report) {
        for (Place language : languages(subject)) {
            if (!LanguageTag.exists(language.text())) {
                report.add(language, "language.unknown", language.text());
            }
        }
    }

    /** 6.1.15: Translator. */
    static void translator(Subject subject, Report report) {
        Place source = subject.document().at("source_lang");
        if (subject.document().at("publisher").text("category").equals("translator")
                && source.text().isEmpty()) {
            report.add(source, source.exists() ? "source-language.empty" : "source-language.missing");
        }
    }

    /** 6.1.26: Prohibited Document Category Name. */
    static void prohibitedDocumentCategoryName(Subject subject, Report report) {
        String category = subject.category();
        Set<String> profiles = subject.is21() ? PROFILES_2_1 : PROFILES_2_0;
        if (category.isEmpty() || category.equals("csaf_base") || profiles.contains(category)) {
            return;
        }
        String plain = plain(category);
        boolean isName = profiles.stream()
                .anyMatch(p -> plain.equals(plain(p)) || plain.equals(plain(p.substring("csaf_".length()))));
        if (isName || category.toLowerCase(Locale.ROOT).startsWith("csaf_")) {
            report.add(subject.document().at("category"), "category.prohibited", category);
        }
    }

    private static String plain(String text) {
        return DASHES_AND_SPACES.matcher(text).replaceAll("").toLowerCase(Locale.ROOT);
    }

    /** 6.1.28: Translation. */
    static void translation(Subject subject, Report report) {
        String source = subject.document().text("source_lang");
        if (!source.isEmpty() && source.equalsIgnoreCase(subject.language())) {
            report.add(subject.document().at("source_lang"), "source-language.same", source);
        }
    }

    private static Place sharingGroup(Subject subject) {
        return subject.document().at("distribution", "sharing_group");
    }

    /** 6.1.38: Non-Public Sharing Group with Max UUID. */
    static void nonPublicSharingGroupWithMaxUuid(Subject subject, Report report) {
        if (sharingGroup(subject).text("id").equals(MAX_UUID) && !subject.tlp().equals("CLEAR")) {
            report.add(subject.document().at("distribution", "tlp", "label"), "sharing.max-not-clear", subject.tlp());
        }
    }

    /** 6.1.39: Public Sharing Group with no Max UUID. */
    static void publicSharingGroupWithNoMaxUuid(Subject subject, Report report) {
        String id = sharingGroup(subject).text("id");
        boolean isUnsharedDraft = id.equals(NIL_UUID) && subject.status().equals("draft");
        if (subject.tlp().equals("CLEAR") && !id.isEmpty() && !id.equals(MAX_UUID) && !isUnsharedDraft) {
            report.add(sharingGroup(subject).at("id"), "sharing.clear-not-max");
        }
    }

    /** 6.1.40: Invalid Sharing Group Name. */
    static void invalidSharingGroupName(Subject subject, Report report) {
        String id = sharingGroup(subject).text("id");
        String name = sharingGroup(subject).text("name");
        if ((name.equals("Public") && !id.equals(MAX_UUID))
                || (name.equals("No sharing allowed") && !id.equals(NIL_UUID))) {
            report.add(sharingGroup(subject).at("name"), "sharing.name-reserved", name);
        }
    }

    /** 6.1.41: Missing Sharing Group Name. */
    static void missingSharingGroupName(Subject subject, Report report) {
        String id = sharingGroup(subject).text("id");
        String needed = id.equals(MAX_UUID) ? "Public" : id.equals(NIL_UUID) ? "No sharing allowed" : "";
        if (!needed.isEmpty() && !sharingGroup(subject).text("name").equals(needed)) {
            report.add(sharingGroup(subject).at("name"), "sharing.name-missing", needed);
        }
    }

    private static Place licence(Subject subject) {
        return subject.document().at("license_expression");
    }

    /** 6.1.54: License Expression. */
    static void licenseExpression(Subject subject, Report report) {
        Place licence = licence(subject);
        if (!licence.text().isEmpty() && LicenceExpression.parse(licence.text()).isEmpty()) {
            report.add(licence, "licence.malformed", licence.text());
        }
    }

    /** 6.1.55: License Text. */
    static void licenseText(Subject subject, Report report) {
        if (LanguageTag.isEnglishOrUnspecified(subject.language())) {
            licenseNote(subject, report);
        }
    }

    /** 6.2.46: Language Specific License Text. */
    static void languageSpecificLicenseText(Subject subject, Report report) {
        if (!LanguageTag.isEnglishOrUnspecified(subject.language())) {
            licenseNote(subject, report);
        }
    }

    private static void licenseNote(Subject subject, Report report) {
        boolean isListed = LicenceExpression.parse(licence(subject).text())
                .map(e -> e.unlisted().isEmpty())
                .orElse(true);
        Optional<String> title = term(subject, "License");
        if (!isListed && title.isPresent()) {
            oneNote(subject, title.get(), "legal_disclaimer", report);
        }
    }

    /** Exactly one note with a title, of a category. */
    static void oneNote(Subject subject, String title, String category, Report report) {
        List<Place> notes = subject.document().each("notes").stream()
                .filter(n -> n.text("title").equals(title))
                .toList();
        if (notes.size() != 1) {
            report.add(subject.document().at("notes"), "note.count", title, notes.size());
        } else if (!notes.getFirst().text("category").equals(category)) {
            report.add(notes.getFirst().at("category"), "note.category", title, category);
        }
    }

    /** 6.2.10 of 2.0: Missing TLP label. */
    static void missingTlpLabel(Subject subject, Report report) {
        if (subject.tlp().isEmpty()) {
            report.add(subject.document().at("distribution"), "tlp.missing");
        }
    }

    /** 6.2.12: Missing Document Language. */
    static void missingDocumentLanguage(Subject subject, Report report) {
        if (subject.language().isEmpty()) {
            report.add(
                    subject.document().at("lang"),
                    subject.document().has("lang") ? "language.empty" : "language.missing");
        }
    }

    /** 6.2.13: Sorting. */
    static void sorting(Subject subject, Report report) {
        List<Place> open = new ArrayList<>(List.of(subject.root()));
        while (!open.isEmpty()) {
            Place place = open.removeLast();
            open.addAll(place.each());
            String before = "";
            for (String name :
                    place.node().isObject() ? List.copyOf(place.node().propertyNames()) : List.<String>of()) {
                if (before.compareTo(name) > 0) {
                    report.add(place.at(name), "key.order", name, before);
                }
                before = name;
                open.add(place.at(name));
            }
        }
    }

    /** 6.2.14: Use of Private Language. */
    static void privateLanguage(Subject subject, Report report) {
        for (Place language : languages(subject)) {
            if (LanguageTag.isPrivate(language.text())) {
                report.add(language, "language.private", language.text());
            }
        }
    }

    /** 6.2.15: Use of Default Language. */
    static void defaultLanguage(Subject subject, Report report) {
        for (Place language : languages(subject)) {
            if (language.text().equalsIgnoreCase("i-default")) {
                report.add(language, "language.default");
            }
        }
    }

    /** 6.2.20: Additional Properties. */
    static void additionalProperties(Subject subject, Report report) {
        subject.structure().unknown().forEach(u -> report.add(u.member(), "shape.unknown", name(u.member())));
        for (Place object : subject.allCvss()) {
            CvssObject.of(object).unknownMembers().forEach(m -> report.add(m, "shape.unknown", name(m)));
        }
    }

    static String name(Place member) {
        return member.pointer()
                .substring(member.pointer().lastIndexOf('/') + 1)
                .replace("~1", "/")
                .replace("~0", "~");
    }

    /** 6.2.28: Usage of Max UUID. */
    static void usageOfMaxUuid(Subject subject, Report report) {
        if (sharingGroup(subject).text("id").equals(MAX_UUID)) {
            report.add(sharingGroup(subject).at("id"), "sharing.max");
        }
    }

    /** 6.2.29: Usage of Nil UUID. */
    static void usageOfNilUuid(Subject subject, Report report) {
        if (sharingGroup(subject).text("id").equals(NIL_UUID)) {
            report.add(sharingGroup(subject).at("id"), "sharing.nil");
        }
    }

    /** 6.2.30: Usage of Sharing Group on TLP:CLEAR. */
    static void usageOfSharingGroupOnTlpClear(Subject subject, Report report) {
        if (subject.tlp().equals("CLEAR") && sharingGroup(subject).exists()) {
            report.add(sharingGroup(subject), "sharing.clear");
        }
    }

    /** 6.2.38: Usage of Deprecated Profile. */
    static void usageOfDeprecatedProfile(Subject subject, Report report) {
        if (subject.category().startsWith("csaf_deprecated_")) {
            report.add(subject.document().at("category"), "category.deprecated", subject.category());
        }
    }

    /** 6.2.40: Product Description without Product Reference. */
    static void productDescriptionWithoutProductReference(Subject subject, Report report) {
        Optional<String> title = term(subject, "Product Description");
        if (title.isEmpty()) {
            return;
        }
        for (Place note : subject.document().each("notes")) {
            if (note.text("category").equals("description")
                    && note.text("title").startsWith(title.get())
                    && !note.has("product_ids")
                    && !note.has("group_ids")) {
                report.add(note, "note.no-product", note.text("title"));
            }
        }
    }

    /** 6.2.43: Missing License Expression. */
    static void missingLicenseExpression(Subject subject, Report report) {
        Place licence = licence(subject);
        if (licence.text().isEmpty()) {
            report.add(licence, licence.exists() ? "licence.empty" : "licence.missing");
        }
    }

    /** 6.2.44: Deprecated License Identifier. */
    static void deprecatedLicenseIdentifier(Subject subject, Report report) {
        LicenceExpression.parse(licence(subject).text())
                .ifPresent(e -> e.deprecated().forEach(id -> report.add(licence(subject), "licence.deprecated", id)));
    }

    /** 6.2.45: Non-Existing License Identifier. */
    static void nonExistingLicenseIdentifier(Subject subject, Report report) {
        LicenceExpression.parse(licence(subject).text())
                .ifPresent(e -> e.nonExisting().forEach(id -> report.add(licence(subject), "licence.unknown", id)));
    }

    /** 6.3.17: Use of Unregistered License. */
    static void unregisteredLicense(Subject subject, Report report) {
        LicenceExpression.parse(licence(subject).text())
                .ifPresent(e -> e.unlisted().forEach(id -> report.add(licence(subject), "licence.unlisted", id)));
    }
}

package dev.shisa.bom.internal;

import dev.shisa.bom.Problem;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which faults of a file neither lose nor change a component: its names, version and identifiers, and what it needs. Only what is known
 * to be so is harmless; of any other fault it cannot be told.
 */
final class Harmless {

    private static final Pattern REQUIRED = Pattern.compile("required property '([^']+)' not found");

    /** Places in CycloneDX and SPDX 2 of which nothing is read by which a component is known or looked up. */
    private static final Pattern PLACES = Pattern.compile("/(?:"
            + "(?:metadata/component|components/(?:\\d+|component))(?:/components/(?:\\d+|component))*"
            + "/(?:licenses|hashes|externalReferences|description|copyright|scope|mime-type"
            + "|evidence/(?:licenses|copyright|occurrences|callstack))"
            + "|metadata/(?:timestamp|tools|authors|lifecycles|manufacture|manufacturer|supplier|licenses|properties)"
            + "|serialNumber|version|externalReferences|annotations|signature|properties|vulnerabilities"
            + "|(?:packages|files)/\\d+/(?:licenseConcluded|licenseDeclared|licenseInfoFromFiles|licenseInfoInFiles"
            + "|licenseComments|copyrightText|checksums|downloadLocation|homepage|filesAnalyzed|packageVerificationCode"
            + "|attributionTexts|annotations|comment|description|summary)"
            + "|name|creationInfo|dataLicense|documentNamespace|comment|hasExtractedLicensingInfos"
            + ")(?:/.*)?");

    private static final Set<String> VALUES = Set.of(
            "creator",
            "date (YYYY-MM-DDThh:mm:ssZ)",
            "data licence (CC0-1.0)",
            "document identifier (SPDXRef-DOCUMENT)",
            "SPDX identifier");

    private static final Set<String> FIELDS =
            Set.of("documentNamespace", "created", "creators", "createdBy", "supplier");

    private Harmless() {}

    static boolean is(Problem problem) {
        List<String> said = problem.arguments();
        return switch (problem.kind()) {
            case SCHEMA -> isPlace((problem.place().equals("/") ? "" : problem.place()) + required(said));
            case BAD_VALUE -> VALUES.contains(said.getFirst());
            case MISSING ->
                FIELDS.contains(said.getFirst())
                        || (problem.place().equals("/") && said.getFirst().equals("name"));
            case CYCLE, DUPLICATE_COMPONENT, NUMBERS_AS_VERSIONS, NO_IDENTIFIER, LEFT_OUT, INCOMPLETE, NOT_CHECKED ->
                true; // Told, or a doubt of their own; who reads them says which of them lose something.
            case NOT_A_BOM,
                    TOO_LARGE,
                    OTHER_WORKBOOK,
                    NO_HEADING,
                    UNREADABLE,
                    BROKEN_OFF,
                    TOO_MANY,
                    UNKNOWN_VERSION,
                    DUPLICATE_REF,
                    DANGLING_REF,
                    NO_NAME,
                    TOO_LONG,
                    DATE_AS_VERSION -> false;
        };
    }

    /** A JSON pointer, or the names of elements below the root in the same form; before it the name of the file that it is in. */
    static boolean isPlace(String place) {
        int at = place.startsWith("/") ? -1 : place.indexOf(": /");
        return PLACES.matcher(at < 0 ? place : place.substring(at + 2)).matches();
    }

    /** What is not there stands at the place where it should be. */
    private static String required(List<String> said) {
        Matcher missing = REQUIRED.matcher(said.getLast());
        return said.getFirst().equals("required") && missing.find() ? "/" + missing.group(1) : "";
    }
}

package dev.shisa.server.sbom;

import dev.shisa.bom.Completeness.Element;
import dev.shisa.bom.Problem;
import dev.shisa.server.platform.web.Ui;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** What is wrong with a file, with its place, in the reader's language. */
final class SbomWords {

    private static final Pattern LINE = Pattern.compile("line ([0-9]+)(.*)", Pattern.DOTALL);
    private static final Pattern COLUMN = Pattern.compile(", column ([0-9]+)");

    /** How XML schemas write a name: {@code "http://cyclonedx.org/schema/bom/1.6":name}. */
    private static final Pattern NAMESPACE = Pattern.compile("\"[^\"]*\":");

    /**
     * What the checks of JSON and XML, and our own readers, say in English: how it goes → the key of our sentence. Long ones
     * are cut ({@link Problem#QUOTED_MAX}), so their ends do not matter.
     */
    private static final Map<Pattern, String> SAID = said(
            "property '(.*)' is not defined in the schema and the schema does not allow additional properties",
            "extra",
            "property '(.*)' is not evaluated and the schema does not allow unevaluated properties",
            "extra",
            "required property '(.*)' not found",
            "required",
            "(\\w+) found, \\[?([\\w, ]+)\\]? expected",
            "type",
            "does not have a value in the enumeration (.*)",
            "choice",
            "must be the constant value '(.*)'",
            "constant",
            "does not match the regex pattern (.*)",
            "pattern",
            "does not match the ([\\w-]+) pattern.*",
            "format",
            "must have only unique items in the array",
            "unique",
            "must have at least (\\d+) items but found \\d+",
            "few",
            "must have at most (\\d+) items but found \\d+",
            "many",
            "must be at least (\\d+) characters long",
            "short",
            "must be at most (\\d+) characters long",
            "long",
            "must have a minimum value of (.*)",
            "least",
            "must have a maximum value of (.*)",
            "most",
            "must be valid to one and only one schema, but (\\d+) are valid.*",
            "one",
            "must be valid to any of the schemas.*",
            "any",
            "Invalid content was found starting with element '\\{?([^'}]*)\\}?'\\. One of '\\{?([^'}]*).*",
            "element",
            "Invalid content was found starting with element '\\{?([^'}]*)\\}?'\\. No child element .*",
            "element.none",
            "The content of element '(.*?)' is not complete\\. One of '\\{?([^'}]*).*",
            "element.lacks",
            "Attribute '(.*)' is not allowed to appear in element '(.*)'\\.",
            "attribute",
            "Attribute '(.*)' must appear on element '(.*)'\\.",
            "attribute.required",
            "Value '(.*)' is not facet-valid with respect to enumeration '\\[([^]]*).*",
            "value.choice",
            "Value '(.*)' is not facet-valid with respect to pattern '([^']*).*",
            "value.pattern",
            "'(.*)' is not a valid value for '(.*)'\\.",
            "value.type",
            "The value '(.*)' of element '(.*)' is not valid\\.",
            "value.element",
            "The value '(.*)' of attribute '(.*)' on element '(.*)' is not valid with respect to its type, .*",
            "value.attribute",
            "Unexpected end-of-input.*",
            "end",
            "The element type \"(.*)\" must be terminated by the matching end-tag .*",
            "end.element",
            "XML document structures must start and end within the same entity\\.",
            "end",
            "Unexpected character \\('(.)' .*",
            "sign",
            "it is empty",
            "empty",
            "it begins with \"(.*)\"",
            "begins",
            "JSON without bomFormat, spdxVersion or @context",
            "json",
            "XML with the root <(.*)>",
            "root",
            "XML without a root",
            "rootless",
            "it declares a document type \\(DTD\\), which no list needs",
            "dtd",
            "no (.*) follows",
            "mark");

    private SbomWords() {}

    static String say(Problem problem, Ui ui) {
        Object[] arguments = problem.arguments().toArray();
        switch (problem.kind()) {
            case SCHEMA -> arguments[1] = said(problem.arguments().get(1), ui);
            case NOT_A_BOM, UNREADABLE, BROKEN_OFF ->
                arguments[0] = said(problem.arguments().getFirst(), ui);
            case TOO_MANY -> arguments[1] = noun(problem.arguments().get(1), ui);
            case BAD_VALUE, NO_IDENTIFIER ->
                arguments[0] = noun(problem.arguments().getFirst(), ui);
            case TOO_LARGE,
                    TOO_LONG,
                    UNKNOWN_VERSION,
                    MISSING,
                    DUPLICATE_REF,
                    DANGLING_REF,
                    CYCLE,
                    DUPLICATE_COMPONENT,
                    NO_NAME,
                    NOT_CHECKED,
                    OTHER_WORKBOOK,
                    NO_HEADING,
                    DATE_AS_VERSION,
                    NUMBERS_AS_VERSIONS,
                    LEFT_OUT,
                    INCOMPLETE -> {}
        }
        String sentence = ui.t("sbom.problem." + problem.kind().name(), arguments);
        return problem.place().equals("/") ? sentence : ui.t("sbom.problem.at", place(problem.place(), ui), sentence);
    }

    static List<String> say(List<Problem> problems, Ui ui) {
        return problems.stream().map(p -> say(p, ui)).toList();
    }

    /** Why a list does not show that every component is recorded. */
    static List<String> reasons(Sbom sbom, Ui ui) {
        List<String> reasons = new ArrayList<>();
        if (!sbom.whole()) {
            reasons.add(ui.t("sbom.reason.part"));
        }
        if (!sbom.sound()) {
            reasons.add(ui.t("sbom.reason.faulty"));
        }
        for (Element element : List.of(Element.NAME, Element.SUPPLIER, Element.VERSION)) {
            if (sbom.lacking(element) > 0) {
                reasons.add(ui.t("sbom.reason." + element.name(), sbom.lacking(element)));
            }
        }
        return reasons;
    }

    private static String place(String place, Ui ui) {
        Matcher line = LINE.matcher(place);
        if (!line.matches()) {
            return place;
        }
        Matcher column = COLUMN.matcher(line.group(2));
        return ui.t(
                "sbom.problem.line",
                line.group(1),
                column.matches() ? ui.t("sbom.problem.column", column.group(1)) : line.group(2));
    }

    /** What a check said; in its own words where nobody has put them into ours. */
    private static String said(String words, Ui ui) {
        String plain = NAMESPACE.matcher(words.strip()).replaceAll("");
        for (Map.Entry<Pattern, String> known : SAID.entrySet()) {
            Matcher matcher = known.getKey().matcher(plain);
            if (matcher.matches()) {
                return ui.t("sbom.said." + known.getValue(), groups(matcher, known.getValue(), ui));
            }
        }
        return ui.t("sbom.said", plain);
    }

    private static Object[] groups(MatchResult found, String key, Ui ui) {
        return IntStream.rangeClosed(1, found.groupCount())
                .mapToObj(i -> key.equals("type") ? types(found.group(i), ui) : found.group(i))
                .toArray();
    }

    private static String types(String words, Ui ui) {
        return Pattern.compile("\\w+").matcher(words).replaceAll(word -> switch (word.group()) {
            case "string", "integer", "number", "boolean", "array", "object", "null" ->
                Matcher.quoteReplacement(ui.t("sbom.said.type." + word.group()));
            default -> word.group();
        });
    }

    /** What is counted or is no valid one; names that the formats themselves use stay as they are. */
    private static String noun(String words, Ui ui) {
        return switch (words) {
            case "components" -> ui.t("sbom.said.components");
            case "dependencies" -> ui.t("sbom.said.dependencies");
            case "levels of components" -> ui.t("sbom.said.levels");
            case "characters in a line" -> ui.t("sbom.said.characters");
            case "date (YYYY-MM-DDThh:mm:ssZ)" -> ui.t("sbom.said.date");
            case "SPDX identifier" -> ui.t("sbom.said.identifier");
            case "relationship" -> ui.t("sbom.said.relationship");
            case "data licence (CC0-1.0)" -> ui.t("sbom.said.licence");
            case "document identifier (SPDXRef-DOCUMENT)" -> ui.t("sbom.said.document");
            case "external reference" -> ui.t("sbom.said.reference");
            case "component" -> ui.t("sbom.said.component");
            case "package URL" -> ui.t("sbom.said.purl");
            case "CPE name" -> ui.t("sbom.said.cpe");
            case "creator" -> ui.t("sbom.said.creator");
            case "\"Tag: value\" line" -> ui.t("sbom.said.tag-line");
            case "\"Field: value\" line" -> ui.t("sbom.said.field-line");
            default -> words;
        };
    }

    private static Map<Pattern, String> said(String... pairs) {
        Map<Pattern, String> said = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            said.put(Pattern.compile(pairs[i], Pattern.DOTALL), pairs[i + 1]);
        }
        return said;
    }
}

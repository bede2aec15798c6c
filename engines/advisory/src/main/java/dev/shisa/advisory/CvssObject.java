package dev.shisa.advisory;

import dev.shisa.vulnerability.triage.CvssVector;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * A CVSS object in the JSON form of FIRST: the vector, scores, and metrics that may be spelled out beside it. The metrics' names and
 * values are those of the CVSS specifications.
 */
final class CvssObject {

    private static final String CIA_3 = "NONE:N LOW:L HIGH:H";
    private static final String REQUIREMENT = "LOW:L MEDIUM:M HIGH:H NOT_DEFINED:X";
    private static final String CIA_4 = "NONE:N LOW:L HIGH:H";
    private static final Map<String, Spelled> V2 = table(
            "accessVector AV NETWORK:N ADJACENT_NETWORK:A LOCAL:L",
            "accessComplexity AC HIGH:H MEDIUM:M LOW:L",
            "authentication Au MULTIPLE:M SINGLE:S NONE:N",
            "confidentialityImpact C NONE:N PARTIAL:P COMPLETE:C",
            "integrityImpact I NONE:N PARTIAL:P COMPLETE:C",
            "availabilityImpact A NONE:N PARTIAL:P COMPLETE:C",
            "exploitability E UNPROVEN:U PROOF_OF_CONCEPT:POC FUNCTIONAL:F HIGH:H NOT_DEFINED:ND",
            "remediationLevel RL OFFICIAL_FIX:OF TEMPORARY_FIX:TF WORKAROUND:W UNAVAILABLE:U NOT_DEFINED:ND",
            "reportConfidence RC UNCONFIRMED:UC UNCORROBORATED:UR CONFIRMED:C NOT_DEFINED:ND",
            "collateralDamagePotential CDP NONE:N LOW:L LOW_MEDIUM:LM MEDIUM_HIGH:MH HIGH:H NOT_DEFINED:ND",
            "targetDistribution TD NONE:N LOW:L MEDIUM:M HIGH:H NOT_DEFINED:ND",
            "confidentialityRequirement CR LOW:L MEDIUM:M HIGH:H NOT_DEFINED:ND",
            "integrityRequirement IR LOW:L MEDIUM:M HIGH:H NOT_DEFINED:ND",
            "availabilityRequirement AR LOW:L MEDIUM:M HIGH:H NOT_DEFINED:ND");
    private static final Map<String, Spelled> V3 = table(
            "attackVector AV NETWORK:N ADJACENT_NETWORK:A LOCAL:L PHYSICAL:P",
            "attackComplexity AC HIGH:H LOW:L",
            "privilegesRequired PR HIGH:H LOW:L NONE:N",
            "userInteraction UI NONE:N REQUIRED:R",
            "scope S UNCHANGED:U CHANGED:C",
            "confidentialityImpact C " + CIA_3,
            "integrityImpact I " + CIA_3,
            "availabilityImpact A " + CIA_3,
            "exploitCodeMaturity E UNPROVEN:U PROOF_OF_CONCEPT:P FUNCTIONAL:F HIGH:H NOT_DEFINED:X",
            "remediationLevel RL OFFICIAL_FIX:O TEMPORARY_FIX:T WORKAROUND:W UNAVAILABLE:U NOT_DEFINED:X",
            "reportConfidence RC UNKNOWN:U REASONABLE:R CONFIRMED:C NOT_DEFINED:X",
            "confidentialityRequirement CR " + REQUIREMENT,
            "integrityRequirement IR " + REQUIREMENT,
            "availabilityRequirement AR " + REQUIREMENT,
            "modifiedAttackVector MAV NETWORK:N ADJACENT_NETWORK:A LOCAL:L PHYSICAL:P NOT_DEFINED:X",
            "modifiedAttackComplexity MAC HIGH:H LOW:L NOT_DEFINED:X",
            "modifiedPrivilegesRequired MPR HIGH:H LOW:L NONE:N NOT_DEFINED:X",
            "modifiedUserInteraction MUI NONE:N REQUIRED:R NOT_DEFINED:X",
            "modifiedScope MS UNCHANGED:U CHANGED:C NOT_DEFINED:X",
            "modifiedConfidentialityImpact MC NOT_DEFINED:X " + CIA_3,
            "modifiedIntegrityImpact MI NOT_DEFINED:X " + CIA_3,
            "modifiedAvailabilityImpact MA NOT_DEFINED:X " + CIA_3);
    private static final Map<String, Spelled> V4 = table(
            "attackVector AV NETWORK:N ADJACENT:A LOCAL:L PHYSICAL:P",
            "attackComplexity AC HIGH:H LOW:L",
            "attackRequirements AT NONE:N PRESENT:P",
            "privilegesRequired PR HIGH:H LOW:L NONE:N",
            "userInteraction UI NONE:N PASSIVE:P ACTIVE:A",
            "vulnConfidentialityImpact VC " + CIA_4,
            "vulnIntegrityImpact VI " + CIA_4,
            "vulnAvailabilityImpact VA " + CIA_4,
            "subConfidentialityImpact SC " + CIA_4,
            "subIntegrityImpact SI " + CIA_4,
            "subAvailabilityImpact SA " + CIA_4,
            "exploitMaturity E UNREPORTED:U PROOF_OF_CONCEPT:P ATTACKED:A NOT_DEFINED:X",
            "confidentialityRequirement CR " + REQUIREMENT,
            "integrityRequirement IR " + REQUIREMENT,
            "availabilityRequirement AR " + REQUIREMENT,
            "modifiedAttackVector MAV NETWORK:N ADJACENT:A LOCAL:L PHYSICAL:P NOT_DEFINED:X",
            "modifiedAttackComplexity MAC HIGH:H LOW:L NOT_DEFINED:X",
            "modifiedAttackRequirements MAT NONE:N PRESENT:P NOT_DEFINED:X",
            "modifiedPrivilegesRequired MPR HIGH:H LOW:L NONE:N NOT_DEFINED:X",
            "modifiedUserInteraction MUI NONE:N PASSIVE:P ACTIVE:A NOT_DEFINED:X",
            "modifiedVulnConfidentialityImpact MVC NOT_DEFINED:X " + CIA_4,
            "modifiedVulnIntegrityImpact MVI NOT_DEFINED:X " + CIA_4,
            "modifiedVulnAvailabilityImpact MVA NOT_DEFINED:X " + CIA_4,
            "modifiedSubConfidentialityImpact MSC NOT_DEFINED:X NEGLIGIBLE:N LOW:L HIGH:H",
            "modifiedSubIntegrityImpact MSI NOT_DEFINED:X NEGLIGIBLE:N LOW:L HIGH:H SAFETY:S",
            "modifiedSubAvailabilityImpact MSA NOT_DEFINED:X NEGLIGIBLE:N LOW:L HIGH:H SAFETY:S",
            "Safety S NEGLIGIBLE:N PRESENT:P NOT_DEFINED:X",
            "Automatable AU NO:N YES:Y NOT_DEFINED:X",
            "Recovery R AUTOMATIC:A USER:U IRRECOVERABLE:I NOT_DEFINED:X",
            "valueDensity V DIFFUSE:D CONCENTRATED:C NOT_DEFINED:X",
            "vulnerabilityResponseEffort RE LOW:L MODERATE:M HIGH:H NOT_DEFINED:X",
            "providerUrgency U CLEAR:Clear GREEN:Green AMBER:Amber RED:Red NOT_DEFINED:X");

    private static final Set<String> SEVERITIES = Set.of("NONE", "LOW", "MEDIUM", "HIGH", "CRITICAL");

    /** Scores that older forms of CVSS 4.0 had and the specification does not know. */
    private static final Set<String> NEVER_IN_4 =
            Set.of("threatScore", "threatSeverity", "environmentalScore", "environmentalSeverity");

    /** A metric's abbreviation, and those of its values. */
    private record Spelled(String metric, Map<String, String> values) {}

    private final Place place;
    private final Map<String, Spelled> metrics;
    private final boolean hasSeverity;
    private final List<String> scores;
    private final Optional<CvssVector> vector;

    private CvssObject(Place place, Map<String, Spelled> metrics, List<String> scores) {
        this.place = place;
        this.metrics = metrics;
        this.hasSeverity = !metrics.equals(V2);
        this.scores = scores;
        this.vector = CvssVector.parse(place.text("vectorString"));
    }

    /** The object at a place whose last name is {@code cvss_v2}, {@code cvss_v3} or {@code cvss_v4}. */
    static CvssObject of(Place place) {
        return place.pointer().endsWith("cvss_v2")
                ? new CvssObject(place, V2, List.of("base", "temporal", "environmental"))
                : place.pointer().endsWith("cvss_v3")
                        ? new CvssObject(place, V3, List.of("base", "temporal", "environmental"))
                        : new CvssObject(place, V4, List.of("base"));
    }

    private static Map<String, Spelled> table(String... rows) {
        Map<String, Spelled> table = new LinkedHashMap<>();
        for (String row : rows) {
            String[] parts = row.split(" ", -1);
            Map<String, String> values = new LinkedHashMap<>();
            for (int i = 2; i < parts.length; i++) {
                int colon = parts[i].indexOf(':');
                values.put(parts[i].substring(0, colon), parts[i].substring(colon + 1));
            }
            table.put(parts[0], new Spelled(parts[1], values));
        }
        return table;
    }

    /** What breaks the JSON form (6.1.8). */
    void form(Report report) {
        if (!place.node().isObject()) {
            report.add(place, "shape.object");
            return;
        }
        for (String needed : List.of("version", "vectorString", "baseScore", "baseSeverity")) {
            if (!place.has(needed) && (hasSeverity || !needed.equals("baseSeverity"))) {
                report.add(place, "cvss.missing", needed);
            }
        }
        if (place.has("vectorString") && !isWellFormed()) {
            report.add(place.at("vectorString"), "cvss.vector", place.text("vectorString"), place.text("version"));
        }
        for (String name : place.names()) {
            Place member = place.at(name);
            Spelled spelled = metrics.get(name);
            if (spelled != null && !spelled.values.containsKey(member.text())) {
                report.add(member, "cvss.value", member.node(), name);
            }
        }
        for (String score : scores) {
            Place number = place.at(score + "Score");
            if (number.exists() && !isScore(number.node())) {
                report.add(number, "cvss.score-form", number.node());
            }
            Place severity = place.at(score + "Severity");
            if (hasSeverity && severity.exists() && !SEVERITIES.contains(severity.text())) {
                report.add(severity, "cvss.value", severity.node(), score + "Severity");
            }
        }
        if (metrics.equals(V4)) {
            place.names().stream()
                    .filter(NEVER_IN_4::contains)
                    .forEach(n -> report.add(place.at(n), "cvss.never-in-4", n));
        }
    }

    private boolean isWellFormed() {
        String text = place.text("vectorString");
        if (vector.isEmpty() || text.indexOf('(') >= 0 || !text.equals(text.strip())) {
            return false;
        }
        CvssVector.Version version = vector.get().version();
        boolean isOrdered =
                version != CvssVector.Version.V4_0 || vector.get().toString().equals(text);
        return isOrdered
                && place.text("version")
                        .equals(
                                switch (version) {
                                    case V2_0 -> "2.0";
                                    case V3_0 -> "3.0";
                                    case V3_1 -> "3.1";
                                    case V4_0 -> "4.0";
                                })
                && metrics.equals(
                        switch (version) {
                            case V2_0 -> V2;
                            case V3_0, V3_1 -> V3;
                            case V4_0 -> V4;
                        });
    }

    private static boolean isScore(JsonNode node) {
        return node.isNumber()
                && node.decimalValue().compareTo(BigDecimal.ZERO) >= 0
                && node.decimalValue().compareTo(BigDecimal.TEN) <= 0;
    }

    /** Members that the form does not know. */
    List<Place> unknownMembers() {
        return place.names().stream()
                .filter(n -> !metrics.containsKey(n)
                        && !n.equals("version")
                        && !n.equals("vectorString")
                        && scores.stream()
                                .noneMatch(s -> n.equals(s + "Score") || (hasSeverity && n.equals(s + "Severity"))))
                .map(place::at)
                .toList();
    }

    /** Scores and severities that are not those of the vector (6.1.9). */
    void computation(Report report) {
        Optional<CvssVector> whole = whole();
        if (whole.isEmpty() || !isWellFormed()) {
            return;
        }
        for (String kind : scores) {
            Place score = place.at(kind + "Score");
            // 4.0 has one score, that of the vector; its form calls it the base score.
            double computed = metrics.equals(V4) ? vector.orElseThrow().score() : score(whole.get(), kind);
            if (isScore(score.node()) && score.node().decimalValue().compareTo(BigDecimal.valueOf(computed)) != 0) {
                report.add(score, "cvss.computed", kind + "Score", score.node(), computed);
            }
            Place severity = place.at(kind + "Severity");
            String word = whole.get().version().severity(computed);
            if (hasSeverity && !severity.text().isEmpty() && !severity.text().equals(word)) {
                report.add(severity, "cvss.computed", kind + "Severity", severity.text(), word);
            }
        }
    }

    private double score(CvssVector whole, String kind) {
        if (kind.equals("environmental")) {
            return whole.score();
        }
        if (kind.equals("base")) {
            return whole.baseScore();
        }
        Map<String, String> undefined = new LinkedHashMap<>();
        boolean is2 = whole.version() == CvssVector.Version.V2_0;
        String environment = is2 ? "CDP TD CR IR AR" : "CR IR AR MAV MAC MPR MUI MS MC MI MA";
        for (String metric : environment.split(" ", -1)) {
            undefined.put(metric, is2 ? "ND" : "X");
        }
        return whole.with(undefined).score();
    }

    /** Metrics that the vector says otherwise (6.1.10). */
    void consistency(Report report) {
        if (vector.isEmpty()) {
            return;
        }
        metrics.forEach((name, spelled) -> {
            String said = spelled.values.getOrDefault(place.text(name), "");
            String meant = vector.get().metric(spelled.metric);
            if (!said.isEmpty() && !meant.isEmpty() && !said.equals(meant)) {
                report.add(place.at(name), "cvss.contradicts", name, place.text(name), spelled.metric + ":" + meant);
            }
        });
    }

    /** The vector with the metrics that are spelled out and that it leaves open; empty if it cannot be read. */
    private Optional<CvssVector> whole() {
        if (vector.isEmpty()) {
            return Optional.empty();
        }
        Map<String, String> spelledOut = new LinkedHashMap<>();
        metrics.forEach((name, spelled) -> {
            String value = spelled.values.getOrDefault(place.text(name), "");
            if (!value.isEmpty() && vector.get().metric(spelled.metric).isEmpty()) {
                spelledOut.put(spelled.metric, value);
            }
        });
        try {
            return Optional.of(vector.get().with(spelledOut));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The score with everything that is said of time and environment; empty if the vector cannot be read. */
    Optional<Double> overall() {
        Place environmental = place.at("environmentalScore");
        if (isScore(environmental.node()) && environmental.node().doubleValue() == 0) {
            return Optional.of(0.0);
        }
        return whole().map(CvssVector::score);
    }
}

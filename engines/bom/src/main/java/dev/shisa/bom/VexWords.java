package dev.shisa.bom;

import dev.shisa.bom.BomWriter.Analysis;
import java.util.Map;
import java.util.Set;

/** An analysis in the words that OpenVEX and SPDX 3.0 share. */
record VexWords(Status status, String justification, String reason) {

    /** The four states. */
    enum Status {
        NOT_AFFECTED,
        AFFECTED,
        FIXED,
        UNDER_INVESTIGATION
    }

    /**
     * Justifications that mean the same. CycloneDX's other words (it needs a configuration, it is stopped at the perimeter …) have no
     * equal: they are told as text, since a product that its user could open is no product with protections of its own.
     */
    private static final Map<String, String> JUSTIFICATIONS = Map.of(
            "code_not_present", "vulnerable_code_not_present",
            "code_not_reachable", "vulnerable_code_not_in_execute_path",
            "protected_by_compiler", "inline_mitigations_already_exist",
            "protected_at_runtime", "inline_mitigations_already_exist");

    /** What OpenVEX and CSAF know; SPDX 3.0 writes the same words in camel case. */
    private static final Set<String> OWN = Set.of(
            "component_not_present",
            "vulnerable_code_not_present",
            "vulnerable_code_not_in_execute_path",
            "vulnerable_code_cannot_be_controlled_by_adversary",
            "inline_mitigations_already_exist");

    /** @throws IllegalArgumentException if it is no analysis of CycloneDX, or says "not affected" without why */
    static VexWords of(Analysis analysis) {
        Status status = switch (analysis.state()) {
            case "exploitable" -> Status.AFFECTED;
            case "in_triage" -> Status.UNDER_INVESTIGATION;
            case "resolved", "resolved_with_pedigree" -> Status.FIXED;
            case "false_positive", "not_affected" -> Status.NOT_AFFECTED;
            default -> throw new IllegalArgumentException("\"" + analysis.state() + "\" is no state of an analysis");
        };
        if (status != Status.NOT_AFFECTED) {
            return new VexWords(status, "", analysis.detail());
        }
        String word = OWN.contains(analysis.justification())
                ? analysis.justification()
                : JUSTIFICATIONS.getOrDefault(analysis.justification(), "");
        String said = analysis.state().equals("false_positive") ? "false_positive" : analysis.justification();
        String reason = word.isEmpty() && !said.isBlank()
                ? analysis.detail().isBlank() ? said : said + ": " + analysis.detail()
                : analysis.detail();
        if (word.isEmpty() && reason.isBlank()) {
            throw new IllegalArgumentException(
                    analysis.vulnerability() + " is said not to affect the product without a reason");
        }
        return new VexWords(status, word, reason);
    }

    /** What to do about it, which both formats demand of something affected. */
    String action() {
        return reason.isBlank() ? "No measure is known yet." : reason;
    }
}

package dev.shisa.scan;

import java.util.Locale;

/** How severe a tool calls a detection, in the steps of CVSS 3 (section 5). */
public enum Severity {
    CRITICAL,
    HIGH,
    MEDIUM,
    LOW,
    /** The tool does not say, or in a scale of its own that cannot be compared. */
    UNKNOWN;

    /** The step of a CVSS score above 0. */
    static Severity ofScore(double score) {
        if (score >= 9) {
            return CRITICAL;
        }
        if (score >= 7) {
            return HIGH;
        }
        return score >= 4 ? MEDIUM : LOW;
    }

    /** The word in storage: {@code critical}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}

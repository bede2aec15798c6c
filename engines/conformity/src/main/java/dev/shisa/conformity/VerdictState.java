package dev.shisa.conformity;

import java.util.Arrays;
import java.util.Optional;

/** How a requirement stands for a target. */
public enum VerdictState {
    MET("met"),
    /** Answers say so, but not all is proven; the verdict says towards which state. */
    EXPECTED("expected"),
    NOT_MET("not-met"),
    UNKNOWN("unknown"),
    /** Stale, in conflict, or touched by a change. */
    RECHECK("recheck"),
    NOT_APPLICABLE("not-applicable"),
    DEEMED("deemed"),
    EXEMPT("exempt");

    private final String code;

    VerdictState(String code) {
        this.code = code;
    }

    /** The word used in files and storage. */
    public String code() {
        return code;
    }

    /** Whether nothing is left to do: met, not applicable, deemed or exempt. */
    public boolean isGreen() {
        return switch (this) {
            case MET, NOT_APPLICABLE, DEEMED, EXEMPT -> true;
            case EXPECTED, NOT_MET, UNKNOWN, RECHECK -> false;
        };
    }

    /** Whether a certificate or declaration settles the requirement, whatever the rule says. */
    public boolean isByRoute() {
        return this == DEEMED || this == EXEMPT;
    }

    public static Optional<VerdictState> parse(String code) {
        return Arrays.stream(values()).filter(s -> s.code.equals(code)).findFirst();
    }
}

package dev.shisa.conformity;

/** What is known about a claim. The table by which truths combine stands in ARCHITECTURE.md, section "Rules". */
public enum Truth {
    TRUE,
    FALSE,
    UNKNOWN,
    STALE,
    CONFLICT;

    /** False if one is false; otherwise the worst doubt (conflict, stale, unknown); otherwise, also of nothing, true. */
    public static Truth all(Iterable<Truth> truths) {
        return combine(truths, FALSE, TRUE);
    }

    /** True if one is true; otherwise the worst doubt (conflict, stale, unknown); otherwise, also of nothing, false. */
    public static Truth any(Iterable<Truth> truths) {
        return combine(truths, TRUE, FALSE);
    }

    /** Exchanges true and false; a doubt stays what it is. */
    public Truth negate() {
        return switch (this) {
            case TRUE -> FALSE;
            case FALSE -> TRUE;
            case UNKNOWN, STALE, CONFLICT -> this;
        };
    }

    /** Whether this is an answer, true or false, and not a doubt. */
    public boolean isKnown() {
        return this == TRUE || this == FALSE;
    }

    private static Truth combine(Iterable<Truth> truths, Truth decisive, Truth neutral) {
        Truth worst = neutral;
        for (Truth truth : truths) {
            if (truth == decisive) {
                return decisive;
            }
            // Doubts are declared in the order of their weight, after TRUE and FALSE.
            if (truth != neutral && (worst == neutral || truth.compareTo(worst) > 0)) {
                worst = truth;
            }
        }
        return worst;
    }
}

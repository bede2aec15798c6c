package dev.shisa.conformity;

/** What is known about a claim. The table by which truths combine stands in docs/concepts/rules.md. */
public enum Truth {
    TRUE,
    FALSE,
    UNKNOWN,
    STALE,
    CONFLICT;

    /** False if one is false; otherwise the worst doubt (conflict, stale, unknown); otherwise, also of nothing, true. */
    public static Truth all(Iterable<Truth> truths) {
        Truth all = TRUE;
        for (Truth truth : truths) {
            all = all.and(truth);
        }
        return all;
    }

    /** True if one is true; otherwise the worst doubt (conflict, stale, unknown); otherwise, also of nothing, false. */
    public static Truth any(Iterable<Truth> truths) {
        Truth any = FALSE;
        for (Truth truth : truths) {
            any = any.or(truth);
        }
        return any;
    }

    /** Of two, as {@link #all}. */
    Truth and(Truth other) {
        return combine(this, other, FALSE, TRUE);
    }

    /** Of two, as {@link #any}. */
    Truth or(Truth other) {
        return combine(this, other, TRUE, FALSE);
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

    private static Truth combine(Truth one, Truth other, Truth decisive, Truth neutral) {
        if (one == decisive || other == decisive) {
            return decisive;
        }
        if (one == neutral || other == neutral) {
            return one == neutral ? other : one;
        }
        // Doubts are declared in the order of their weight.
        return one.compareTo(other) >= 0 ? one : other;
    }
}

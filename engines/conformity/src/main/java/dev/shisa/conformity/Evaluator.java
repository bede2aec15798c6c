package dev.shisa.conformity;

import java.time.Instant;

/** Decides requirements for targets. */
@SuppressWarnings({"DoNotCallSuggester", "UnusedVariable"})
public final class Evaluator {

    private final Catalogue catalogue;

    public Evaluator(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    public Catalogue catalogue() {
        return catalogue;
    }

    /** Decides one requirement for one target from what the source has at this instant. */
    public Verdict evaluate(
            Target target, Requirement requirement, FactSource facts, Parameters parameters, Instant now) {
        throw new UnsupportedOperationException("comes next");
    }

    /** Whether a value satisfies a condition of the register form. */
    public boolean holds(FactDefinition.Condition condition, Value value) {
        throw new UnsupportedOperationException("comes next");
    }
}

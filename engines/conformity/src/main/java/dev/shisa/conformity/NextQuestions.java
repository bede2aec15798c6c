package dev.shisa.conformity;

import java.time.Instant;
import java.util.Collection;
import java.util.List;

/** What to ask next, so that open requirements are decided with few questions. */
@SuppressWarnings({"DoNotCallSuggester", "UnusedVariable"})
public final class NextQuestions {

    private final Evaluator evaluator;

    public NextQuestions(Evaluator evaluator) {
        this.evaluator = evaluator;
    }

    /** The most deciding first. Empty when nothing is open: all are met, not met, not applicable, deemed or exempt. */
    public List<NextQuestion> next(
            Target target, Collection<Requirement> requirements, FactSource facts, Parameters parameters, Instant now) {
        throw new UnsupportedOperationException("comes next");
    }
}

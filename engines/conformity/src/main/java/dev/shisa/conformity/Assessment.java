package dev.shisa.conformity;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * All verdicts of some targets, kept up to date in memory as facts come and time passes: each act decides again only the
 * pairs of target and requirement that can have changed, and returns the verdicts that did. Not safe for several threads.
 */
public final class Assessment {

    public Assessment(Evaluator evaluator, Parameters parameters, Instant now) {}

    /** Adds a target, or replaces the one with its id. */
    public List<Verdict> put(Target target) {
        return List.of();
    }

    /** Adds a fact; one that is there already, with the same id and content, changes nothing. */
    public List<Verdict> add(Fact fact) {
        return List.of();
    }

    public List<Verdict> withdraw(UUID fact) {
        return List.of();
    }

    public List<Verdict> confirm(UUID fact, Confirmation confirmation) {
        return List.of();
    }

    public List<Verdict> parameters(Parameters parameters) {
        return List.of();
    }

    /** Moves time forward. */
    public List<Verdict> advance(Instant now) {
        return List.of();
    }

    /** All present verdicts, by target and requirement in the order in which they came. */
    public List<Verdict> verdicts() {
        return List.of();
    }
}

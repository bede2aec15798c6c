package dev.shisa.conformity;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The state of a verdict, by the first line that fits (docs/concepts/verdicts.md). */
record Outcome(VerdictState state, @Nullable VerdictState towards) {

    static Outcome of(Proof proof) {
        Outcome trees = of(proof.routes(), proof.applies(), proof.rule());
        return trees.isGood() && (proof.isContradicted() || proof.isReopened())
                ? new Outcome(VerdictState.RECHECK, null)
                : trees;
    }

    /** Green, or expected to be: what a contradiction, or a change of the requirement, may stand in the way of. */
    boolean isGood() {
        return state.isGreen() || state == VerdictState.EXPECTED;
    }

    static Outcome of(List<Proof.RouteProof> routes, @Nullable ProofNode applies, ProofNode rule) {
        Truths whether = applies == null ? new Truths(Truth.TRUE, Truth.TRUE) : applies.truths();
        for (Proof.RouteProof route : routes) {
            if (route.when().proven() == Truth.TRUE) {
                return new Outcome(route.verdict(), null);
            }
        }
        if (routes.stream().anyMatch(route -> isDoubtful(route.when().truth()))) {
            return new Outcome(VerdictState.RECHECK, null);
        }
        if (whether.proven() == Truth.FALSE) {
            return new Outcome(VerdictState.NOT_APPLICABLE, null);
        }
        if (isDoubtful(whether.truth())) {
            return new Outcome(VerdictState.RECHECK, null);
        }
        if (whether.proven() == Truth.TRUE && rule.proven() == Truth.TRUE) {
            return new Outcome(VerdictState.MET, null);
        }
        for (Proof.RouteProof route : routes) {
            if (route.when().truth() == Truth.TRUE) {
                return new Outcome(VerdictState.EXPECTED, route.verdict());
            }
        }
        return switch (whether.truth()) {
            case FALSE -> new Outcome(VerdictState.EXPECTED, VerdictState.NOT_APPLICABLE);
            case UNKNOWN -> new Outcome(VerdictState.UNKNOWN, null);
            case TRUE, STALE, CONFLICT -> byRule(rule.truth());
        };
    }

    private static Outcome byRule(Truth rule) {
        return switch (rule) {
            case TRUE -> new Outcome(VerdictState.EXPECTED, VerdictState.MET);
            case FALSE -> new Outcome(VerdictState.NOT_MET, null);
            case UNKNOWN -> new Outcome(VerdictState.UNKNOWN, null);
            case STALE, CONFLICT -> new Outcome(VerdictState.RECHECK, null);
        };
    }

    private static boolean isDoubtful(Truth truth) {
        return truth == Truth.STALE || truth == Truth.CONFLICT;
    }
}

package dev.shisa.conformity;

import java.time.LocalDate;
import java.util.List;
import java.util.Objects;

/** Both truths of a node: what all facts say, and what the strong and confirmed ones say. */
record Truths(Truth truth, Truth proven) {

    static Truths all(List<ProofNode> nodes) {
        Truth truth = Truth.TRUE;
        Truth proven = Truth.TRUE;
        for (ProofNode node : nodes) {
            truth = truth.and(node.truth());
            proven = proven.and(node.proven());
        }
        return new Truths(truth, proven);
    }

    static Truths any(List<ProofNode> nodes) {
        Truth truth = Truth.FALSE;
        Truth proven = Truth.FALSE;
        for (ProofNode node : nodes) {
            truth = truth.or(node.truth());
            proven = proven.or(node.proven());
        }
        return new Truths(truth, proven);
    }

    /** Of two days: nothing is proven before both are. */
    static Truths earlier(List<ProofNode> days) {
        Truths known = all(days);
        if (known.truth != Truth.TRUE) {
            return known;
        }
        Truth truth = day(days.getFirst()).isBefore(day(days.getLast())) ? Truth.TRUE : Truth.FALSE;
        return new Truths(truth, known.proven == Truth.TRUE ? truth : Truth.UNKNOWN);
    }

    private static LocalDate day(ProofNode leaf) {
        return ((Value.Day) Objects.requireNonNull(
                        Objects.requireNonNull(leaf.reading()).value()))
                .value();
    }

    Truths or(Truths other) {
        return new Truths(truth.or(other.truth), proven.or(other.proven));
    }

    Truths negate() {
        return new Truths(truth.negate(), proven.negate());
    }
}

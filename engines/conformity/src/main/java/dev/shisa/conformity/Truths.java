package dev.shisa.conformity;

import java.util.List;

/** Both truths of a node: what all facts say, and what the strong and confirmed ones say. */
record Truths(Truth truth, Truth proven) {

    static Truths all(List<ProofNode> nodes) {
        return new Truths(
                Truth.all(nodes.stream().map(ProofNode::truth).toList()),
                Truth.all(nodes.stream().map(ProofNode::proven).toList()));
    }

    static Truths any(List<ProofNode> nodes) {
        return new Truths(
                Truth.any(nodes.stream().map(ProofNode::truth).toList()),
                Truth.any(nodes.stream().map(ProofNode::proven).toList()));
    }

    Truths or(Truths other) {
        return new Truths(Truth.any(List.of(truth, other.truth)), Truth.any(List.of(proven, other.proven)));
    }

    Truths negate() {
        return new Truths(truth.negate(), proven.negate());
    }
}

package dev.shisa.conformity;

import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/**
 * A proof combined anew, as if some leaves had other truths. What must hold for an item that is proven not to be meant was
 * never looked at, and counts as unknown where the item is supposed to be meant.
 */
final class Supposed {

    private final Function<ProofNode, Truths> leaves;

    private Supposed(Function<ProofNode, Truths> leaves) {
        this.leaves = leaves;
    }

    /**
     * The verdict that would follow.
     *
     * @param leaves the truths of each {@code LEAF}, and those of the list of each {@code EVERY}
     */
    static Outcome outcome(Proof proof, Function<ProofNode, Truths> leaves) {
        Supposed supposed = new Supposed(leaves);
        ProofNode applies = proof.applies();
        return Outcome.of(new Proof(
                proof.target(),
                proof.requirement(),
                proof.edition(),
                proof.guideEdition(),
                proof.parameters(),
                proof.decidedAt(),
                proof.routes().stream()
                        .map(r -> new Proof.RouteProof(r.verdict(), r.name(), supposed.node(r.when())))
                        .toList(),
                applies == null ? null : supposed.node(applies),
                supposed.node(proof.rule()),
                proof.contradictions().stream()
                        .filter(held -> supposed.node(held.when()).truth() == Truth.TRUE)
                        .toList(),
                proof.reopened(),
                List.of(),
                List.of()));
    }

    private ProofNode node(ProofNode node) {
        List<ProofNode> children = node.children().stream().map(this::node).toList();
        Truths truths = switch (node.kind()) {
            case LEAF -> leaves.apply(node);
            case ALL -> Truths.all(children);
            case ANY -> Truths.any(children);
            case NOT -> children.getFirst().truths().negate();
            case EARLIER -> Truths.all(children).truth() == Truth.TRUE ? node.truths() : Truths.all(children);
            case EACH -> each(children);
            case EVERY -> every(node, children);
        };
        return new ProofNode(
                node.path(),
                node.kind(),
                node.item(),
                node.about(),
                node.text(),
                truths.truth(),
                truths.proven(),
                children,
                node.reading());
    }

    private static Truths each(List<ProofNode> children) {
        if (!children.getFirst().isWhere()) {
            return children.getFirst().truths();
        }
        Truths holds = children.size() > 1 ? children.getLast().truths() : new Truths(Truth.UNKNOWN, Truth.UNKNOWN);
        return children.getFirst().truths().negate().or(holds);
    }

    private Truths every(ProofNode node, List<ProofNode> children) {
        if (children.isEmpty()) {
            return leaves.apply(node);
        }
        Reading list = Objects.requireNonNull(node.reading());
        Truths all = Truths.all(children);
        Truth listed = list.doubt() == Reading.Doubt.NONE ? Truth.TRUE : Truth.UNKNOWN;
        ProofNode asLeaf =
                new ProofNode(node.path(), ProofNode.Kind.EVERY, null, "", null, Truth.TRUE, listed, List.of(), list);
        return leaves.apply(asLeaf).proven() == Truth.TRUE ? all : new Truths(all.truth(), Truth.UNKNOWN);
    }
}

package dev.shisa.server.application;

import dev.shisa.conformity.Decisive;
import dev.shisa.conformity.Fact;
import dev.shisa.conformity.Proof;
import dev.shisa.conformity.ProofNode;
import dev.shisa.conformity.Reading;
import dev.shisa.conformity.Truth;
import dev.shisa.conformity.VerdictState;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The facts that decide a requirement, or a part of it: what may be cited for it, and no other.
 *
 * <p>A proof holds far more facts than those that decide: the alternative that was not taken, the weaker answer that says
 * the same as the test, the fact of the neighbouring sub-item. Whoever checks a citation looks for the claim in it and
 * sends back what does not have it. So: of a part that holds, only the branches that make it hold, the proven ones where
 * it is proven; of a part that fails, the leaves to blame ({@link Decisive}); and in each leaf the facts that are as
 * strong as it asks and confirmed, where these suffice.
 */
public final class DecidingFacts {

    private DecidingFacts() {}

    /** Those of a verdict that can be told; of one that is open, those that were looked at and leave it open. */
    public static List<Fact> of(Proof proof, VerdictState state) {
        Stream<ProofNode> leaves = switch (state) {
            case MET ->
                Stream.concat(Stream.ofNullable(proof.applies()), Stream.of(proof.rule()))
                        .flatMap(ProofNode::sufficing);
            case NOT_APPLICABLE -> Stream.ofNullable(proof.applies()).flatMap(ProofNode::sufficing);
            case DEEMED, EXEMPT ->
                proof.routes().stream()
                        .filter(route ->
                                route.verdict() == state && route.when().truth() == Truth.TRUE)
                        .limit(1)
                        .flatMap(route -> route.when().sufficing());
            case NOT_MET, EXPECTED, UNKNOWN, RECHECK ->
                Decisive.of(proof).stream().map(Decisive.Leaf::node);
        };
        return facts(leaves, proof);
    }

    /** Those of one node. */
    public static List<Fact> of(ProofNode node, Proof proof) {
        return facts(
                node.truth() == Truth.FALSE ? Decisive.of(node).stream().map(Decisive.Leaf::node) : node.sufficing(),
                proof);
    }

    /** The facts of one leaf that suffice for what it says, the leading one first. */
    static List<UUID> of(@Nullable Reading reading, Proof proof) {
        if (reading == null) {
            return List.of();
        }
        if (reading.doubt() != Reading.Doubt.NONE) {
            return reading.used();
        }
        List<UUID> enough = reading.used().stream()
                .filter(id -> proof.fact(id)
                        .filter(fact -> fact.isConfirmed() && fact.strength().isAtLeast(reading.least()))
                        .isPresent())
                .toList();
        return enough.isEmpty() ? reading.used() : enough;
    }

    private static List<Fact> facts(Stream<ProofNode> leaves, Proof proof) {
        return leaves.flatMap(leaf -> of(leaf.reading(), proof).stream())
                .distinct()
                .flatMap(id -> proof.fact(id).stream())
                .toList();
    }
}

package dev.shisa.server.conformity;

import dev.shisa.conformity.Fact;
import dev.shisa.conformity.Proof;
import dev.shisa.conformity.ProofNode;
import dev.shisa.conformity.Reading;
import dev.shisa.conformity.Slot;
import dev.shisa.conformity.Strength;
import dev.shisa.conformity.Truth;
import dev.shisa.conformity.Verdict;
import dev.shisa.conformity.VerdictState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The short of a proof: the leaves that make the verdict what it is, for lists and tiles.
 *
 * @param points the deciding leaves, at most {@link #POINTS_MAX}
 * @param open how many facts are missing, expired, contradicted or unproven
 * @param strength the weakest strength among the facts that carry the verdict; null if there are none
 * @param evidence what these facts rest on
 * @param ruleFails whether the rule itself is false although a certificate or declaration settles the requirement
 */
public record Ground(
        List<Point> points, int open, @Nullable Strength strength, List<UUID> evidence, boolean ruleFails) {

    /** A list shows a few points; the page of the requirement shows the whole tree. */
    static final int POINTS_MAX = 20;

    /**
     * One deciding leaf.
     *
     * @param unset the parameters without a value that it needs
     */
    public record Point(
            String key,
            String item,
            Reading.Reason reason,
            Reading.Doubt doubt,
            @Nullable String ja,
            @Nullable String en,
            List<String> unset) {

        public Slot slot() {
            return Slot.of(key, item);
        }
    }

    public Ground {
        points = List.copyOf(points);
        evidence = List.copyOf(evidence);
    }

    static Ground of(Verdict verdict) {
        Proof proof = verdict.proof();
        boolean unproven = verdict.state() == VerdictState.EXPECTED;
        VerdictState towards = verdict.towards();
        VerdictState outcome = unproven && towards != null ? towards : verdict.state();
        List<ProofNode> roots = new ArrayList<>();
        switch (outcome) {
            case EXEMPT, DEEMED ->
                proof.routes().stream()
                        .filter(route ->
                                route.verdict() == outcome && route.when().truth() == Truth.TRUE)
                        .findFirst()
                        .ifPresent(route -> roots.add(route.when()));
            case NOT_APPLICABLE -> addIfPresent(roots, proof.applies());
            case MET, NOT_MET -> roots.add(proof.rule());
            case UNKNOWN, RECHECK, EXPECTED -> {
                Set<Truth> doubts =
                        outcome == VerdictState.UNKNOWN ? Set.of(Truth.UNKNOWN) : Set.of(Truth.STALE, Truth.CONFLICT);
                if (outcome == VerdictState.RECHECK) {
                    proof.routes().stream()
                            .map(Proof.RouteProof::when)
                            .filter(when -> doubts.contains(when.truth()))
                            .forEach(roots::add);
                }
                ProofNode applies = proof.applies();
                if (applies != null && doubts.contains(applies.truth())) {
                    roots.add(applies);
                } else if (doubts.contains(proof.rule().truth())) {
                    roots.add(proof.rule());
                }
            }
        }
        // Both the applicability and the rule carry a verdict that says the requirement is met.
        if (outcome == VerdictState.MET) {
            addIfPresent(roots, proof.applies());
        }

        Map<String, ProofNode> leaves = new LinkedHashMap<>();
        for (ProofNode root : roots) {
            decidingLeaves(root, unproven, leaves);
        }
        Map<UUID, Fact> facts = proof.facts().stream().collect(Collectors.toMap(Fact::id, f -> f));
        Set<UUID> evidence = new LinkedHashSet<>();
        Strength weakest = null;
        List<Point> points = new ArrayList<>();
        int open = 0;
        Set<Slot> openSlots = new LinkedHashSet<>();
        for (ProofNode leaf : leaves.values()) {
            Reading reading = leaf.reading();
            if (reading == null) {
                continue;
            }
            boolean isOpen = !leaf.truth().isKnown() || (unproven && leaf.proven() != leaf.truth());
            if (isOpen && openSlots.add(reading.slot())) {
                open++;
            }
            for (UUID id : reading.used()) {
                Fact fact = facts.get(id);
                if (fact != null) {
                    evidence.add(fact.evidence());
                    if (weakest == null || fact.strength().compareTo(weakest) < 0) {
                        weakest = fact.strength();
                    }
                }
            }
            if (points.size() < POINTS_MAX) {
                points.add(new Point(
                        reading.slot().key().value(),
                        reading.slot().item(),
                        reading.reason(),
                        reading.doubt(),
                        leaf.text() == null ? null : leaf.text().ja(),
                        leaf.text() == null ? null : leaf.text().en(),
                        reading.unset()));
            }
        }
        boolean ruleFails = (verdict.state() == VerdictState.EXEMPT || verdict.state() == VerdictState.DEEMED)
                && proof.rule().truth() == Truth.FALSE;
        return new Ground(
                points, open, weakest, evidence.stream().limit(POINTS_MAX).toList(), ruleFails);
    }

    /** The leaves below a node that make its truth what it is; with {@code unproven}, those that keep it from being proven. */
    private static void decidingLeaves(ProofNode node, boolean unproven, Map<String, ProofNode> leaves) {
        if (node.kind() == ProofNode.Kind.LEAF || node.children().isEmpty()) {
            if (node.reading() != null && (!unproven || node.proven() != node.truth())) {
                leaves.putIfAbsent(node.path(), node);
            }
            return;
        }
        if (node.kind() == ProofNode.Kind.EVERY && node.reading() != null) {
            boolean listInDoubt = !node.truth().isKnown() && node.reading().value() == null;
            if (listInDoubt || (unproven && node.reading().doubt() != Reading.Doubt.NONE)) {
                leaves.putIfAbsent(node.path(), node);
            }
        }
        for (ProofNode child : node.children()) {
            boolean carries = switch (node.kind()) {
                case NOT -> true;
                case EACH, ALL, EVERY, ANY, LEAF -> child.truth() == node.truth() || inverted(node, child);
            };
            if (carries) {
                decidingLeaves(child, unproven, leaves);
            }
        }
    }

    /** {@code where} counts against its item: the item holds when {@code where} is false. */
    private static boolean inverted(ProofNode node, ProofNode child) {
        return node.kind() == ProofNode.Kind.EACH
                && node.children().size() > 1
                && child.equals(node.children().getFirst())
                && child.truth().negate() == node.truth();
    }

    private static void addIfPresent(List<ProofNode> roots, @Nullable ProofNode node) {
        if (node != null) {
            roots.add(node);
        }
    }
}

package dev.shisa.conformity;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The contradictions between facts that stand in the way of the verdicts of one target at one instant: those that hold and
 * rest on a fact on which the verdict rests as well, the same item's. What an item is only found by, such as the list that
 * it stands in, is none of it.
 *
 * <p>A contradiction touches many requirements and is looked at once for all of them, apart from those for which a change
 * touches other layers of the target.
 */
final class Clashes {

    /** @param touched for each layer, whether a change touches it */
    private record Look(String clash, List<Boolean> touched) {}

    /**
     * What was found of a contradiction.
     *
     * @param held null: it does not hold
     * @param slots on which it rests
     */
    private record Found(SlotReader reader, Proof.@Nullable Held held, Set<Slot> slots) {}

    private final Catalogue catalogue;
    private final Target target;
    private final Function<RequirementId, SlotReader> readers;
    private final Map<Look, Found> found = new HashMap<>();

    /** @param readers of facts, as they are for a requirement */
    Clashes(Catalogue catalogue, Target target, Function<RequirementId, SlotReader> readers) {
        this.catalogue = catalogue;
        this.target = target;
        this.readers = readers;
    }

    /**
     * Those in the way of one verdict; what they name, and when that changes, is remembered with the verdict's own.
     *
     * @param outcome what the trees give; only what is green, or expected to be, can be contradicted
     */
    List<Proof.Held> of(
            Requirement requirement,
            Outcome outcome,
            List<Proof.RouteProof> routes,
            @Nullable ProofNode applies,
            ProofNode rule,
            SlotReader slots) {
        List<Clash> touching = outcome.isGood() ? catalogue.clashesTouching(requirement) : List.of();
        if (touching.isEmpty()) {
            return List.of();
        }
        VerdictState towards = outcome.towards();
        Stream<ProofNode> trees = switch (towards == null ? outcome.state() : towards) {
            case EXEMPT, DEEMED ->
                routes.stream().map(Proof.RouteProof::when).filter(when -> when.truth() == Truth.TRUE);
            case NOT_APPLICABLE -> Stream.ofNullable(applies);
            case MET, EXPECTED, NOT_MET, UNKNOWN, RECHECK -> Stream.concat(Stream.ofNullable(applies), Stream.of(rule));
        };
        Set<Slot> relied = slots(trees);
        List<Boolean> touched = target.layers().stream()
                .map(layer -> layer.isTouched(requirement.id()))
                .toList();
        List<Proof.Held> held = new ArrayList<>();
        for (Clash clash : touching) {
            Found one = found.computeIfAbsent(new Look(clash.id(), touched), _ -> look(clash, requirement.id()));
            slots.changesWith(one.reader());
            Proof.Held holds = one.held();
            if (holds != null && one.slots().stream().anyMatch(relied::contains)) {
                slots.add(one.reader());
                held.add(holds);
            }
        }
        return held;
    }

    private static Set<Slot> slots(Stream<ProofNode> trees) {
        return trees.flatMap(ProofNode::carrying)
                .flatMap(node -> Stream.ofNullable(node.reading()))
                .map(Reading::slot)
                .collect(Collectors.toSet());
    }

    private Found look(Clash clash, RequirementId requirement) {
        SlotReader reader = readers.apply(requirement);
        Optional<ProofNode> when = new Evaluation(reader, clash.id() + " for " + target.id()).ifTrue(clash.when());
        if (when.isEmpty()) {
            return new Found(reader, null, Set.of());
        }
        Reading both =
                reader.leaf(clash.judgement(), new Slot(clash.both(), ""), "").reading();
        Map<UUID, Fact> facts = new HashMap<>();
        reader.facts().forEach(fact -> facts.put(fact.id(), fact));
        return new Found(
                reader,
                new Proof.Held(clash.id(), clash.text(), when.get(), both, isSettled(when.get(), both, facts)),
                slots(when.stream()));
    }

    /** Whether it was judged after each of the facts was first stated as it stands, so that whoever judged saw them all. */
    private static boolean isSettled(ProofNode when, Reading both, Map<UUID, Fact> facts) {
        Instant since = when.carrying()
                .flatMap(node -> Stream.ofNullable(node.reading()))
                .flatMap(reading -> used(reading, facts).map(Fact::recordedAt).min(Comparator.naturalOrder()).stream())
                .max(Comparator.naturalOrder())
                .orElse(Instant.MAX);
        return both.reason() == Reading.Reason.HOLDS
                && used(both, facts)
                        .anyMatch(
                                fact -> fact.isConfirmed() && !fact.recordedAt().isBefore(since));
    }

    private static Stream<Fact> used(Reading reading, Map<UUID, Fact> facts) {
        return reading.used().stream().flatMap(id -> Stream.ofNullable(facts.get(id)));
    }
}

package dev.shisa.conformity;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The contradictions between facts that stand in the way of the verdicts of one target: those that hold and rest on a fact
 * on which the verdict rests as well, the same item's. What an item is only found by, such as the list that it stands in, is
 * none of it. One that {@linkplain Clash#touches names} the requirement is in the way of whatever its own trees say, not of a
 * route past them.
 *
 * <p>A contradiction touches many requirements and is looked at once for all of them, apart from those for which a change
 * touches other layers of the target. What was found stays until a fact of its keys {@linkplain #moves moves} it, or ends.
 */
final class Clashes {

    /**
     * What was found of a contradiction.
     *
     * @param asked the requirement for which it was looked at, first of those with the same layers
     * @param held null: it does not hold
     * @param slots on which it rests
     * @param facts that it names, if it holds
     * @param statements by which it inherits
     * @param changesAt when one of the facts that were looked at ends; null while it does not hold, as an end never gives an
     *     answer ({@link CurrentValue}), and so nothing that holds
     */
    private record Found(
            RequirementId asked,
            Proof.@Nullable Held held,
            Set<Slot> slots,
            List<Fact> facts,
            List<Statement> statements,
            @Nullable Instant changesAt) {

        boolean isOver(Instant now) {
            return changesAt != null && !changesAt.isAfter(now);
        }
    }

    private final Catalogue catalogue;
    private final Target target;

    /** By contradiction and, for each layer, whether a change touches it. */
    private final Map<String, Map<List<Boolean>, Found>> found = new HashMap<>();

    Clashes(Catalogue catalogue, Target target) {
        this.catalogue = catalogue;
        this.target = target;
    }

    /**
     * Those in the way of one verdict; what they name, and when that changes, is remembered with the verdict's own.
     *
     * @param outcome what the trees give; only what is green, or expected to be, can be contradicted
     * @param readers of facts, as they are for a requirement
     */
    List<Proof.Held> of(
            Requirement requirement,
            Outcome outcome,
            List<Proof.RouteProof> routes,
            @Nullable ProofNode applies,
            ProofNode rule,
            SlotReader slots,
            Function<RequirementId, SlotReader> readers) {
        List<Clash> touching = outcome.isGood() ? catalogue.clashesTouching(requirement) : List.of();
        if (touching.isEmpty()) {
            return List.of();
        }
        VerdictState towards = outcome.towards();
        VerdictState decided = towards == null ? outcome.state() : towards;
        Set<Slot> relied = null;
        List<Boolean> touched = target.layers().stream()
                .map(layer -> layer.isTouched(requirement.id()))
                .toList();
        List<Proof.Held> held = new ArrayList<>();
        for (Clash clash : touching) {
            Found one = found.computeIfAbsent(clash.id(), _ -> new HashMap<>())
                    .compute(
                            touched,
                            (_, known) -> known == null || known.isOver(slots.now())
                                    ? look(clash, requirement.id(), readers)
                                    : known);
            Proof.Held holds = one.held();
            if (holds == null) {
                continue;
            }
            slots.changesBy(one.changesAt());
            relied = relied == null ? relied(decided, routes, applies, rule) : relied;
            boolean rests = one.slots().stream().anyMatch(relied::contains);
            boolean named = isNamed(clash, requirement.id(), decided);
            if (rests || named) {
                slots.remember(one.facts());
                slots.rest(one.statements());
                held.add(rests ? holds : holds.byName());
            }
        }
        return held;
    }

    /** All that hold, whatever they touch; settled ones, too. */
    List<Proof.Held> all(Function<RequirementId, SlotReader> readers) {
        return catalogue.clashes().stream()
                .map(clash -> look(clash, new RequirementId("contradictions", clash.id()), readers)
                        .held())
                .filter(Objects::nonNull)
                .toList();
    }

    /** The requirements that have to be decided again because of what a changed fact of this key does to contradictions. */
    Set<RequirementId> moves(FactKey key, Function<RequirementId, SlotReader> readers) {
        Set<RequirementId> moved = new HashSet<>();
        for (Clash clash : catalogue.clashesReading(key)) {
            found.getOrDefault(clash.id(), new HashMap<>()).replaceAll((_, known) -> {
                Found now = look(clash, known.asked(), readers);
                if (!now.equals(known)) {
                    moved.addAll(catalogue.requirementsTouchedBy(clash));
                }
                return now;
            });
        }
        return moved;
    }

    /** The slots on which a verdict rests that came out so. */
    static Set<Slot> relied(
            VerdictState decided, List<Proof.RouteProof> routes, @Nullable ProofNode applies, ProofNode rule) {
        return slots(
                switch (decided) {
                    case EXEMPT, DEEMED ->
                        routes.stream().map(Proof.RouteProof::when).filter(when -> when.truth() == Truth.TRUE);
                    case NOT_APPLICABLE -> Stream.ofNullable(applies);
                    case MET, EXPECTED, NOT_MET, UNKNOWN, RECHECK ->
                        Stream.concat(Stream.ofNullable(applies), Stream.of(rule));
                });
    }

    /** Whether it is in the way of a requirement whatever that one's trees say; routes past them stay free. */
    static boolean isNamed(Clash clash, RequirementId requirement, VerdictState decided) {
        return decided != VerdictState.EXEMPT
                && decided != VerdictState.DEEMED
                && clash.touches().contains(requirement);
    }

    private static Set<Slot> slots(Stream<ProofNode> trees) {
        return trees.flatMap(ProofNode::carrying)
                .flatMap(node -> Stream.ofNullable(node.reading()))
                .map(Reading::slot)
                .collect(Collectors.toSet());
    }

    /**
     * Records that contradict each other rule nothing out: where one of the two sides contradicts another answer, it does so
     * until somebody has said which of them is right.
     */
    private Found look(Clash clash, RequirementId asked, Function<RequirementId, SlotReader> readers) {
        SlotReader reader = readers.apply(asked);
        Optional<ProofNode> when = ifTrue(clash, reader);
        if (reader.sawContradiction()) {
            for (CurrentValue.Side side : CurrentValue.Side.values()) {
                if (when.isEmpty()) {
                    reader = reader.on(side);
                    when = ifTrue(clash, reader);
                }
            }
        }
        if (when.isEmpty()) {
            return new Found(asked, null, Set.of(), List.of(), List.of(), null);
        }
        // Judgements that contradict each other settle nothing.
        SlotReader judged = readers.apply(asked);
        Reading both =
                judged.leaf(clash.judgement(), new Slot(clash.both(), ""), "").reading();
        reader.remember(judged.facts());
        reader.rest(judged.statements());
        reader.changesBy(judged.changesAt());
        Map<UUID, Fact> facts = new HashMap<>();
        reader.facts().forEach(fact -> facts.put(fact.id(), fact));
        Proof.Held held =
                new Proof.Held(clash.id(), clash.text(), when.get(), both, isSettled(when.get(), both, facts), false);
        return new Found(asked, held, slots(when.stream()), reader.facts(), reader.statements(), reader.changesAt());
    }

    private Optional<ProofNode> ifTrue(Clash clash, SlotReader reader) {
        return new Evaluation(reader, clash.id() + " for " + target.id()).ifTrue(clash.when());
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

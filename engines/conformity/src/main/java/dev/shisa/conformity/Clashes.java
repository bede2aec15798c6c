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
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The contradictions between facts that stand in the way of one verdict: those that hold and rest on a fact on which the
 * verdict rests as well, the same item's. What an item is only found by, such as the list that it stands in, is none of it.
 */
final class Clashes {

    private final SlotReader slots;
    private final String subject;
    private final Set<Slot> relied;
    private final List<Proof.Held> held = new ArrayList<>();

    private Clashes(SlotReader slots, String subject, Set<Slot> relied) {
        this.slots = slots;
        this.subject = subject;
        this.relied = relied;
    }

    /**
     * Those among some contradictions; what they name and when that changes is remembered with the verdict's own.
     *
     * @param outcome what the trees give; only what is green, or expected to be, can be contradicted
     * @param subject what is being decided, for messages
     */
    static List<Proof.Held> among(
            List<Clash> some,
            Outcome outcome,
            List<Proof.RouteProof> routes,
            @Nullable ProofNode applies,
            ProofNode rule,
            SlotReader slots,
            String subject) {
        if (some.isEmpty() || !outcome.isGood()) {
            return List.of();
        }
        VerdictState towards = outcome.towards();
        Stream<ProofNode> trees = switch (towards == null ? outcome.state() : towards) {
            case EXEMPT, DEEMED ->
                routes.stream().map(Proof.RouteProof::when).filter(when -> when.truth() == Truth.TRUE);
            case NOT_APPLICABLE -> Stream.ofNullable(applies);
            case MET, EXPECTED, NOT_MET, UNKNOWN, RECHECK -> Stream.concat(Stream.ofNullable(applies), Stream.of(rule));
        };
        Clashes clashes = new Clashes(slots, subject, slots(trees));
        some.forEach(clashes::add);
        return clashes.held;
    }

    private static Set<Slot> slots(Stream<ProofNode> trees) {
        return trees.flatMap(ProofNode::carrying)
                .flatMap(node -> Stream.ofNullable(node.reading()))
                .map(Reading::slot)
                .collect(Collectors.toSet());
    }

    private void add(Clash clash) {
        SlotReader own = slots.another();
        Optional<ProofNode> when = new Evaluation(own, clash.id() + " of " + subject).ifTrue(clash.when());
        slots.changesWith(own);
        if (when.isEmpty() || slots(when.stream()).stream().noneMatch(relied::contains)) {
            return;
        }
        Reading both =
                own.leaf(clash.judgement(), new Slot(clash.both(), ""), "").reading();
        slots.add(own);
        Map<UUID, Fact> facts = new HashMap<>();
        own.facts().forEach(fact -> facts.put(fact.id(), fact));
        held.add(new Proof.Held(clash.id(), clash.text(), when.get(), both, isSettled(when.get(), both, facts)));
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

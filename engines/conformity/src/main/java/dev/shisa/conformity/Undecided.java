package dev.shisa.conformity;

import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The contradictions between facts of one target that nobody can rule out yet, and what each lacks: answers that are not
 * there, or do not hold any more, and that whoever follows these requirements is asked for. A verdict that is green while one
 * of them touches it stands on answers that were not held against each other.
 *
 * <p>Of several things that an {@code all} or {@code any} lacks, single facts come first, and those of other lists only when
 * they do not decide. What the register does not ask, because what it {@linkplain FactDefinition#onlyIf hangs on} is answered
 * otherwise, is not lacking.
 */
public final class Undecided {

    /** @param slots of the facts on which it would rest */
    private record Open(Set<Slot> slots, Set<Need> lacks) {}

    private final Map<String, Open> open;

    private Undecided(Map<String, Open> open) {
        this.open = open;
    }

    static Undecided of(
            Catalogue catalogue,
            Target target,
            Set<RequirementId> followed,
            Function<RequirementId, SlotReader> readers) {
        Set<FactKey> asked = asked(catalogue, target, followed);
        Map<String, Open> open = new LinkedHashMap<>();
        for (Clash clash : catalogue.clashes()) {
            if (Collections.disjoint(catalogue.requirementsTouchedBy(clash), followed)) {
                continue;
            }
            RequirementId id = new RequirementId("contradictions", clash.id());
            SlotReader reader = readers.apply(id);
            new Evaluation(reader, clash.id() + " for " + target.id())
                    .ifOpen(clash.when())
                    .ifPresent(tree -> {
                        Looking looking = new Looking(catalogue, target, asked, reader);
                        looking.lacks(tree);
                        if (!looking.needs.isEmpty()) {
                            open.put(clash.id(), new Open(slots(clash, tree), looking.needs));
                        }
                    });
        }
        return new Undecided(open);
    }

    /** The facts for which whoever follows these requirements is asked; of the company alone none that is about a product. */
    private static Set<FactKey> asked(Catalogue catalogue, Target target, Set<RequirementId> followed) {
        Set<Subject.Kind> own = target.layers().stream()
                .filter(Layer.Own.class::isInstance)
                .map(layer -> layer.subject().kind())
                .collect(Collectors.toSet());
        boolean product = own.contains(Subject.Kind.PRODUCT) || own.contains(Subject.Kind.RELEASE);
        return catalogue.vocabularyFor(followed).facts().stream()
                .filter(fact -> product || own.contains(fact.scope()))
                .map(FactDefinition::key)
                .filter(key -> !catalogue.mayStayOpen(key))
                .collect(Collectors.toSet());
    }

    private static Set<Slot> slots(Clash clash, ProofNode tree) {
        Set<FactKey> rests = clash.rests();
        return tree.nodes()
                .flatMap(node -> Stream.ofNullable(node.reading()))
                .map(Reading::slot)
                .filter(slot -> rests.contains(slot.key()))
                .collect(Collectors.toSet());
    }

    /** What those lack that touch a verdict which is green, or expected to be: they rest on a fact on which it rests, or name it. */
    Set<Need> of(Catalogue catalogue, Verdict verdict) {
        if (open.isEmpty() || !isGood(verdict)) {
            return Set.of();
        }
        List<Clash> touching =
                catalogue.requirement(verdict.requirement()).map(catalogue::clashesTouching).orElse(List.of()).stream()
                        .filter(clash -> open.containsKey(clash.id()))
                        .toList();
        if (touching.isEmpty()) {
            return Set.of();
        }
        Proof proof = verdict.proof();
        VerdictState decided = Objects.requireNonNullElse(verdict.towards(), verdict.state());
        Set<Slot> relied = Clashes.relied(decided, proof.routes(), proof.applies(), proof.rule());
        Set<Need> needs = new LinkedHashSet<>();
        for (Clash clash : touching) {
            Open one = Objects.requireNonNull(open.get(clash.id()));
            if (Clashes.isNamed(clash, verdict.requirement(), decided)
                    || one.slots().stream().anyMatch(relied::contains)) {
                needs.addAll(one.lacks());
            }
        }
        return needs;
    }

    private static boolean isGood(Verdict verdict) {
        return new Outcome(verdict.state(), verdict.towards()).isGood();
    }

    /** One contradiction being looked through. */
    private static final class Looking {

        private final Set<Need> needs = new LinkedHashSet<>();
        private final Set<Slot> seen = new HashSet<>();
        private final Catalogue catalogue;
        private final Target target;
        private final Set<FactKey> asked;
        private final SlotReader reader;

        Looking(Catalogue catalogue, Target target, Set<FactKey> asked, SlotReader reader) {
            this.catalogue = catalogue;
            this.target = target;
            this.asked = asked;
            this.reader = reader;
        }

        void lacks(ProofNode node) {
            if (node.truth().isKnown()) {
                return;
            }
            Reading reading = node.reading();
            if (reading != null && node.children().isEmpty()) {
                lacks(reading);
                return;
            }
            List<ProofNode> open = node.children().stream()
                    .filter(child -> !child.truth().isKnown())
                    .toList();
            List<ProofNode> first = open.stream()
                    .filter(child -> child.kind() == ProofNode.Kind.LEAF || child.isWhere())
                    .toList();
            (first.isEmpty() ? open : first).forEach(this::lacks);
        }

        private void lacks(Reading reading) {
            if (reading.reason() == Reading.Reason.CONTRADICTION) {
                add(NextQuestion.Kind.RESOLVE, reading);
            } else {
                for (Reading hangsOn : hangsOn(reading.slot())) {
                    if (hangsOn.reason() == Reading.Reason.HOLDS_NOT) {
                        return;
                    }
                    if (hangsOn.reason() != Reading.Reason.HOLDS) {
                        if (seen.add(hangsOn.slot())) {
                            lacks(hangsOn);
                        }
                        return;
                    }
                }
                add(NextQuestion.Kind.COMPARE, reading);
            }
        }

        private void add(NextQuestion.Kind kind, Reading reading) {
            if (asked.contains(reading.slot().key())) {
                needs.add(Need.of(kind, target.home(catalogue, reading), reading.slot()));
            }
        }

        private static Rule.Leaf condition(FactDefinition.Condition condition) {
            return Rule.Leaf.content("", null, condition.fact(), null, condition.is());
        }

        /** What is known of the facts on which it hangs whether the register asks for this one. */
        private List<Reading> hangsOn(Slot slot) {
            return catalogue.hangsOn(slot).entrySet().stream()
                    .map(on -> reader.leaf(condition(on.getKey()), on.getValue(), "")
                            .reading())
                    .toList();
        }
    }
}

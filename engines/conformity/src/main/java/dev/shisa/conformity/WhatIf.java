package dev.shisa.conformity;

import java.util.ArrayList;
import java.util.HashMap;
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
 * Whether an act settles a verdict, whatever comes out of it: the leaves that it bears on are set to every combination of
 * truths that an answer can give them, and the trees combined anew. Where a combination is possible in the table but not
 * for any value, this claims too little, never too much.
 */
final class WhatIf {

    /** Of more predicates on one slot, all combinations are not tried, and nothing is claimed. */
    private static final int PREDICATES_MAX = 6;

    private final CelPrograms programs;
    private final Catalogue catalogue;
    private final Verdict verdict;
    private final Map<String, Value> parameters;
    /** Paths of leaves that are unknown where their predicate does not hold. */
    private final Set<String> neverFalse;

    WhatIf(CelPrograms programs, Catalogue catalogue, Verdict verdict) {
        this.programs = programs;
        this.catalogue = catalogue;
        this.verdict = verdict;
        this.neverFalse = catalogue.requirement(verdict.requirement()).stream()
                .flatMap(requirement -> requirement.trees().stream())
                .flatMap(Rule::nodes)
                .filter(node -> node instanceof Rule.Leaf leaf && leaf.falseIsUnknown())
                .map(Rule::path)
                .collect(Collectors.toUnmodifiableSet());
        this.parameters = new HashMap<>();
        for (Proof.UsedParameter used : verdict.proof().parameters()) {
            Value value = used.value();
            if (value != null) {
                parameters.put(used.id(), value);
            }
        }
    }

    boolean settledBy(Need need) {
        Slot slot = need.slot();
        return switch (need.kind()) {
            case SCOPE, FACT, RENEW, SETTLE, COMPARE, RESOLVE -> slot != null && answered(slot);
            case PARAMETER -> entered(Objects.requireNonNull(need.parameter()));
            case STRENGTHEN -> isSettled(node -> read(node).slot().equals(slot) ? proven(node) : truths(node));
            case CONFIRM -> isSettled(node -> isConfirmedBy(read(node), need.fact()) ? proven(node) : truths(node));
        };
    }

    private boolean isConfirmedBy(Reading reading, @Nullable UUID fact) {
        return fact != null
                && reading.used().contains(fact)
                && verdict.proof().fact(fact).orElseThrow().strength().isAtLeast(reading.least());
    }

    private static Reading read(ProofNode node) {
        return Objects.requireNonNull(node.reading());
    }

    private static Truths truths(ProofNode node) {
        return new Truths(node.truth(), node.proven());
    }

    private static Truths proven(ProofNode node) {
        return new Truths(node.truth(), node.truth());
    }

    /** One way to look at the slot's value: equal ones have equal truths. */
    private record Look(String predicate, String around, String called) {}

    private boolean answered(Slot slot) {
        return !mayBeTooOldAtOnce(slot)
                && combinations(
                        node -> node.kind() == ProofNode.Kind.LEAF
                                && read(node).slot().equals(slot)
                                && read(node).unset().isEmpty(),
                        // Another list has other items, of which nothing is known.
                        node -> node.kind() == ProofNode.Kind.EVERY
                                && read(node).slot().equals(slot),
                        looks -> values(slot)
                                .map(values -> byValue(slot, looks, values))
                                .orElseGet(() -> byTable(looks)));
    }

    /** A day counts from itself: one that is answered now may have been too long ago. */
    private boolean mayBeTooOldAtOnce(Slot slot) {
        return catalogue
                        .fact(slot.key())
                        .filter(fact -> fact.type() == FactType.DAY)
                        .isPresent()
                && verdict.proof()
                        .nodes()
                        .flatMap(node -> Stream.ofNullable(node.reading()))
                        .anyMatch(reading -> reading.slot().equals(slot) && reading.ageDays() != null);
    }

    private boolean entered(String parameter) {
        return combinations(
                node -> node.kind() == ProofNode.Kind.LEAF
                        && read(node).value() != null
                        && read(node).unset().equals(List.of(parameter))
                        && !parameter.equals(read(node).ageParameter()),
                _ -> false,
                WhatIf::byTable);
    }

    /** Whether all combinations of truths settle the verdict, for the leaves that the act bears on. */
    private boolean combinations(
            java.util.function.Predicate<ProofNode> bearsOn,
            java.util.function.Predicate<ProofNode> opens,
            Function<List<Look>, List<Map<Look, Truth>>> combine) {
        List<Look> looks = verdict.proof()
                .nodes()
                .filter(bearsOn)
                .map(WhatIf::look)
                .distinct()
                .toList();
        if (looks.isEmpty() || looks.size() > PREDICATES_MAX) {
            return false;
        }
        return combine.apply(looks).stream()
                .allMatch(truths -> isSettled(node -> {
                    if (opens.test(node)) {
                        return new Truths(Truth.UNKNOWN, Truth.UNKNOWN);
                    }
                    Truth truth = bearsOn.test(node) ? truths.get(look(node)) : null;
                    if (truth == null) {
                        return truths(node);
                    }
                    Truth is = truth == Truth.FALSE && neverFalse.contains(node.rulePath()) ? Truth.UNKNOWN : truth;
                    return new Truths(is, is);
                }));
    }

    private static Look look(ProofNode leaf) {
        return new Look(read(leaf).predicate(), read(leaf).around(), read(leaf).called());
    }

    private static List<Map<Look, Truth>> byTable(List<Look> looks) {
        List<Map<Look, Truth>> all = new ArrayList<>();
        for (int bits = 0; bits < 1 << looks.size(); bits++) {
            Map<Look, Truth> one = new HashMap<>();
            for (int i = 0; i < looks.size(); i++) {
                one.put(looks.get(i), (bits >> i & 1) == 1 ? Truth.TRUE : Truth.FALSE);
            }
            all.add(one);
        }
        return all;
    }

    private List<Map<Look, Truth>> byValue(Slot slot, List<Look> looks, List<Value> values) {
        Map<String, Predicate> predicates = new HashMap<>();
        catalogue.requirement(verdict.requirement()).orElseThrow().trees().stream()
                .flatMap(Rule::nodes)
                .forEach(node -> {
                    if (node instanceof Rule.Leaf leaf && leaf.fact().equals(slot.key())) {
                        predicates.put(leaf.is().source(), leaf.is());
                    }
                });
        return values.stream()
                .map(value -> {
                    Map<Look, Truth> one = new HashMap<>();
                    for (Look look : looks) {
                        Predicate predicate = Objects.requireNonNull(predicates.get(look.predicate()));
                        boolean holds = programs.holds(predicate, value, parameters, look.around(), look.called());
                        one.put(look, holds ? Truth.TRUE : Truth.FALSE);
                    }
                    return one;
                })
                .toList();
    }

    /** All values of a slot, where they are few. */
    private Optional<List<Value>> values(Slot slot) {
        return catalogue.fact(slot.key()).flatMap(definition -> switch (definition.type()) {
            case FLAG -> Optional.of(List.of(Value.flag(true), Value.flag(false)));
            case WORD ->
                Optional.of(definition.choices().stream()
                        .map(choice -> Value.word(choice.value()))
                        .toList());
            case SET, WHOLE, WORDS, DAY, TEXT, REF -> Optional.empty();
        });
    }

    private boolean isSettled(Function<ProofNode, Truths> leaves) {
        VerdictState state = Supposed.outcome(verdict.proof(), leaves).state();
        return verdict.state() == VerdictState.EXPECTED
                ? state.isGreen()
                : state != VerdictState.UNKNOWN && state != VerdictState.RECHECK;
    }
}

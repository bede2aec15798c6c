package dev.shisa.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.conformity.Catalogue;
import dev.shisa.conformity.Clash;
import dev.shisa.conformity.Evaluator;
import dev.shisa.conformity.Fact;
import dev.shisa.conformity.FactDefinition;
import dev.shisa.conformity.FactKey;
import dev.shisa.conformity.FactSource;
import dev.shisa.conformity.Slot;
import dev.shisa.conformity.Truth;
import dev.shisa.conformity.Value;
import dev.shisa.conformity.Verdict;
import dev.shisa.conformity.VerdictState;
import dev.shisa.conformity.cases.Case;
import dev.shisa.conformity.cases.ClashCase;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Contradictions between facts: each has its cases and touches something, and the product that meets everything has none. */
class ContradictionsTest {

    private final Catalogue catalogue = CatalogueFiles.catalogue();
    private final Evaluator evaluator = new Evaluator(catalogue);
    private final List<ClashCase> cases = CatalogueFiles.clashCases(catalogue);

    private Truth holds(Clash clash, List<Fact> facts) {
        return evaluator.evaluate(Case.TARGET, clash, FactSource.of(facts), Case.NOW);
    }

    @Test
    void everyCaseComesOutAsItSays() {
        assertThat(cases.stream()
                        .filter(one -> holds(one.clash(), one.facts()) != one.holds())
                        .map(one -> one.file() + ":" + one.line() + " " + one.name()))
                .isEmpty();
    }

    @Test
    void eachIsShownWhereItHoldsWhereItDoesNotAndWhereItIsOpen() {
        Map<Clash, Set<Truth>> shown = cases.stream()
                .collect(Collectors.groupingBy(
                        ClashCase::clash,
                        Collectors.mapping(
                                ClashCase::holds, Collectors.toCollection(() -> EnumSet.noneOf(Truth.class)))));
        assertThat(catalogue.clashes().stream()
                        .filter(clash -> !EnumSet.of(Truth.TRUE, Truth.FALSE, Truth.UNKNOWN)
                                .equals(shown.get(clash)))
                        .map(Clash::id))
                .isEmpty();
    }

    @Test
    void noFactOfAFiringCaseIsBesideThePoint() {
        Set<String> idle = new TreeSet<>();
        cases.stream()
                .filter(one -> one.holds() == Truth.TRUE)
                .forEach(one -> one.facts().forEach(fact -> {
                    List<Fact> others =
                            one.facts().stream().filter(f -> f != fact).toList();
                    if (holds(one.clash(), others) == Truth.TRUE) {
                        idle.add(one.clash().id() + " " + fact.slot());
                    }
                }));
        assertThat(idle).isEmpty();
    }

    @Test
    void eachTouchesSomeRequirement() {
        Set<String> idle = catalogue.clashes().stream()
                .filter(clash -> catalogue.requirementsDependingOn(clash.both()).isEmpty())
                .map(Clash::id)
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(idle).isEmpty();
    }

    @Test
    void theProductThatMeetsEverythingHoldsNone() {
        Map<String, List<Case>> byFile = CatalogueFiles.cases(catalogue).stream()
                .collect(Collectors.groupingBy(
                        one -> one.requirement().toString(), LinkedHashMap::new, Collectors.toList()));
        Map<Object, Fact> facts = new LinkedHashMap<>();
        byFile.values().forEach(some -> some.getFirst().facts().forEach(fact -> facts.putIfAbsent(fact.slot(), fact)));
        List<Fact> all = List.copyOf(facts.values());
        assertThat(catalogue.clashes().stream()
                        .filter(clash -> holds(clash, all) == Truth.TRUE)
                        .map(Clash::id))
                .isEmpty();
    }

    /** Declared encrypted and measured otherwise: not green, with both sides in the proof. */
    @ParameterizedTest
    @ValueSource(
            strings = {"encrypted-flow-measured-clear", "assets-in-clear-yet-all-flows-encrypted", "older-tls-measured"
            })
    void whatWasMeasuredOfAPortIsHeldAgainstTheFlowThroughIt(String id) {
        Case met = CatalogueFiles.cases(catalogue).stream()
                .filter(one -> one.requirement().toString().equals("jcstar1/S1.1-12"))
                .findFirst()
                .orElseThrow();
        Map<Object, Fact> facts = new LinkedHashMap<>();
        met.facts().forEach(fact -> facts.put(fact.slot(), fact));
        cases.stream()
                .filter(one -> one.clash().id().equals(id) && one.holds() == Truth.TRUE)
                .findFirst()
                .orElseThrow()
                .facts()
                .forEach(fact -> facts.putIfAbsent(ofCloud(fact).slot(), ofCloud(fact)));
        Verdict verdict = evaluator.evaluate(
                Case.TARGET,
                catalogue.requirement(met.requirement()).orElseThrow(),
                FactSource.of(List.copyOf(facts.values())),
                met.parameters(),
                Case.NOW);
        assertThat(verdict.state()).isEqualTo(VerdictState.RECHECK);
        assertThat(verdict.proof().contradictions()).singleElement().satisfies(held -> {
            assertThat(held.id()).isEqualTo(id);
            assertThat(held.when()
                            .carrying()
                            .map(node -> Objects.requireNonNull(node.reading())
                                    .slot()
                                    .key()
                                    .value()))
                    .contains("service.carried", id.startsWith("older") ? "flow.tls" : "flow.protection");
        });
    }

    /** The flow of the requirement's case instead of the contradiction's. */
    private static Fact ofCloud(Fact fact) {
        return new Fact(
                fact.id(),
                fact.subject(),
                Slot.of(fact.slot().key().value(), fact.slot().item().replace("settings", "cloud")),
                fact.value(),
                fact.strength(),
                fact.observedAt(),
                fact.recordedAt(),
                fact.validUntil(),
                fact.evidence(),
                fact.supersedes(),
                fact.confirmation());
    }

    /**
     * What the register no longer asks once the other answer is given is left over from before, and contradicts nothing.
     * These two rest on answers that rules read all the same.
     */
    @Test
    void noneRestsOnAnAnswerThatTheOtherOneHides() {
        Set<String> hidden = new TreeSet<>();
        cases.stream().filter(one -> one.holds() == Truth.TRUE).forEach(one -> {
            Map<FactKey, Value> values = new HashMap<>();
            one.facts().forEach(fact -> values.put(fact.slot().key(), fact.value()));
            one.clash().keys().forEach(key -> {
                FactDefinition.Condition shown =
                        catalogue.fact(key).orElseThrow().onlyIf();
                Value value = shown == null ? null : values.get(shown.fact());
                if (shown != null && value != null && !evaluator.holds(shown, value)) {
                    hidden.add(one.clash().id());
                }
            });
        });
        assertThat(hidden).containsExactly("no-log-but-contents", "no-password-but-shared-default");
    }
}

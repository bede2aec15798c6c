package dev.shisa.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.conformity.Catalogue;
import dev.shisa.conformity.Decisive;
import dev.shisa.conformity.Evaluator;
import dev.shisa.conformity.Fact;
import dev.shisa.conformity.FactSource;
import dev.shisa.conformity.FactType;
import dev.shisa.conformity.Proof;
import dev.shisa.conformity.ProofNode;
import dev.shisa.conformity.Requirement;
import dev.shisa.conformity.RequirementId;
import dev.shisa.conformity.Rule;
import dev.shisa.conformity.Text;
import dev.shisa.conformity.Truth;
import dev.shisa.conformity.Value;
import dev.shisa.conformity.Verdict;
import dev.shisa.conformity.VerdictState;
import dev.shisa.conformity.cases.Case;
import dev.shisa.conformity.cases.CaseRunner;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The cases come out as they say, and leave no branch of any rule out. */
class CasesTest {

    /**
     * Leaves that can be replaced by a constant without any verdict changing. The first one of the PSTI route of S1.1-16
     * only spares people the question for a parameter where there is no statement.
     */
    private static final Set<String> FOR_THE_NEXT_QUESTION = Set.of("jcstar1/S1.1-16 routes.0.0 true");

    private static final Set<VerdictState> BAD =
            EnumSet.of(VerdictState.NOT_MET, VerdictState.UNKNOWN, VerdictState.RECHECK);

    private final Catalogue catalogue = CatalogueFiles.rules();
    private final Map<RequirementId, List<Case>> cases =
            CatalogueFiles.cases(catalogue).stream().collect(Collectors.groupingBy(Case::requirement));

    @Test
    void everyCaseComesOutAsItSays() {
        CaseRunner runner = new CaseRunner(new Evaluator(catalogue));
        assertThat(cases.values().stream().flatMap(some -> runner.run(some).failures().stream()))
                .isEmpty();
    }

    @Test
    void everyRequirementHasCasesWithNamesOfTheirOwn() {
        assertThat(cases.keySet())
                .containsExactlyInAnyOrderElementsOf(
                        catalogue.requirements().stream().map(Requirement::id).toList());
        cases.values().forEach(some -> {
            assertThat(some).extracting(Case::name).doesNotHaveDuplicates();
            assertThat(some).extracting(Case::branch).doesNotContain("");
        });
    }

    @Test
    void everyRequirementIsShownInEachStateThatItCanHave() {
        for (Requirement requirement : catalogue.requirements()) {
            Set<VerdictState> states = EnumSet.of(
                    VerdictState.MET,
                    VerdictState.EXPECTED,
                    VerdictState.NOT_MET,
                    VerdictState.UNKNOWN,
                    VerdictState.RECHECK);
            requirement.routes().forEach(route -> states.add(route.verdict()));
            if (requirement.applies() != null) {
                states.add(VerdictState.NOT_APPLICABLE);
            }
            assertThat(casesOf(requirement)).extracting(Case::verdict).containsAll(states);
        }
    }

    @Test
    void everyNodeIsTrueInSomeCaseAndNotInAnother() {
        Evaluator evaluator = new Evaluator(catalogue);
        Set<String> uncovered = new TreeSet<>();
        for (Requirement requirement : catalogue.requirements()) {
            Map<String, Set<Truth>> seen = new HashMap<>();
            for (Case one : casesOf(requirement)) {
                evaluator
                        .evaluate(Case.TARGET, requirement, FactSource.of(one.facts()), one.parameters(), Case.NOW)
                        .proof()
                        .nodes()
                        .filter(node -> node.kind() != ProofNode.Kind.EACH)
                        .forEach(node -> seen.computeIfAbsent(
                                        node.path().replaceAll("\\[[^\\]]*\\]", ""), _ -> EnumSet.noneOf(Truth.class))
                                .add(node.truth()));
            }
            own(requirement).forEach(node -> {
                Set<Truth> truths = seen.getOrDefault(node.path(), Set.of());
                if (!truths.contains(Truth.TRUE)) {
                    uncovered.add(requirement.id() + " " + node.path() + " is never true");
                }
                if (truths.stream().allMatch(truth -> truth == Truth.TRUE)) {
                    uncovered.add(requirement.id() + " " + node.path() + " is always true");
                }
            });
        }
        assertThat(uncovered).isEmpty();
    }

    @Test
    void everyLeafMatters() {
        Set<String> idle = new TreeSet<>();
        for (Requirement requirement : catalogue.requirements()) {
            own(requirement)
                    .filter(Rule.Leaf.class::isInstance)
                    .forEach(leaf -> List.of(true, false).forEach(constant -> {
                        if (survives(Mutation.of(catalogue, requirement.id(), leaf.path(), constant), requirement)) {
                            idle.add(requirement.id() + " " + leaf.path() + " " + constant);
                        }
                    }));
        }
        assertThat(idle).isEqualTo(FOR_THE_NEXT_QUESTION);
    }

    /** The nodes of a requirement, without what a heading repeats: that is shown by the cases of what is repeated. */
    private Stream<Rule> own(Requirement requirement) {
        Set<Text> others = catalogue.framework(requirement.id().framework()).orElseThrow().requirements().stream()
                .filter(other -> !other.id().equals(requirement.id()))
                .map(Requirement::title)
                .collect(Collectors.toSet());
        return requirement.trees().stream().flatMap(tree -> own(tree, others));
    }

    private static Stream<Rule> own(Rule node, Set<Text> others) {
        boolean repeats = node.text() != null && others.contains(node.text());
        return Stream.concat(
                Stream.of(node),
                repeats ? Stream.of() : node.children().stream().flatMap(child -> own(child, others)));
    }

    @Test
    void exactlyTheNamedLeavesMakeEachVerdictWhatItIs() {
        Evaluator evaluator = new Evaluator(catalogue);
        Set<String> wrong = new TreeSet<>();
        cases.values().stream().flatMap(List::stream).forEach(one -> {
            Verdict verdict = evaluator.evaluate(
                    Case.TARGET,
                    catalogue.requirement(one.requirement()).orElseThrow(),
                    FactSource.of(one.facts()),
                    one.parameters(),
                    Case.NOW);
            Proof proof = verdict.proof();
            List<Decisive.Leaf> leaves = Decisive.of(proof);
            boolean decide = leaves.isEmpty() == verdict.state().isGreen()
                    && Decisive.changes(proof, leaves) != verdict.state().isGreen()
                    && leaves.stream()
                            .noneMatch(left -> Decisive.changes(
                                    proof,
                                    leaves.stream().filter(leaf -> leaf != left).toList()));
            boolean fail = leaves.stream()
                    .allMatch(leaf ->
                            leaf.node().truth() != leaf.wanted() || leaf.node().proven() != leaf.wanted());
            boolean blame = leaves.stream().noneMatch(leaf -> leaf.node().path().contains(".where"));
            if (!decide || !fail || !blame && verdict.state() == VerdictState.NOT_MET) {
                wrong.add(one.requirement() + " " + one.name() + ": " + leaves);
            }
        });
        assertThat(wrong).isEmpty();
    }

    @Test
    void choosingNothingIsNeverGoodNews() {
        Evaluator evaluator = new Evaluator(catalogue);
        Set<String> helped = new TreeSet<>();
        cases.values().stream().flatMap(List::stream).filter(CasesTest::isBad).forEach(one -> {
            for (Fact fact : one.facts()) {
                FactType type = catalogue.fact(fact.slot().key()).orElseThrow().type();
                if (type == FactType.WORDS) {
                    List<Fact> facts = one.facts().stream()
                            .map(f -> f.id().equals(fact.id()) ? withNothingChosen(f) : f)
                            .toList();
                    VerdictState state = evaluator
                            .evaluate(
                                    Case.TARGET,
                                    catalogue.requirement(one.requirement()).orElseThrow(),
                                    FactSource.of(facts),
                                    one.parameters(),
                                    Case.NOW)
                            .state();
                    if (!BAD.contains(state)) {
                        helped.add(one.requirement() + " " + one.name() + " " + fact.slot());
                    }
                }
            }
        });
        assertThat(helped).isEmpty();
    }

    private static boolean isBad(Case one) {
        return BAD.contains(one.verdict());
    }

    private static Fact withNothingChosen(Fact fact) {
        return new Fact(
                fact.id(),
                fact.subject(),
                fact.slot(),
                Value.parse(Value.Type.WORDS, "").orElseThrow(),
                fact.strength(),
                fact.observedAt(),
                fact.recordedAt(),
                fact.validUntil(),
                fact.evidence(),
                fact.supersedes(),
                fact.confirmation());
    }

    private boolean survives(Catalogue mutant, Requirement requirement) {
        Evaluator evaluator = new Evaluator(mutant);
        Requirement changed = mutant.requirement(requirement.id()).orElseThrow();
        return casesOf(requirement).stream().allMatch(one -> {
            var verdict =
                    evaluator.evaluate(Case.TARGET, changed, FactSource.of(one.facts()), one.parameters(), Case.NOW);
            return verdict.state() == one.verdict() && verdict.towards() == one.towards();
        });
    }

    private List<Case> casesOf(Requirement requirement) {
        return cases.getOrDefault(requirement.id(), List.of());
    }
}

package dev.shisa.conformity.cases;

import dev.shisa.conformity.Evaluator;
import dev.shisa.conformity.FactSource;
import dev.shisa.conformity.ProofNode;
import dev.shisa.conformity.Reading;
import dev.shisa.conformity.Requirement;
import dev.shisa.conformity.RequirementId;
import dev.shisa.conformity.Rule;
import dev.shisa.conformity.Verdict;
import dev.shisa.conformity.VerdictState;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Decides cases and reports those that come out otherwise. */
public final class CaseRunner {

    /** A case that came out otherwise; {@code proof} is the decided tree, a node a line. */
    public record Failure(String place, String name, String expected, String got, String proof) {
        @Override
        public String toString() {
            return place + ": " + name + ": expected " + expected + ", got " + got + "\n" + proof;
        }
    }

    /**
     * What running gave.
     *
     * @param neverTrue leaves of the requirements concerned that were true in no case, as {@code requirement path}
     * @param neverFalse likewise for false, or for falling short
     */
    public record Report(int cases, List<Failure> failures, SortedSet<String> neverTrue, SortedSet<String> neverFalse) {
        public Report {
            failures = List.copyOf(failures);
            neverTrue = Collections.unmodifiableSortedSet(neverTrue);
            neverFalse = Collections.unmodifiableSortedSet(neverFalse);
        }
    }

    private final Evaluator evaluator;

    public CaseRunner(Evaluator evaluator) {
        this.evaluator = evaluator;
    }

    public Report run(Collection<Case> cases) {
        List<Failure> failures = new ArrayList<>();
        SortedSet<String> neverTrue = new TreeSet<>();
        SortedSet<String> neverFalse = new TreeSet<>();
        cases.stream().map(Case::requirement).distinct().forEach(id -> {
            neverTrue.addAll(leaves(requirement(id)));
            neverFalse.addAll(leaves(requirement(id)));
        });
        for (Case one : cases) {
            Verdict verdict = evaluator.evaluate(
                    Case.TARGET,
                    requirement(one.requirement()),
                    FactSource.of(one.facts()),
                    one.parameters(),
                    Case.NOW);
            verdict.proof().nodes().filter(n -> n.kind() == ProofNode.Kind.LEAF).forEach(leaf -> {
                String name = name(one.requirement(), leaf.rulePath());
                switch (leaf.truth()) {
                    case TRUE -> neverTrue.remove(name);
                    case FALSE -> neverFalse.remove(name);
                    case UNKNOWN -> {
                        Reading reading = leaf.reading();
                        if (reading != null && reading.reason() == Reading.Reason.FALLS_SHORT) {
                            neverFalse.remove(name);
                        }
                    }
                    case STALE, CONFLICT -> {}
                }
            });
            failure(one, verdict).ifPresent(failures::add);
        }
        return new Report(cases.size(), failures, neverTrue, neverFalse);
    }

    private static Optional<Failure> failure(Case one, Verdict verdict) {
        VerdictState towards = one.towards();
        boolean asExpected = verdict.state() == one.verdict() && (towards == null || verdict.towards() == towards);
        return asExpected
                ? Optional.empty()
                : Optional.of(new Failure(
                        one.file() + ":" + one.line(),
                        one.name(),
                        words(one.verdict(), towards),
                        words(verdict.state(), verdict.towards()),
                        ProofOutline.of(verdict.proof())));
    }

    private static String words(VerdictState state, @Nullable VerdictState towards) {
        return towards == null ? state.code() : state.code() + " towards " + towards.code();
    }

    private Requirement requirement(RequirementId id) {
        return evaluator
                .catalogue()
                .requirement(id)
                .orElseThrow(() -> new IllegalArgumentException("the catalogue has no requirement " + id));
    }

    private static List<String> leaves(Requirement requirement) {
        return requirement.trees().stream()
                .flatMap(Rule::nodes)
                .filter(Rule.Leaf.class::isInstance)
                .map(leaf -> name(requirement.id(), leaf.path()))
                .toList();
    }

    private static String name(RequirementId requirement, String path) {
        return requirement + " " + path;
    }
}

package dev.shisa.conformity;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What to do next, so that open requirements are settled with few acts.
 *
 * <p>What each open verdict waits for is read off its proof ({@link Needs}); the same act often serves several. Acts that
 * settle requirements alone, whatever comes out, stand first, the one that settles most at the top; then those that bring
 * most requirements forward, where one of five things that a requirement lacks counts a fifth. The list is for now: after
 * each act it is made anew.
 */
public final class NextQuestions {

    /** A requirement that lacks more than this is not settled by one act; it is not tried out. */
    private static final int NEEDS_TRIED_MAX = 200;

    private static final Set<NextQuestion.Kind> OF_OPEN =
            Set.of(NextQuestion.Kind.SCOPE, NextQuestion.Kind.FACT, NextQuestion.Kind.RENEW, NextQuestion.Kind.SETTLE);

    private final Evaluator evaluator;

    public NextQuestions(Evaluator evaluator) {
        this.evaluator = evaluator;
    }

    /** The most deciding first. Empty when nothing is open: all are met, not met, not applicable, deemed or exempt. */
    public List<NextQuestion> next(
            Target target, Collection<Requirement> requirements, FactSource facts, Parameters parameters, Instant now) {
        List<Verdict> verdicts = evaluator.evaluate(target, requirements, facts, parameters, now);
        Set<RequirementId> followed = requirements.stream().map(Requirement::id).collect(Collectors.toSet());
        return next(target, verdicts, evaluator.undecided(target, followed, facts, now));
    }

    /**
     * Whether a framework is about the product at all comes before what it asks, then what can spare other questions; what
     * nothing waits for comes last.
     */
    private static Comparator<Map.Entry<Need, Gain>> order(Catalogue catalogue) {
        return Comparator.comparing((Map.Entry<Need, Gain> e) -> e.getKey().kind() != NextQuestion.Kind.SCOPE)
                .thenComparing(e -> e.getKey().kind() == NextQuestion.Kind.COMPARE)
                .thenComparing(e -> !spares(catalogue, e.getKey()));
    }

    private static boolean spares(Catalogue catalogue, Need need) {
        Slot slot = need.slot();
        return slot != null && need.kind() == NextQuestion.Kind.FACT && catalogue.spares(slot.key());
    }

    /**
     * Likewise, from verdicts of this target that were decided already, with that of {@link Framework#covers} for those
     * frameworks that are not about any product.
     *
     * @param undecided what the answers behind green verdicts are still to be held against; asked last
     */
    public List<NextQuestion> next(Target target, Collection<Verdict> verdicts, Undecided undecided) {
        Map<Need, Gain> gains = new LinkedHashMap<>();
        for (Verdict verdict : verdicts) {
            Set<Need> needs = Needs.of(evaluator.catalogue(), target, verdict);
            if (verdict.requirement().number().equals(Framework.COVERS)) {
                scope(verdict, needs, verdicts, gains);
                continue;
            }
            boolean tried = needs.size() <= NEEDS_TRIED_MAX;
            for (Need need : needs) {
                Gain gain = gains.computeIfAbsent(need, _ -> new Gain());
                gain.touches.add(verdict.requirement());
                gain.share += 1.0 / needs.size();
                if (tried && evaluator.whatIf(verdict).settledBy(need)) {
                    gain.decides.add(verdict.requirement());
                }
            }
        }
        for (Verdict verdict : verdicts) {
            for (Need need : undecided.of(evaluator.catalogue(), verdict)) {
                // What is asked because something open lacks it is not asked twice.
                if (OF_OPEN.stream().map(need::as).noneMatch(gains::containsKey)) {
                    gains.computeIfAbsent(need, _ -> new Gain()).touches.add(verdict.requirement());
                }
            }
        }
        Comparator<Map.Entry<Need, Gain>> order = Comparator.comparingInt(
                (Map.Entry<Need, Gain> e) -> -e.getValue().decides.size());
        return gains.entrySet().stream()
                // The sort is stable: what gains as much stays in the order of the trees.
                .sorted(order(evaluator.catalogue()).thenComparing(order).thenComparingDouble(e -> -e.getValue().share))
                .map(e -> question(e.getKey(), e.getValue()))
                .toList();
    }

    /** The slots whose answers an open verdict waits for: those that cannot change it are not among them. */
    public static Set<Slot> slots(Catalogue catalogue, Verdict verdict) {
        return Needs.slots(catalogue, verdict);
    }

    /**
     * Several such lists of one target as one: an act that stands in more than one of them counts for all. Acts that settle
     * most stand first; of those that settle as many, the lists' own order stays. What comes before and after them is as in each list.
     */
    public static List<NextQuestion> together(Catalogue catalogue, Collection<List<NextQuestion>> lists) {
        if (lists.size() == 1) {
            return List.copyOf(lists.iterator().next());
        }
        Map<Need, Gain> gains = new LinkedHashMap<>();
        lists.forEach(list -> list.forEach(question -> {
            Need act = new Need(
                    question.kind(), question.subject(), question.slot(), question.parameter(), question.fact());
            Gain gain = gains.computeIfAbsent(act, _ -> new Gain());
            gain.decides.addAll(question.decides());
            gain.touches.addAll(question.touches());
        }));
        return gains.entrySet().stream()
                .sorted(order(catalogue)
                        .thenComparingInt(e -> -e.getValue().decides.size()))
                .map(e -> question(e.getKey(), e.getValue()))
                .toList();
    }

    /**
     * While it is open, or open again, whether a framework is about the product, that is asked, and bears on all that the
     * framework asks.
     */
    private static void scope(Verdict covers, Set<Need> needs, Collection<Verdict> verdicts, Map<Need, Gain> gains) {
        if (covers.state() != VerdictState.UNKNOWN && covers.state() != VerdictState.RECHECK) {
            return;
        }
        for (Need need : needs) {
            boolean confirmed = need.kind() == NextQuestion.Kind.CONFIRM;
            Need first = confirmed
                    ? need
                    : new Need(NextQuestion.Kind.SCOPE, need.subject(), need.slot(), need.parameter(), need.fact());
            Gain gain = gains.computeIfAbsent(first, _ -> new Gain());
            verdicts.stream()
                    .map(Verdict::requirement)
                    .filter(id ->
                            id.framework().equals(covers.requirement().framework()) && !id.equals(covers.requirement()))
                    .forEach(gain.touches::add);
        }
    }

    private static final class Gain {
        private final Set<RequirementId> decides = new TreeSet<>();
        private final Set<RequirementId> touches = new TreeSet<>();
        private double share;
    }

    private static NextQuestion question(Need need, Gain gain) {
        return new NextQuestion(
                need.kind(), need.subject(), need.slot(), need.parameter(), need.fact(), gain.decides, gain.touches);
    }
}

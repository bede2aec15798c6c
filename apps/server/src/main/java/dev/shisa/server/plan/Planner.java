package dev.shisa.server.plan;

import dev.shisa.conformity.RequirementId;
import dev.shisa.conformity.VerdictState;
import dev.shisa.server.plan.PlanParameters.Emphasis;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Orders what is open and says why, and gives each a date that the people and the money allow.
 *
 * <p>The problem: nobody does everything at once. Guide 002 tells executives to order the measures by policy, growth,
 * people, money, products and customers, and to start with what is feasible. So each open requirement gets points for
 * reasons that a person can read and argue with; the more points, the earlier. What the policy emphasises counts
 * {@link #EMPHASIS} times. Equal points are settled by less work, then by number, so the same input always gives the same
 * plan.
 *
 * <p>Some things have a last day: that of an assignment, or of the label for what its guide asks. What would miss it in that order is moved
 * before all that would not, the soonest first (among jobs of one queue that makes the greatest delay least: Jackson's rule), and again
 * for what misses its day only because of that; what cannot be done in time either way says so. Since the queue is never idle while
 * something can be done, this moves no end of all work.
 *
 * <p>Dates come from one queue: the people work on one requirement after the other. What has to be bought waits until the
 * budget has grown so far, first come first served among what costs money; meanwhile the next that can be done goes ahead,
 * so nobody waits idle. So less budget changes the order, not only the dates. What the budget does not reach within
 * {@link #MONTHS_MAX} months has no date. The end of all work is never later with more people or more money.
 *
 * <p>An order is no verdict: it says what to do first, never that something may be left out.
 */
final class Planner {

    /** How many times the points of what the policy puts first count. */
    static final int EMPHASIS = 3;

    static final int MONTHS_MAX = 120;

    /** More than all other reasons together can count. */
    static final int DUE = 200;

    /** The release of what the budget does not reach. */
    private static final long NEVER = Long.MAX_VALUE;

    private static final int MINUTES_OF_DAY = 24 * 60;
    private static final int MINUTES_OF_WEEK = 7 * MINUTES_OF_DAY;

    private Planner() {}

    /**
     * Something that is open.
     *
     * @param openFacts how many facts are missing, in doubt or unconfirmed
     * @param company whether it is decided once for the whole company
     * @param customers how many customers ask for it
     * @param due the last day on which it has to be done; null: none is known
     */
    record Item(
            RequirementId id,
            VerdictState state,
            int openFacts,
            Stage stage,
            boolean company,
            int customers,
            @Nullable LocalDate due) {}

    /** Why something stands where it stands. */
    enum Reason {
        DUE_SOON,
        CHOSEN_GUIDE,
        STAGE_NOW,
        STAGE_PAST,
        STAGE_LATER,
        CUSTOMERS,
        CONFIRM_ONLY,
        FEW_ANSWERS,
        ANSWERS,
        RECHECK,
        FAILS,
        WHOLE_COMPANY,
        FOUNDATION
    }

    /** A reason and what it counts; {@code emphasised} where the policy multiplied it. */
    record Points(Reason reason, int points, boolean emphasised) {}

    /**
     * One line of the plan.
     *
     * @param place from 1, in the order of work; what has no date stands last
     * @param from null: the budget never reaches it
     * @param waits whether it could have begun earlier but for the budget
     */
    record Step(
            int place,
            Item item,
            List<Points> why,
            int hours,
            long yen,
            @Nullable LocalDate from,
            @Nullable LocalDate until,
            boolean waits) {
        Step {
            why = List.copyOf(why);
        }

        /** Whether it was moved because it would miss its last day. */
        boolean isDueSoon() {
            return why.stream().anyMatch(points -> points.reason() == Reason.DUE_SOON);
        }

        /** Whether its last day cannot be kept. */
        boolean isLate() {
            LocalDate due = item.due();
            return due != null && (until == null || until.isAfter(due));
        }

        int points() {
            return why.stream().mapToInt(Points::points).sum();
        }

        /** 1: within a month of the beginning, 2: three months, 3: half a year, 4: later, 5: without a date. */
        int part(LocalDate begins) {
            if (until == null) {
                return 5;
            }
            return !until.isAfter(begins.plusMonths(1))
                    ? 1
                    : !until.isAfter(begins.plusMonths(3)) ? 2 : !until.isAfter(begins.plusMonths(6)) ? 3 : 4;
        }
    }

    private record Ranked(Item item, List<Points> why, LocalDate due, int points, int hours, long yen) {}

    /** The plan for these items, whatever their order. */
    static List<Step> plan(Collection<Item> items, PlanParameters given) {
        Set<RequirementId> soon = new HashSet<>();
        List<Step> steps = plan(items, given, soon);
        // Each round moves at least one more, or is the last.
        while (soon.addAll(late(steps))) {
            steps = plan(items, given, soon);
        }
        return steps;
    }

    private static Set<RequirementId> late(List<Step> steps) {
        return steps.stream().filter(Step::isLate).map(step -> step.item().id()).collect(Collectors.toSet());
    }

    private static List<Step> plan(Collection<Item> items, PlanParameters given, Set<RequirementId> soon) {
        List<Ranked> ranked = items.stream()
                .map(item -> {
                    List<Points> why = new ArrayList<>();
                    LocalDate due = soon.contains(item.id()) ? item.due() : null;
                    if (due != null) {
                        add(why, Reason.DUE_SOON, DUE, false);
                    }
                    why.addAll(why(item, given));
                    int points = why.stream().mapToInt(Points::points).sum();
                    return new Ranked(
                            item,
                            why,
                            due == null ? LocalDate.MAX : due,
                            points,
                            given.hours(item.state()),
                            given.yen(item.state()));
                })
                .sorted(Comparator.comparing(Ranked::due)
                        .thenComparingInt(r -> -r.points())
                        .thenComparingInt(Ranked::hours)
                        .thenComparing(r -> r.item().id()))
                .toList();
        record Waiting(Ranked ranked, long release) {}
        List<Waiting> waiting = new ArrayList<>();
        long spent = 0;
        for (Ranked one : ranked) {
            spent += one.yen();
            waiting.add(new Waiting(one, one.yen() == 0 ? 0 : release(spent, given)));
        }
        List<Step> steps = new ArrayList<>();
        long now = 0;
        while (!waiting.isEmpty()) {
            long at = now;
            Optional<Waiting> ready =
                    waiting.stream().filter(w -> w.release() <= at).findFirst();
            if (ready.isEmpty()) {
                now = waiting.stream().mapToLong(Waiting::release).min().orElse(NEVER);
                if (now == NEVER) {
                    break;
                }
                continue;
            }
            Waiting taken = ready.get();
            waiting.remove(taken);
            long end = now + minutes(taken.ranked().hours(), given.staffHours());
            // What takes no time is done together with what came before it, so that no order makes it the work of one
            // more day.
            long first = end == now && now > taken.release() ? now - 1 : now;
            steps.add(step(
                    steps.size() + 1,
                    taken.ranked(),
                    given.begins().plusDays(first / MINUTES_OF_DAY),
                    given.begins().plusDays(Math.max(first, end - 1) / MINUTES_OF_DAY),
                    taken.release() > 0));
            now = end;
        }
        waiting.forEach(never -> steps.add(step(steps.size() + 1, never.ranked(), null, null, true)));
        return steps;
    }

    private static Step step(
            int place, Ranked ranked, @Nullable LocalDate from, @Nullable LocalDate until, boolean waits) {
        return new Step(place, ranked.item(), ranked.why(), ranked.hours(), ranked.yen(), from, until, waits);
    }

    /** When so much has come in, in minutes from the beginning; a month's budget is there on its first day. */
    private static long release(long yen, PlanParameters given) {
        if (given.budgetYen() == 0) {
            return NEVER;
        }
        long months = (yen + given.budgetYen() - 1) / given.budgetYen() - 1;
        return months > MONTHS_MAX
                ? NEVER
                : (given.begins().plusMonths(months).toEpochDay()
                                - given.begins().toEpochDay())
                        * MINUTES_OF_DAY;
    }

    /** Minutes of the calendar for hours of work, rounded up. */
    private static long minutes(int hours, int hoursOfWeek) {
        return ((long) hours * MINUTES_OF_WEEK + hoursOfWeek - 1) / hoursOfWeek;
    }

    private static List<Points> why(Item item, PlanParameters given) {
        List<Points> why = new ArrayList<>();
        if (item.id().framework().equals(given.guide())) {
            add(why, Reason.CHOSEN_GUIDE, 20, given.emphasis() == Emphasis.GUIDE);
        }
        int order = item.stage().compareTo(given.stage());
        add(
                why,
                order == 0 ? Reason.STAGE_NOW : order < 0 ? Reason.STAGE_PAST : Reason.STAGE_LATER,
                order == 0 ? 15 : order < 0 ? 10 : 0,
                false);
        if (item.customers() > 0) {
            add(why, Reason.CUSTOMERS, 5 * Math.min(3, item.customers()), given.emphasis() == Emphasis.CUSTOMERS);
        }
        boolean feasible = given.emphasis() == Emphasis.FEASIBLE;
        switch (item.state()) {
            case EXPECTED -> add(why, Reason.CONFIRM_ONLY, 15, feasible);
            case UNKNOWN -> {
                boolean few = item.openFacts() <= 3;
                add(why, few ? Reason.FEW_ANSWERS : Reason.ANSWERS, few ? 12 : 8, feasible);
            }
            case RECHECK -> add(why, Reason.RECHECK, 10, feasible);
            case NOT_MET -> add(why, Reason.FAILS, 10, false);
            case MET, NOT_APPLICABLE, DEEMED, EXEMPT ->
                throw new IllegalArgumentException(item.id() + " is settled and is not planned");
        }
        boolean foundation = given.emphasis() == Emphasis.FOUNDATION;
        if (item.company()) {
            add(why, Reason.WHOLE_COMPANY, 5, foundation);
        }
        if (item.stage() == Stage.POLICY) {
            add(why, Reason.FOUNDATION, 5, foundation);
        }
        return why;
    }

    private static void add(List<Points> why, Reason reason, int points, boolean emphasised) {
        why.add(new Points(reason, emphasised ? points * EMPHASIS : points, emphasised));
    }
}

package dev.shisa.server.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.shisa.conformity.RequirementId;
import dev.shisa.conformity.VerdictState;
import dev.shisa.server.plan.PlanParameters.Emphasis;
import dev.shisa.server.plan.Planner.Item;
import dev.shisa.server.plan.Planner.Points;
import dev.shisa.server.plan.Planner.Reason;
import dev.shisa.server.plan.Planner.Step;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

/** What holds of every plan, on random items and parameters; the seed is in each failure. */
class PlannerTest {

    private static final LocalDate BEGINS = LocalDate.of(2026, 12, 1);
    private static final List<VerdictState> OPEN =
            List.of(VerdictState.EXPECTED, VerdictState.UNKNOWN, VerdictState.RECHECK, VerdictState.NOT_MET);
    private static final int ROUNDS = 500;

    private static List<Item> items(Random random) {
        List<Item> items = new ArrayList<>();
        int size = random.nextInt(30);
        for (int i = 0; i < size; i++) {
            items.add(new Item(
                    new RequirementId(random.nextBoolean() ? "jcstar1" : "sme-guide", "R-%02d".formatted(i)),
                    any(OPEN, random),
                    random.nextInt(8),
                    any(List.of(Stage.values()), random),
                    random.nextInt(4) == 0,
                    random.nextInt(5),
                    random.nextInt(3) == 0 ? BEGINS.plusDays(random.nextInt(200) - 20L) : null));
        }
        return items;
    }

    private static <T> T any(List<T> all, Random random) {
        return all.get(random.nextInt(all.size()));
    }

    private static PlanParameters parameters(Random random) {
        return new PlanParameters(
                BEGINS,
                any(List.of(Emphasis.values()), random),
                random.nextBoolean() ? "jcstar1" : "",
                any(List.of(Stage.values()), random),
                1 + random.nextInt(80),
                random.nextInt(3) == 0 ? 0 : random.nextInt(500_000),
                random.nextInt(4),
                random.nextInt(20),
                random.nextInt(20),
                random.nextInt(80),
                random.nextInt(3) == 0 ? 0 : random.nextInt(1_000_000));
    }

    private static PlanParameters with(PlanParameters p, int staff, long budget) {
        return new PlanParameters(
                p.begins(),
                p.emphasis(),
                p.guide(),
                p.stage(),
                staff,
                budget,
                p.confirmHours(),
                p.answerHours(),
                p.recheckHours(),
                p.fixHours(),
                p.fixYen());
    }

    private static void always(BiConsumer<List<Item>, PlanParameters> property) {
        for (long seed = 0; seed < ROUNDS; seed++) {
            Random random = new Random(seed);
            try {
                property.accept(items(random), parameters(random));
            } catch (AssertionError e) {
                throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
            }
        }
    }

    @Test
    void everythingOpenStandsInThePlanOnce() {
        always((items, given) -> assertThat(Planner.plan(items, given).stream().map(Step::item))
                .containsExactlyInAnyOrderElementsOf(items));
    }

    @Test
    void theOrderInWhichItemsComeDoesNotMatter() {
        always((items, given) -> {
            List<Item> shuffled = new ArrayList<>(items);
            Collections.shuffle(shuffled, new Random(items.size()));
            assertThat(Planner.plan(shuffled, given)).isEqualTo(Planner.plan(items, given));
        });
    }

    @Test
    void everyLineSaysWhyAndStatesWhatAllOfItsReasonsCount() {
        always((items, given) -> Planner.plan(items, given).forEach(step -> {
            assertThat(step.why()).isNotEmpty();
            assertThat(step.points())
                    .isEqualTo(step.why().stream().mapToInt(Points::points).sum());
            assertThat(step.why()).extracting(Points::reason).doesNotHaveDuplicates();
        }));
    }

    @Test
    void morePointsStandFirstAmongWhatWaitsForNoMoneyAndWouldMissNoDay() {
        always((items, given) -> {
            List<Integer> points = Planner.plan(items, given).stream()
                    .filter(step -> step.yen() == 0 && !step.isDueSoon())
                    .map(Step::points)
                    .toList();
            assertThat(points).isSortedAccordingTo(Collections.reverseOrder());
        });
    }

    @Test
    void whatWouldMissItsLastDayStandsFirstTheSoonestBeforeTheOthers() {
        always((items, given) -> {
            List<Step> free = Planner.plan(items, given).stream()
                    .filter(step -> step.yen() == 0)
                    .toList();
            assertThat(free.stream().map(Step::isDueSoon).toList()).isSortedAccordingTo(Collections.reverseOrder());
            assertThat(free.stream()
                            .filter(Step::isDueSoon)
                            .map(step -> step.item().due())
                            .toList())
                    .isSorted();
        });
    }

    @Test
    void whatIsNotMovedKeepsItsLastDayAndADayMovesNoEnd() {
        always((items, given) -> {
            List<Step> steps = Planner.plan(items, given);
            assertThat(steps).filteredOn(step -> !step.isDueSoon()).noneMatch(Step::isLate);
            List<Item> undated = items.stream().map(PlannerTest::undated).toList();
            assertThat(end(undated, given)).isEqualTo(end(items, given));
        });
    }

    private static Item undated(Item item) {
        return new Item(
                item.id(), item.state(), item.openFacts(), item.stage(), item.company(), item.customers(), null);
    }

    @Test
    void aDayThatWouldBeMissedMovesALineForwardAndSaysSo() {
        Item first = item("A", VerdictState.UNKNOWN, 3);
        Item soon = new Item(
                new RequirementId("sme-guide", "B"),
                VerdictState.UNKNOWN,
                5,
                Stage.DESIGN,
                false,
                0,
                BEGINS.plusDays(1));
        PlanParameters given = plain(Emphasis.CUSTOMERS, 14, 300_000);

        List<Step> steps = Planner.plan(List.of(first, soon), given);

        assertThat(steps).extracting(step -> step.item().id().number()).containsExactly("B", "A");
        assertThat(steps.getFirst().why()).contains(new Points(Reason.DUE_SOON, Planner.DUE, false));
        assertThat(steps).noneMatch(Step::isLate);
    }

    @Test
    void aDayThatCannotBeKeptIsSaid() {
        Item late = new Item(
                new RequirementId("sme-guide", "A"),
                VerdictState.NOT_MET,
                5,
                Stage.DESIGN,
                false,
                0,
                BEGINS.plusDays(3));
        assertThat(Planner.plan(List.of(late), plain(Emphasis.GUIDE, 40, 300_000)))
                .singleElement()
                .matches(Step::isLate);
        assertThat(Planner.plan(List.of(late), plain(Emphasis.GUIDE, 40, 0)))
                .as("never done is late, too")
                .singleElement()
                .matches(Step::isLate);
    }

    @Test
    void workFollowsWorkAndNeverBeginsBeforeTheFirstDay() {
        always((items, given) -> {
            LocalDate last = given.begins();
            for (Step step : Planner.plan(items, given)) {
                if (step.from() != null && step.until() != null) {
                    assertThat(step.from()).isAfterOrEqualTo(last);
                    assertThat(step.until()).isAfterOrEqualTo(step.from());
                    last = step.from();
                }
            }
        });
    }

    @Test
    void whatHasNoDateStandsLastAndIsWhatTheBudgetDoesNotReach() {
        always((items, given) -> {
            List<Step> steps = Planner.plan(items, given);
            List<Boolean> dated =
                    steps.stream().map(step -> step.until() != null).toList();
            assertThat(dated).isSortedAccordingTo(Collections.reverseOrder());
            assertThat(steps).filteredOn(step -> step.until() == null).allMatch(step -> step.yen() > 0 && step.waits());
            if (given.budgetYen() == 0) {
                assertThat(steps).filteredOn(step -> step.yen() > 0).allMatch(step -> step.until() == null);
            }
        });
    }

    @Test
    void noMoreIsEverBoughtThanHasComeIn() {
        always((items, given) -> {
            long spent = 0;
            for (Step step : Planner.plan(items, given)) {
                if (step.yen() > 0 && step.from() != null) {
                    spent += step.yen();
                    long months = 1;
                    while (!given.begins().plusMonths(months).isAfter(step.from())) {
                        months++;
                    }
                    assertThat(spent).isLessThanOrEqualTo(months * given.budgetYen());
                }
            }
        });
    }

    @Test
    void allIsDoneNoLaterWithMorePeople() {
        always((items, given) -> {
            LocalDate end = end(items, given);
            assertThat(end(items, with(given, given.staffHours() * 2, given.budgetYen())))
                    .isBeforeOrEqualTo(end);
        });
    }

    @Test
    void allIsDoneNoLaterWithMoreMoneyAndMoreOfItIsReached() {
        always((items, given) -> {
            PlanParameters richer = with(given, given.staffHours(), given.budgetYen() * 2 + 1);
            long reached = reached(items, given);
            assertThat(reached(items, richer)).isGreaterThanOrEqualTo(reached);
            if (reached == items.size()) {
                assertThat(end(items, richer)).isBeforeOrEqualTo(end(items, given));
            }
        });
    }

    private static LocalDate end(List<Item> items, PlanParameters given) {
        return Planner.plan(items, given).stream()
                .map(Step::until)
                .filter(Objects::nonNull)
                .max(LocalDate::compareTo)
                .orElse(given.begins());
    }

    private static long reached(List<Item> items, PlanParameters given) {
        return Planner.plan(items, given).stream()
                .filter(step -> step.until() != null)
                .count();
    }

    private static PlanParameters plain(Emphasis emphasis, int staff, long budget) {
        return new PlanParameters(BEGINS, emphasis, "jcstar1", Stage.DESIGN, staff, budget, 1, 4, 4, 40, 300_000);
    }

    private static Item item(String number, VerdictState state, int customers) {
        return new Item(new RequirementId("sme-guide", number), state, 5, Stage.DESIGN, false, customers, null);
    }

    @Test
    void lessBudgetChangesTheOrderAndTheDates() {
        List<Item> items = List.of(item("A", VerdictState.NOT_MET, 3), item("B", VerdictState.UNKNOWN, 0));
        List<Step> rich = Planner.plan(items, plain(Emphasis.CUSTOMERS, 40, 300_000));
        assertThat(rich).extracting(step -> step.item().id().number()).containsExactly("A", "B");
        assertThat(rich).extracting(Step::from).containsExactly(BEGINS, BEGINS.plusDays(7));

        List<Step> poor = Planner.plan(items, plain(Emphasis.CUSTOMERS, 40, 100_000));
        assertThat(poor).extracting(step -> step.item().id().number()).containsExactly("B", "A");
        assertThat(poor.getLast().from()).isEqualTo(BEGINS.plusMonths(2));
        assertThat(poor.getLast().waits()).isTrue();
    }

    @Test
    void whatPolicyPutsFirstCountsThreeTimesAndChangesTheOrder() {
        List<Item> items = List.of(item("A", VerdictState.EXPECTED, 0), item("B", VerdictState.NOT_MET, 3));
        assertThat(Planner.plan(items, plain(Emphasis.FEASIBLE, 40, 300_000))
                        .getFirst()
                        .item()
                        .id()
                        .number())
                .isEqualTo("A");
        Step first = Planner.plan(items, plain(Emphasis.CUSTOMERS, 40, 300_000)).getFirst();
        assertThat(first.item().id().number()).isEqualTo("B");
        assertThat(first.why()).contains(new Points(Reason.CUSTOMERS, 45, true));
    }

    @Test
    void halfThePeopleNeedTwiceTheTime() {
        List<Item> items = List.of(item("A", VerdictState.NOT_MET, 0));
        assertThat(Planner.plan(items, plain(Emphasis.GUIDE, 40, 300_000))
                        .getFirst()
                        .until())
                .isEqualTo(BEGINS.plusDays(6));
        assertThat(Planner.plan(items, plain(Emphasis.GUIDE, 20, 300_000))
                        .getFirst()
                        .until())
                .isEqualTo(BEGINS.plusDays(13));
    }

    @Test
    void whatIsSettledIsNotPlanned() {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        Planner.plan(List.of(item("A", VerdictState.MET, 0)), plain(Emphasis.GUIDE, 40, 300_000)));
    }
}

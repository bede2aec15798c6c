package dev.shisa.server.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.conformity.RequirementId;
import dev.shisa.conformity.VerdictState;
import dev.shisa.server.plan.Moves.Cause;
import dev.shisa.server.plan.Moves.Moved;
import dev.shisa.server.plan.PlanParameters.Emphasis;
import dev.shisa.server.plan.Planner.Item;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a change of the values of a plan moved, and why. */
class MovesTest {

    private static final LocalDate BEGINS = LocalDate.of(2026, 12, 1);

    private static final List<Item> ITEMS =
            List.of(item("A", VerdictState.NOT_MET, 2), item("B", VerdictState.UNKNOWN, 0));

    private static Item item(String number, VerdictState state, int customers) {
        return new Item(new RequirementId("sme-guide", number), state, 5, Stage.DESIGN, false, customers, null);
    }

    private static PlanParameters given(LocalDate begins, Emphasis emphasis, int staff, long budget) {
        return new PlanParameters(begins, emphasis, "jcstar1", Stage.DESIGN, staff, budget, 1, 4, 4, 40, 300_000);
    }

    private static List<Moved> moved(PlanParameters before, PlanParameters now) {
        return Moves.between(ITEMS, before, now);
    }

    @Test
    void whatIsLeftAsItWasMovesNothing() {
        PlanParameters same = given(BEGINS, Emphasis.CUSTOMERS, 40, 300_000);
        assertThat(moved(same, same)).isEmpty();
    }

    @Test
    void lessBudgetSendsBackWhatHasToBeBoughtAndTheRestComesBefore() {
        List<Moved> moved =
                moved(given(BEGINS, Emphasis.CUSTOMERS, 40, 300_000), given(BEGINS, Emphasis.CUSTOMERS, 40, 100_000));
        assertThat(moved).extracting(m -> m.id().number()).containsExactly("B", "A");
        assertThat(moved).extracting(Moved::cause).containsExactly(Cause.ORDER, Cause.BUDGET);
        assertThat(moved).extracting(Moved::placeBefore).containsExactly(2, 1);
        assertThat(moved.getLast().until()).isAfter(moved.getLast().untilBefore());
    }

    @Test
    void aBudgetThatReachesNothingTakesTheDayAway() {
        List<Moved> moved =
                moved(given(BEGINS, Emphasis.CUSTOMERS, 40, 300_000), given(BEGINS, Emphasis.CUSTOMERS, 40, 0));
        assertThat(moved.getLast().until()).isNull();
        assertThat(moved.getLast().cause()).isEqualTo(Cause.BUDGET);
    }

    @Test
    void anotherPolicyChangesWhatCounts() {
        List<Moved> moved =
                moved(given(BEGINS, Emphasis.CUSTOMERS, 40, 300_000), given(BEGINS, Emphasis.FEASIBLE, 40, 300_000));
        assertThat(moved).isNotEmpty().allSatisfy(m -> assertThat(m.cause()).isEqualTo(Cause.PRIORITY));
    }

    @Test
    void anotherFirstDayKeepsTheOrderOfWhatHasNoLastDay() {
        List<Moved> moved = moved(
                given(BEGINS, Emphasis.CUSTOMERS, 40, 300_000),
                given(BEGINS.plusDays(14), Emphasis.CUSTOMERS, 40, 300_000));
        assertThat(moved).extracting(Moved::cause).containsExactly(Cause.PACE, Cause.PACE);
        assertThat(moved).allSatisfy(m -> assertThat(m.place()).isEqualTo(m.placeBefore()));
    }

    @Test
    void aLaterFirstDayMovesForwardWhatWouldMissItsLastDay() {
        Item dated = new Item(
                new RequirementId("sme-guide", "B"),
                VerdictState.UNKNOWN,
                5,
                Stage.DESIGN,
                false,
                0,
                BEGINS.plusDays(16));
        List<Moved> moved = Moves.between(
                List.of(ITEMS.getFirst(), dated),
                given(BEGINS, Emphasis.CUSTOMERS, 40, 300_000),
                given(BEGINS.plusDays(14), Emphasis.CUSTOMERS, 40, 300_000));
        assertThat(moved).extracting(m -> m.id().number()).containsExactly("B", "A");
        assertThat(moved.getFirst().cause()).isEqualTo(Cause.DUE);
        assertThat(moved.getFirst().place()).isEqualTo(1);
        assertThat(moved.getLast().cause()).isEqualTo(Cause.ORDER);
    }
}

package dev.shisa.server.conformity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.conformity.VerdictState;
import dev.shisa.server.conformity.Course.Pace;
import dev.shisa.server.conformity.Course.Turn;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What stood on which day, and what may be said of the days to come. */
class CourseTest {

    private static final LocalDate BEGUN = LocalDate.of(2026, 11, 1);

    private static Turn turn(String requirement, int day, VerdictState to) {
        return new Turn(requirement, BEGUN.plusDays(day), to);
    }

    /** Ten requirements, of which one is settled on each of these days. */
    private static Course ten(int today, int... settled) {
        List<Turn> turns = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            turns.add(turn("R" + i, 0, VerdictState.UNKNOWN));
        }
        for (int i = 0; i < settled.length; i++) {
            turns.add(turn("R" + i, settled[i], VerdictState.MET));
        }
        return Course.of(turns, BEGUN.plusDays(today));
    }

    @Test
    void aStateHoldsUntilTheDayOfTheNextTurn() {
        Course course = Course.of(
                List.of(
                        turn("A", 0, VerdictState.UNKNOWN),
                        turn("B", 1, VerdictState.UNKNOWN),
                        turn("A", 3, VerdictState.MET)),
                BEGUN.plusDays(4));
        assertThat(course.days().stream().map(Course.Day::counts))
                .containsExactly(
                        Map.of(VerdictState.UNKNOWN, 1),
                        Map.of(VerdictState.UNKNOWN, 2),
                        Map.of(VerdictState.UNKNOWN, 2),
                        Map.of(VerdictState.UNKNOWN, 1, VerdictState.MET, 1),
                        Map.of(VerdictState.UNKNOWN, 1, VerdictState.MET, 1));
        assertThat(course.turning().stream().map(Course.Day::day))
                .as("today, the days of a turn and the first, the latest first")
                .containsExactly(BEGUN.plusDays(4), BEGUN.plusDays(3), BEGUN.plusDays(1), BEGUN);
    }

    @Test
    void whatIsOlderThanThePictureIsHowItBegins() {
        Course course = ten(400, 5);
        assertThat(course.days()).hasSize(Course.DAYS_MAX);
        assertThat(course.days().getFirst().left()).isEqualTo(9);
        assertThat(course.turning()).hasSize(2);
    }

    @Test
    void fewDaysAreNoPace() {
        assertThat(ten(6, 1, 2, 3).pace()).isEqualTo(new Pace.TooEarly(6));
        assertThat(ten(7, 1, 2, 3).pace()).isInstanceOf(Pace.On.class);
    }

    @Test
    void thePaceIsThatOfTheLastWeeks() {
        assertThat(ten(10, 1, 2, 3, 4, 5).pace())
                .as("five in ten days, so five more in ten")
                .isEqualTo(new Pace.On(BEGUN.plusDays(20), 5, 10));
        assertThat(ten(60, 1, 2, 3, 4, 50).pace())
                .as("one in 28 days, so five in 140")
                .isEqualTo(new Pace.On(BEGUN.plusDays(200), 1, Course.PACE_DAYS));
    }

    @Test
    void whatStandsStillOrGrowsHasNoEnd() {
        assertThat(ten(60, 1, 2).pace()).isEqualTo(new Pace.Still(Course.PACE_DAYS));
        Course worse = Course.of(
                List.of(turn("A", 0, VerdictState.MET), turn("A", 9, VerdictState.RECHECK)), BEGUN.plusDays(10));
        assertThat(worse.pace()).isEqualTo(new Pace.Still(10));
    }

    @Test
    void whatIsOnlyExpectedIsLeftAndWhatIsOfNoConcernIsNot() {
        Course course = Course.of(
                List.of(turn("A", 0, VerdictState.EXPECTED), turn("B", 0, VerdictState.NOT_APPLICABLE)), BEGUN);
        assertThat(course.last().left()).isEqualTo(1);
        assertThat(course.last().settled()).isEqualTo(1);
        assertThat(ten(3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0).pace()).isEqualTo(new Pace.Done());
    }
}

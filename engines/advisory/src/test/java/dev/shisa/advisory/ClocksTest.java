package dev.shisa.advisory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.advisory.duty.Clock;
import dev.shisa.advisory.duty.Clock.Kind;
import dev.shisa.advisory.duty.Clock.State;
import dev.shisa.advisory.duty.Clocks;
import dev.shisa.advisory.duty.Clocks.Coordination;
import dev.shisa.advisory.duty.Clocks.Exploited;
import dev.shisa.advisory.duty.Clocks.Limits;
import dev.shisa.advisory.duty.Clocks.Report;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Until when is something owed, and was it kept? */
class ClocksTest {

    private static final ZoneId TOKYO = ZoneId.of("Asia/Tokyo");
    private static final Limits USUAL = Limits.usual(TOKYO);

    private static Instant at(String local) {
        return ZonedDateTime.parse(local + "+09:00[Asia/Tokyo]").toInstant();
    }

    private static Clock one(List<Clock> clocks, Kind kind) {
        return clocks.stream().filter(c -> c.kind() == kind).findFirst().orElseThrow();
    }

    @Test
    void aReportIsAcknowledgedWithinSevenDaysToTheEndOfTheDay() {
        Clock clock = one(Clocks.of(new Report(at("2026-11-20T23:30:00"), null, null, null), USUAL), Kind.ACKNOWLEDGE);
        assertThat(clock.state(at("2026-11-21T00:00:00"))).isEqualTo(State.RUNNING);
        assertThat(clock.state(at("2026-11-26T12:00:00"))).isEqualTo(State.SOON);
        assertThat(clock.state(at("2026-11-27T23:59:59"))).isEqualTo(State.SOON);
        assertThat(clock.state(at("2026-11-28T00:00:00"))).isEqualTo(State.OVERDUE);
    }

    @Test
    void theReporterIsToldAgainThirtyDaysAfterTheLastWord() {
        List<Clock> clocks = Clocks.of(
                new Report(at("2026-11-01T10:00:00"), at("2026-11-02T10:00:00"), at("2026-11-10T10:00:00"), null),
                USUAL);
        assertThat(one(clocks, Kind.ACKNOWLEDGE).state(at("2026-12-24T00:00:00")))
                .isEqualTo(State.KEPT);
        assertThat(one(clocks, Kind.STATUS).state(at("2026-12-10T23:00:00"))).isEqualTo(State.SOON);
        assertThat(one(clocks, Kind.STATUS).state(at("2026-12-11T00:00:00"))).isEqualTo(State.OVERDUE);
        assertThat(Clocks.of(new Report(at("2026-11-01T10:00:00"), null, null, null), USUAL))
                .as("nothing is owed again before the first word")
                .extracting(Clock::kind)
                .containsExactly(Kind.ACKNOWLEDGE);
    }

    @Test
    void publicationIsDueOnTheFortyFifthDayOrOnTheDayThatWasAgreed() {
        Instant start = at("2026-01-15T09:00:00");
        assertThat(one(Clocks.of(new Coordination(start, null, null), USUAL), Kind.PUBLISH)
                        .due()
                        .atZone(TOKYO)
                        .toLocalDate())
                .isEqualTo(java.time.LocalDate.of(2026, 3, 1));
        Instant agreed = at("2026-05-01T12:00:00");
        assertThat(one(Clocks.of(new Coordination(start, agreed, agreed), USUAL), Kind.PUBLISH)
                        .state(at("2026-06-01T00:00:00")))
                .isEqualTo(State.KEPT);
        assertThat(one(Clocks.of(new Coordination(start, null, null), USUAL), Kind.FINDER_MAY_SPEAK)
                        .due())
                .isEqualTo(at("2027-01-15T09:00:00"));
    }

    @Test
    void theRegulationsHoursRunOverTheWeekendAndItsClocksStartEachAtItsOwn() {
        Instant friday = Instant.parse("2026-11-20T20:00:00Z");
        List<Clock> clocks = Clocks.of(new Exploited(false, friday, null, null, null, null), USUAL);
        assertThat(one(clocks, Kind.CRA_EARLY_WARNING).due()).isEqualTo(Instant.parse("2026-11-21T20:00:00Z"));
        assertThat(one(clocks, Kind.CRA_NOTIFICATION).due()).isEqualTo(Instant.parse("2026-11-23T20:00:00Z"));
        assertThat(clocks).as("no measure, no final report").hasSize(2);

        Instant measured = friday.plus(Duration.ofDays(40));
        assertThat(one(
                                Clocks.of(new Exploited(false, friday, null, null, measured, null), USUAL),
                                Kind.CRA_FINAL_REPORT)
                        .due())
                .isEqualTo(measured.plus(Duration.ofDays(14)));
    }

    @Test
    void anIncidentsMonthIsOfTheCalendarAndBeginsWithItsNotification() {
        Instant aware = Instant.parse("2027-01-29T00:00:00Z");
        Instant notified = at("2027-01-31T10:00:00");
        List<Clock> clocks = Clocks.of(new Exploited(true, aware, aware, notified, aware, null), USUAL);
        assertThat(one(clocks, Kind.CRA_FINAL_REPORT).due()).isEqualTo(at("2027-02-28T10:00:00"));
        assertThat(Clocks.of(new Exploited(true, aware, aware, null, aware, null), USUAL))
                .as("a measure starts nothing of an incident")
                .hasSize(2);
    }

    @Test
    void aClockOnlyEverGoesFromRunningToSoonToOverdueAndWhatIsDoneStaysSo() {
        Random random = new Random(14);
        for (int i = 0; i < 2_000; i++) {
            Instant starts = Instant.ofEpochSecond(random.nextInt(2_000_000_000));
            Instant due = starts.plusSeconds(random.nextInt(1, 10_000_000));
            Instant done = random.nextBoolean() ? null : starts.plusSeconds(random.nextInt(20_000_000));
            Clock clock = new Clock(Kind.PUBLISH, starts, due, done);
            assertOrder(clock, done, random);
        }
    }

    private static void assertOrder(Clock clock, @Nullable Instant done, Random random) {
        List<State> order = List.of(State.RUNNING, State.SOON, State.OVERDUE);
        State last = State.RUNNING;
        Instant now = clock.starts();
        for (int step = 0; step < 20; step++) {
            State state = clock.state(now);
            if (done != null) {
                assertThat(state).isEqualTo(done.isAfter(clock.due()) ? State.KEPT_LATE : State.KEPT);
            } else {
                assertThat(order.indexOf(state)).isGreaterThanOrEqualTo(order.indexOf(last));
                assertThat(state == State.OVERDUE).isEqualTo(now.isAfter(clock.due()));
                last = state;
            }
            now = now.plusSeconds(random.nextInt(2_000_000));
        }
    }
}

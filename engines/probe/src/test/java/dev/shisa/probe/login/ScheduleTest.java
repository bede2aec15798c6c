package dev.shisa.probe.login;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** How many guesses make an hour and a day, told from a few seconds of them and never too low. */
class ScheduleTest {

    private final Schedule schedule = new Schedule();

    @Test
    void withoutAPauseItIsThePaceThatWasSeen() {
        for (int i = 0; i <= 10; i++) {
            schedule.guess(i * 100L);
        }
        assertThat(schedule.within(Schedule.HOUR_MS)).isBetween(36_000L, 40_000L);
        assertThat(schedule.isGrowing()).isFalse();
        assertThat(schedule.triesBeforePause()).isZero();
    }

    @Test
    void aPauseIsNeverTakenToBeLongerThanOneThatWasSeen() {
        long at = 0;
        for (long wait = 1000; wait <= 64_000; wait *= 2) {
            schedule.guess(at);
            at += wait;
        }
        schedule.guess(at);
        assertThat(schedule.isGrowing()).isTrue();
        assertThat(schedule.hasStopped()).isFalse();
        // Seven as they were, in 127 seconds; then one in 32 seconds, as before the last pause.
        assertThat(schedule.within(Schedule.HOUR_MS)).isEqualTo(7 + (3600 - 127 + 31) / 32);
        assertThat(schedule.within(10_000)).isEqualTo(4);
    }

    @Test
    void severalTriesBeforeEachLockCountEachTime() {
        long at = 0;
        for (int lock = 0; lock < 3; lock++) {
            for (int i = 0; i < 5; i++) {
                schedule.guess(at);
                at += 10;
            }
            at += 60_000;
        }
        assertThat(schedule.triesBeforePause()).isEqualTo(5);
        assertThat(schedule.within(Schedule.HOUR_MS)).isBetween(295L, 305L);
        assertThat(schedule.within(Schedule.DAY_MS)).isBetween(7100L, 7205L);
        assertThat(schedule.isGrowing()).isFalse();
    }

    @Test
    void whatWasOnlyLookedAtFromTimeToTimeHasGrownOnlyIfThatIsSure() {
        schedule.guess(0);
        schedule.guessAfter(3000, 1000);
        schedule.guessAfter(7000, 2000);
        assertThat(schedule.isGrowing())
                .as("both may have lasted for 2.5 seconds")
                .isFalse();
        schedule.shut(5000);
        assertThat(schedule.isGrowing()).isTrue();
    }

    @Test
    void pausesThatStayAsTheyAreHaveStoppedGrowing() {
        for (int i = 0; i < 6; i++) {
            schedule.guess(i * 2000L);
        }
        assertThat(schedule.hasStopped()).isTrue();
    }
}

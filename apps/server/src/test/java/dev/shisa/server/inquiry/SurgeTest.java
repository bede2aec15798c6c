package dev.shisa.server.inquiry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** An hour stands out when it has ten times what counted hours had before, and not just a few (S-138). */
class SurgeTest {

    private static final Instant HOUR = Instant.parse("2026-11-20T01:00:00Z");

    private static SortedMap<Instant, Integer> before(int hours, int each) {
        TreeMap<Instant, Integer> counts = new TreeMap<>();
        IntStream.rangeClosed(1, hours).forEach(i -> counts.put(HOUR.minus(Duration.ofHours(i)), each));
        return counts;
    }

    private static boolean is(int count, SortedMap<Instant, Integer> counts) {
        return Surge.is(count, Surge.usual(counts, HOUR, SurgeRules.USUAL), SurgeRules.USUAL);
    }

    @Test
    void tenTimesTheUsualStandsOutAndALittleLessDoesNot() {
        assertThat(is(30, before(40, 3))).isTrue();
        assertThat(is(29, before(40, 3))).isFalse();
    }

    @Test
    void aFewAreNeverASurge() {
        assertThat(is(9, before(40, 0))).isFalse();
        assertThat(is(10, before(40, 0))).isTrue();
    }

    @Test
    void nobodyCanSayWhatIsUsualAfterTooFewHours() {
        assertThat(is(1_000, before(Surge.HOURS_MIN - 1, 1))).isFalse();
        assertThat(is(1_000, before(Surge.HOURS_MIN, 1))).isTrue();
    }

    @Test
    void hoursInWhichTheDeskWasClosedDoNotMakeTheUsualSmaller() {
        TreeMap<Instant, Integer> counts = new TreeMap<>();
        IntStream.rangeClosed(1, 20).forEach(day -> counts.put(HOUR.minus(Duration.ofDays(day)), 4));
        assertThat(Surge.usual(counts, HOUR, SurgeRules.USUAL)).isEqualTo(new Surge.Usual(4, 20));
    }

    @Test
    void aSurgeIsNotWhatIsUsualAfterwards() {
        SortedMap<Instant, Integer> counts = before(8, 3);
        counts.put(HOUR.minus(Duration.ofHours(9)), 4_800);
        assertThat(is(30, counts)).isTrue();
        counts.put(HOUR.minus(Duration.ofHours(10)), 4);
        assertThat(Surge.usual(counts, HOUR, SurgeRules.USUAL)).isEqualTo(new Surge.Usual(3, 10));
    }

    @Test
    void whatIsLongerAgoThanTheDaysOfTheRulesAndTheHourItselfAreLeftOut() {
        SortedMap<Instant, Integer> counts = before(10, 2);
        counts.put(HOUR.minus(Duration.ofDays(29)), 100_000);
        counts.put(HOUR, 100_000);
        counts.put(HOUR.plus(Duration.ofHours(1)), 100_000);
        assertThat(Surge.usual(counts, HOUR, SurgeRules.USUAL)).isEqualTo(new Surge.Usual(2, 10));
    }

    /** Whatever came before, more inquiries never stand out less. */
    @Test
    void moreNeverStandOutLess() {
        Random random = new Random(138);
        for (int run = 0; run < 500; run++) {
            TreeMap<Instant, Integer> counts = new TreeMap<>();
            random.ints(random.nextInt(60), 0, 24 * 28)
                    .forEach(hours -> counts.put(HOUR.minus(Duration.ofHours(1 + hours)), random.nextInt(50)));
            int count = random.nextInt(600);
            if (is(count, counts)) {
                assertThat(is(count + 1 + random.nextInt(100), counts)).isTrue();
            }
        }
    }
}

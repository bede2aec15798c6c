package dev.shisa.server.platform.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.IsoFields;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RetentionTest {

    private static final ZoneId ZONE = ZoneId.of("Asia/Tokyo");

    @Test
    void keepsAWeekOfDaysFiveWeeksAndAYearOfMonths() {
        Map<Integer, Instant> daily = new TreeMap<>();
        Instant last = Instant.parse("2026-11-20T01:24:00Z");
        for (int day = 0; day < 800; day++) {
            daily.put(day, last.minusSeconds(86_400L * day));
        }
        Set<Integer> kept = Retention.STANDARD.keep(daily, ZONE);

        assertThat(kept).contains(0, 1, 2, 3, 4, 5, 6);
        // Sundays before this week, and the last days of months before this one.
        assertThat(kept).contains(12, 19, 26, 20, 51).doesNotContain(7, 8, 40, 800);
        assertThat(kept.stream()
                        .map(day -> Objects.requireNonNull(daily.get(day))
                                .atZone(ZONE)
                                .toLocalDate()
                                .withDayOfMonth(1))
                        .distinct())
                .hasSize(12);
    }

    static IntStream seeds() {
        return IntStream.range(20_261_120, 20_261_220);
    }

    /** Properties on random histories, by a second way of counting. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void keepsTheLastOfEachOfTheNewestPeriodsAndNothingElse(int seed) {
        Random random = new Random(seed);
        Map<Integer, Instant> backups = new TreeMap<>();
        Instant at = Instant.parse("2026-11-20T01:24:00Z");
        int count = random.nextInt(200);
        for (int i = 0; i < count; i++) {
            backups.put(i, at);
            at = at.minusSeconds(random.nextInt(1 + 86_400 * (1 + random.nextInt(20))) + 1L);
        }
        Retention retention = new Retention(1 + random.nextInt(10), random.nextInt(8), random.nextInt(15));
        Set<Integer> kept = retention.keep(backups, ZONE);

        Set<Integer> expected = new HashSet<>();
        expected.addAll(lastOf(backups, retention.daily(), LocalDate::toEpochDay));
        expected.addAll(lastOf(
                backups,
                retention.weekly(),
                day -> day.get(IsoFields.WEEK_BASED_YEAR) * 100L + day.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR)));
        expected.addAll(lastOf(backups, retention.monthly(), day -> day.getYear() * 12L + day.getMonthValue()));
        assertThat(kept).isEqualTo(expected);
        if (!backups.isEmpty()) {
            assertThat(kept).as("the newest").contains(0);
        }
        // What was kept is kept again: pruning twice is pruning once.
        Map<Integer, Instant> left = new TreeMap<>(backups);
        left.keySet().retainAll(kept);
        assertThat(retention.keep(left, ZONE)).isEqualTo(kept);
    }

    private static Set<Integer> lastOf(Map<Integer, Instant> backups, int periods, Function<LocalDate, Long> period) {
        Map<Long, List<Integer>> byPeriod = backups.keySet().stream()
                .collect(Collectors.groupingBy(
                        i -> period.apply(Objects.requireNonNull(backups.get(i))
                                .atZone(ZONE)
                                .toLocalDate()),
                        () -> new TreeMap<>(Collections.reverseOrder()),
                        Collectors.toList()));
        return byPeriod.values().stream()
                .limit(periods)
                .map(Collections::min)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void readsItsNumbers() {
        assertThat(Retention.parse("7,5,12")).isEqualTo(Retention.STANDARD).hasToString("7,5,12");
        for (String wrong : List.of("", "7", "7,5", "7,5,12,1", "0,5,12", "7,-1,2", "7,5,x", "7,5,100000")) {
            assertThatThrownBy(() -> Retention.parse(wrong)).as(wrong).isInstanceOf(BackupException.class);
        }
    }
}

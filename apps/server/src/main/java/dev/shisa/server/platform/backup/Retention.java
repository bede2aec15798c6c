package dev.shisa.server.platform.backup;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Which backups stay: the last one of each of the newest so many days, weeks (ISO 8601) and months that have one. Days
 * without a backup do not count, so an installation that rests keeps what it has; the newest stays in any case.
 */
public record Retention(int daily, int weekly, int monthly) {

    /** More are not looked through by anybody. */
    static final int MAX = 1000;

    public static final Retention STANDARD = new Retention(7, 5, 12);

    public Retention {
        if (daily < 1 || weekly < 0 || monthly < 0 || daily > MAX || weekly > MAX || monthly > MAX) {
            throw new IllegalArgumentException("keeps " + daily + ", " + weekly + ", " + monthly);
        }
    }

    /** {@code 7,5,12}. */
    static Retention parse(String text) {
        String[] parts = text.split(",", -1);
        try {
            if (parts.length == 3) {
                return new Retention(
                        Integer.parseInt(parts[0]), Integer.parseInt(parts[1]), Integer.parseInt(parts[2]));
            }
        } catch (IllegalArgumentException e) {
            throw new BackupException(e, "retention", text);
        }
        throw new BackupException("retention", text);
    }

    @Override
    public String toString() {
        return daily + "," + weekly + "," + monthly;
    }

    /** Those to keep, of backups with the instants at which they were made. */
    <T> Set<T> keep(Map<T, Instant> backups, ZoneId zone) {
        List<Map.Entry<T, Instant>> newestFirst = backups.entrySet().stream()
                .sorted(Comparator.comparing((Map.Entry<T, Instant> entry) -> entry.getValue())
                        .reversed())
                .toList();
        Set<T> kept = new HashSet<>();
        kept.addAll(newest(newestFirst, daily, at -> day(at, zone)));
        kept.addAll(newest(
                newestFirst,
                weekly,
                at -> day(at, zone)
                        .with(java.time.temporal.TemporalAdjusters.previousOrSame(java.time.DayOfWeek.MONDAY))));
        kept.addAll(newest(newestFirst, monthly, at -> day(at, zone).withDayOfMonth(1)));
        return kept;
    }

    private static <T> Collection<T> newest(
            List<Map.Entry<T, Instant>> newestFirst, int count, Function<Instant, LocalDate> period) {
        Map<LocalDate, T> last = new TreeMap<>();
        for (Map.Entry<T, Instant> entry : newestFirst) {
            LocalDate key = period.apply(entry.getValue());
            if (!last.containsKey(key) && last.size() == count) {
                break;
            }
            last.putIfAbsent(key, entry.getKey());
        }
        return last.values();
    }

    private static LocalDate day(Instant at, ZoneId zone) {
        return at.atZone(zone).toLocalDate();
    }
}

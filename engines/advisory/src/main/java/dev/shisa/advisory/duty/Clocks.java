package dev.shisa.advisory.duty;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All clocks of a case, from what happened in it. Hours of the European regulation are hours of the calendar: no weekend stops
 * them; its month is a month of the calendar. A clock runs from the moment that starts it and is never moved by a later one of
 * the same kind.
 */
public final class Clocks {

    /** Guide value of the partnership. */
    public static final int PUBLISH_DAYS = 45;

    private static final Duration EARLY_WARNING = Duration.ofDays(1);
    private static final Duration NOTIFICATION = Duration.ofDays(3);
    private static final int FINAL_REPORT_DAYS = 14;

    /**
     * How long the maker gives itself.
     *
     * @param acknowledgeDays to tell that a report arrived
     * @param statusDays between two words to the reporter
     * @param place for days of the calendar
     */
    public record Limits(int acknowledgeDays, int statusDays, ZoneId place) {

        /** What is usual for a maker (ISO/IEC 29147 names no number). */
        public static Limits usual(ZoneId place) {
            return new Limits(7, 30, place);
        }

        public Limits {
            if (acknowledgeDays < 1 || statusDays < 1) {
                throw new IllegalArgumentException("a limit is a day at least");
            }
        }
    }

    /**
     * What happened; null: not yet, or it does not apply.
     *
     * @param received by the maker, from somebody who waits for an answer
     * @param acknowledged when the reporter was told so
     * @param told when the reporter was last told how it stands
     * @param closed when nothing more is owed to the reporter
     */
    public record Report(
            Instant received,
            @Nullable Instant acknowledged,
            @Nullable Instant told,
            @Nullable Instant closed) {}

    /**
     * A case of the partnership.
     *
     * @param start the start date (起算日), when JPCERT/CC began to contact the maker
     * @param agreed the day of publication that all agreed on; null: the guide value
     */
    public record Coordination(
            Instant start,
            @Nullable Instant agreed,
            @Nullable Instant published) {}

    /**
     * What article 14 asks about.
     *
     * @param incident a severe incident; otherwise a vulnerability that is actively exploited
     * @param aware when the maker became aware
     * @param measured when a corrective or mitigating measure became available; of no concern to an incident
     */
    public record Exploited(
            boolean incident,
            Instant aware,
            @Nullable Instant warned,
            @Nullable Instant notified,
            @Nullable Instant measured,
            @Nullable Instant reported) {}

    private Clocks() {}

    public static List<Clock> of(Report report, Limits limits) {
        List<Clock> clocks = new ArrayList<>();
        clocks.add(new Clock(
                Clock.Kind.ACKNOWLEDGE,
                report.received(),
                days(report.received(), limits.acknowledgeDays(), limits.place()),
                report.acknowledged()));
        Instant since = report.told() != null ? report.told() : report.acknowledged();
        if (since != null) {
            clocks.add(new Clock(
                    Clock.Kind.STATUS, since, days(since, limits.statusDays(), limits.place()), report.closed()));
        }
        return clocks;
    }

    public static List<Clock> of(Coordination coordination, Limits limits) {
        Instant start = coordination.start();
        Instant due = coordination.agreed() != null ? coordination.agreed() : days(start, PUBLISH_DAYS, limits.place());
        return List.of(
                new Clock(Clock.Kind.PUBLISH, start, due.isBefore(start) ? start : due, coordination.published()),
                new Clock(
                        Clock.Kind.FINDER_MAY_SPEAK,
                        start,
                        start.atZone(limits.place()).plusYears(1).toInstant(),
                        coordination.published()));
    }

    public static List<Clock> of(Exploited exploited, Limits limits) {
        List<Clock> clocks = new ArrayList<>();
        Instant aware = exploited.aware();
        clocks.add(new Clock(Clock.Kind.CRA_EARLY_WARNING, aware, aware.plus(EARLY_WARNING), exploited.warned()));
        clocks.add(new Clock(Clock.Kind.CRA_NOTIFICATION, aware, aware.plus(NOTIFICATION), exploited.notified()));
        Instant notified = exploited.notified();
        Instant measured = exploited.measured();
        if (exploited.incident() && notified != null) {
            clocks.add(new Clock(
                    Clock.Kind.CRA_FINAL_REPORT,
                    notified,
                    notified.atZone(limits.place()).plusMonths(1).toInstant(),
                    exploited.reported()));
        } else if (!exploited.incident() && measured != null) {
            clocks.add(new Clock(
                    Clock.Kind.CRA_FINAL_REPORT,
                    measured,
                    measured.plus(Duration.ofDays(FINAL_REPORT_DAYS)),
                    exploited.reported()));
        }
        return clocks;
    }

    /** To the end of the last day, since a person counts days and not hours. */
    private static Instant days(Instant from, int days, ZoneId place) {
        return from.atZone(place)
                .toLocalDate()
                .plusDays(days + 1L)
                .atStartOfDay(place)
                .toInstant()
                .minusNanos(1_000);
    }
}

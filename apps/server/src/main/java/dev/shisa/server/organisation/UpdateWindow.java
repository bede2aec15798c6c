package dev.shisa.server.organisation;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * When products of a sector may be updated, since it differs by field when they may stop (guide 003, key point 17): a
 * hospital's device waits for its maintenance window, a machine in a mine for somebody who goes there.
 *
 * @param timing whether an update may begin at any time, in the window, or only where somebody stands at the product
 * @param days on which the window begins; empty: every day
 * @param begins time of day of the place where the products are
 * @param ends not after {@code begins}: on the day after
 */
public record UpdateWindow(Timing timing, Set<DayOfWeek> days, LocalTime begins, LocalTime ends) {

    /** How an update waits. */
    public enum Timing {
        ANY,
        WINDOW,
        VISIT
    }

    public UpdateWindow {
        days = Set.copyOf(days);
    }

    /** The window of a sector's entry. */
    static UpdateWindow of(Entry sector) {
        return new UpdateWindow(
                Timing.valueOf(sector.text("timing").toUpperCase(Locale.ROOT)),
                Arrays.stream(sector.text("days").split(","))
                        .filter(day -> !day.isEmpty())
                        .map(day -> Arrays.stream(DayOfWeek.values())
                                .filter(d -> d.name().toLowerCase(Locale.ROOT).startsWith(day))
                                .findFirst()
                                .orElseThrow())
                        .collect(Collectors.toCollection(() -> EnumSet.noneOf(DayOfWeek.class))),
                time(sector.text("begins")),
                time(sector.text("ends")));
    }

    private static LocalTime time(String text) {
        return text.isEmpty() ? LocalTime.MIDNIGHT : LocalTime.parse(text);
    }

    /**
     * The first instant, not before {@code now}, at which an update may begin; empty when no clock tells, because somebody
     * has to go there.
     */
    public Optional<Instant> next(Instant now, ZoneId place) {
        return switch (timing) {
            case ANY -> Optional.of(now);
            case VISIT -> Optional.empty();
            case WINDOW -> Optional.of(inWindow(now.atZone(place)));
        };
    }

    private Instant inWindow(ZonedDateTime now) {
        // The window of yesterday may last until today.
        for (int day = -1; ; day++) {
            ZonedDateTime start = now.toLocalDate().plusDays(day).atTime(begins).atZone(now.getZone());
            ZonedDateTime end = start.toLocalDate()
                    .plusDays(ends.isAfter(begins) ? 0 : 1)
                    .atTime(ends)
                    .atZone(now.getZone());
            if ((days.isEmpty() || days.contains(start.getDayOfWeek())) && now.isBefore(end)) {
                return (start.isAfter(now) ? start : now).toInstant();
            }
        }
    }
}

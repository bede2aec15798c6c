package dev.shisa.server.platform.jobs;

import java.util.Locale;

/**
 * Roughly how long something will still take, in the words in which people say it: {@code web.left.<unit>}.
 *
 * @param count how many of the unit; 0 where the unit says all
 */
public record TimeLeft(Unit unit, int count) {

    /** From {@link #SOON}, a few seconds, to {@link #DAYS}, more than one day. */
    public enum Unit {
        SOON,
        SECONDS,
        MINUTES,
        HOURS,
        DAYS
    }

    private static final int SOON_S = 5;
    private static final int MINUTE_S = 60;

    /** From here on single minutes are more exact than any estimate is. */
    private static final int EXACT_MINUTES_MAX = 10;

    private static final int MINUTES_MAX = 90;
    private static final int HOURS_MAX = 24;

    /** Of so many seconds, rounded up: rather done earlier than told. */
    static TimeLeft of(double seconds) {
        double minutes = seconds / MINUTE_S;
        if (seconds < SOON_S) {
            return new TimeLeft(Unit.SOON, 0);
        }
        if (seconds <= MINUTE_S - 10) {
            return new TimeLeft(Unit.SECONDS, up(seconds, 10));
        }
        if (minutes <= MINUTES_MAX) {
            return new TimeLeft(Unit.MINUTES, up(minutes, minutes <= EXACT_MINUTES_MAX ? 1 : 5));
        }
        return minutes <= HOURS_MAX * MINUTE_S
                ? new TimeLeft(Unit.HOURS, up(minutes / MINUTE_S, 1))
                : new TimeLeft(Unit.DAYS, 0);
    }

    private static int up(double count, int step) {
        return (int) Math.ceil(count / step) * step;
    }

    /** The message that says it, with {@link #count}. */
    public String key() {
        return "web.left." + unit.name().toLowerCase(Locale.ROOT);
    }
}

package dev.shisa.advisory.duty;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One duty with its time.
 *
 * @param starts when it began to run
 * @param due the last instant at which it is kept
 * @param done when it was done; null: it is open
 */
public record Clock(
        Kind kind, Instant starts, Instant due, @Nullable Instant done) {

    /** What is to be done, and who says so. */
    public enum Kind {
        /** Tell the reporter that the report arrived (ISO/IEC 29147; the days are the maker's own). */
        ACKNOWLEDGE,
        /** Tell the reporter how it stands, again and again (ISO/IEC 29147; the days are the maker's own). */
        STATUS,
        /** Publish together: 45 days from the start date as a guide value (Information Security Early Warning Partnership). */
        PUBLISH,
        /** After a year the finder may ask to be free to speak (the same). */
        FINDER_MAY_SPEAK,
        /** Early warning within 24 hours (Regulation (EU) 2024/2847, article 14(2)(a) and 14(4)(a)). */
        CRA_EARLY_WARNING,
        /** Notification within 72 hours (article 14(2)(b) and 14(4)(b)). */
        CRA_NOTIFICATION,
        /** Final report 14 days after a measure is there (article 14(2)(c)), or one month after the notification of an incident (14(4)(c)). */
        CRA_FINAL_REPORT
    }

    /** How a clock stands. */
    public enum State {
        /** Done in time. */
        KEPT,
        /** Done, but too late. */
        KEPT_LATE,
        RUNNING,
        /** Less than a quarter of its time is left. */
        SOON,
        OVERDUE
    }

    public Clock {
        if (due.isBefore(starts)) {
            throw new IllegalArgumentException(kind + " is due before it starts");
        }
    }

    public State state(Instant now) {
        if (done != null) {
            return done.isAfter(due) ? State.KEPT_LATE : State.KEPT;
        }
        if (now.isAfter(due)) {
            return State.OVERDUE;
        }
        Duration left = Duration.between(now, due);
        return left.compareTo(Duration.between(starts, due).dividedBy(4)) < 0 ? State.SOON : State.RUNNING;
    }
}

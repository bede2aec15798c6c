package dev.shisa.server.application;

import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How long a label still holds. A label holds for at most two years from its issue, whatever its level; the renewal is best
 * begun half a year before the last day.
 *
 * @param issued null: there is no label
 * @param until the last day, null while nobody has entered it
 * @param renewFrom from when the renewal is due to begin, null while the last day is not known
 */
record LabelClock(
        State state,
        String number,
        @Nullable LocalDate issued,
        @Nullable LocalDate until,
        @Nullable LocalDate renewFrom) {

    static final LabelClock NONE = new LabelClock(State.NONE, "", null, null, null);

    /** Days before the last one on which people are told once more, each once. */
    static final List<Integer> REMINDERS_DAYS = List.of(90, 30, 7);

    /** What a day makes of a label. */
    enum State {
        NONE,
        /** A label without a last day: somebody has to look it up. */
        OPEN_ENDED,
        VALID,
        /** It holds, and its renewal is due to begin. */
        RENEW,
        EXPIRED;

        String id() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    static LabelClock of(
            String number, LocalDate issued, @Nullable LocalDate until, LocalDate today, int renewalMonths) {
        if (until == null) {
            return new LabelClock(State.OPEN_ENDED, number, issued, null, null);
        }
        LocalDate renewFrom = until.minusMonths(renewalMonths);
        State state = today.isAfter(until) ? State.EXPIRED : today.isBefore(renewFrom) ? State.VALID : State.RENEW;
        return new LabelClock(state, number, issued, until, renewFrom);
    }

    /**
     * Which reminder is due: the day that it is about, told once each. Empty while there is nothing to tell. The latest one
     * whose time has come, so that who was away is not told four times.
     */
    String reminder(LocalDate today) {
        LocalDate last = until;
        LocalDate begin = renewFrom;
        if (last == null || begin == null || today.isBefore(begin)) {
            return "";
        }
        if (today.isAfter(last)) {
            return "expired";
        }
        String due = "renew";
        for (int days : REMINDERS_DAYS) {
            if (!today.isBefore(last.minusDays(days))) {
                due = "days-" + days;
            }
        }
        return due;
    }

    boolean holds() {
        return state == State.VALID || state == State.RENEW || state == State.OPEN_ENDED;
    }
}

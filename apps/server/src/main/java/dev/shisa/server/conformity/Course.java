package dev.shisa.server.conformity;

import dev.shisa.conformity.VerdictState;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How the verdicts of a guide came to be what they are: how many requirements were in which state at the end of each day.
 *
 * <p>The days are counted from the history of the verdicts, never stored: so the last day is what the board shows. What the
 * board has no more is in no day, and what was first decided later is not in the days before.
 *
 * @param days each day once, the last is today
 */
record Course(List<Day> days) {

    /** Half a year: longer than the way to a label, and still to be seen in the width of a phone. */
    static final int DAYS_MAX = 180;

    /** The pace is that of the last weeks: what was done at the beginning says little about the rest. */
    static final int PACE_DAYS = 28;

    /** Fewer days are no pace. */
    static final int PACE_DAYS_MIN = 7;

    /** Nobody believes a day that is further away. */
    static final int AHEAD_DAYS_MAX = 3_650;

    Course {
        days = List.copyOf(days);
    }

    /** A requirement came into a state on a day; of several turns of a day only the last. */
    record Turn(String requirement, LocalDate day, VerdictState to) {}

    /** How many requirements were in which state at the end of a day. */
    record Day(LocalDate day, Map<VerdictState, Integer> counts) {
        Day {
            counts = Map.copyOf(counts);
        }

        int of(VerdictState state) {
            return counts.getOrDefault(state, 0);
        }

        int left() {
            return counts.entrySet().stream()
                    .filter(e -> !e.getKey().isGreen())
                    .mapToInt(Map.Entry::getValue)
                    .sum();
        }

        int settled() {
            return counts.entrySet().stream()
                    .filter(e -> e.getKey().isGreen())
                    .mapToInt(Map.Entry::getValue)
                    .sum();
        }
    }

    /** When all would be settled if it goes on as it went. */
    sealed interface Pace {

        /** Nothing is left. */
        record Done() implements Pace {}

        /** @param days how many days are recorded: too few to say anything */
        record TooEarly(int days) implements Pace {}

        /** As many are left as at the beginning of these days, or more, or hardly fewer. */
        record Still(int days) implements Pace {}

        /**
         * @param settled so many fewer are left
         * @param days than so many days ago
         */
        record On(LocalDate day, int settled, int days) implements Pace {}
    }

    /** From the turns of what the board has now. */
    static Course of(Collection<Turn> turns, LocalDate today) {
        List<Turn> ordered =
                turns.stream().sorted(Comparator.comparing(Turn::day)).toList();
        if (ordered.isEmpty()) {
            return new Course(List.of());
        }
        LocalDate earliest = today.minusDays(DAYS_MAX - 1L);
        LocalDate begun = ordered.getFirst().day();
        Map<String, VerdictState> states = new HashMap<>();
        List<Day> days = new ArrayList<>();
        int next = 0;
        for (LocalDate day = begun.isBefore(earliest) ? earliest : begun; !day.isAfter(today); day = day.plusDays(1)) {
            while (next < ordered.size() && !ordered.get(next).day().isAfter(day)) {
                states.put(ordered.get(next).requirement(), ordered.get(next).to());
                next++;
            }
            Map<VerdictState, Integer> counts = new EnumMap<>(VerdictState.class);
            states.values().forEach(state -> counts.merge(state, 1, Integer::sum));
            days.add(new Day(day, counts));
        }
        return new Course(days);
    }

    Day last() {
        return days.getLast();
    }

    /** The days on which something was other than the day before, and the first and the last, the latest first. */
    List<Day> turning() {
        List<Day> turning = new ArrayList<>();
        for (int i = 0; i < days.size(); i++) {
            if (i == 0
                    || i == days.size() - 1
                    || !days.get(i).counts().equals(days.get(i - 1).counts())) {
                turning.add(days.get(i));
            }
        }
        return turning.reversed();
    }

    Pace pace() {
        int left = last().left();
        int span = Math.min(PACE_DAYS, days.size() - 1);
        if (left == 0) {
            return new Pace.Done();
        }
        if (span < PACE_DAYS_MIN) {
            return new Pace.TooEarly(span);
        }
        int settled = days.get(days.size() - 1 - span).left() - left;
        long ahead = settled <= 0 ? Long.MAX_VALUE : Math.ceilDiv((long) left * span, settled);
        return ahead > AHEAD_DAYS_MAX
                ? new Pace.Still(span)
                : new Pace.On(last().day().plusDays(ahead), settled, span);
    }

    /** As many as were left on the day with the most. */
    int most() {
        return days.stream().mapToInt(Day::left).max().orElse(0);
    }

    /** Days from today. */
    long ahead(LocalDate day) {
        return ChronoUnit.DAYS.between(last().day(), day);
    }
}

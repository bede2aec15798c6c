package dev.shisa.server.audience;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * When users are told that support ends (guide 001, points 2 and 5).
 *
 * @param before months before the end, the most first
 * @param after months after it
 */
record CalendarRules(List<Integer> before, int after) {

    static final CalendarRules USUAL = new CalendarRules(List.of(12, 6, 1), 1);
    static final int MONTHS_MAX = 60;
    private static final int TIMES_MAX = 12;

    CalendarRules {
        before = before.stream().distinct().sorted(Comparator.reverseOrder()).toList();
    }

    /** Reads months separated by commas. */
    static Optional<CalendarRules> read(String before, String after) {
        List<Integer> months = new ArrayList<>();
        for (String one : Arrays.stream(before.split("[,、\\s]+"))
                .filter(word -> !word.isEmpty())
                .toList()) {
            if (!one.matches("[0-9]{1,2}")) {
                return Optional.empty();
            }
            months.add(Integer.parseInt(one));
        }
        return after.strip().matches("[0-9]{1,2}")
                ? Optional.of(new CalendarRules(months, Integer.parseInt(after.strip())))
                        .filter(CalendarRules::isSound)
                : Optional.empty();
    }

    boolean isSound() {
        return before.size() <= TIMES_MAX
                && before.stream().allMatch(months -> months >= 1 && months <= MONTHS_MAX)
                && after >= 0
                && after <= MONTHS_MAX;
    }
}

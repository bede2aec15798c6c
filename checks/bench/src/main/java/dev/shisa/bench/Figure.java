package dev.shisa.bench;

import org.jspecify.annotations.Nullable;

/**
 * One line of the result.
 *
 * @param group {@code start}, {@code engine}, {@code ledger}, {@code matching}, {@code http}, {@code api}, {@code lists}, {@code scale}, {@code backup} or {@code feeds}
 * @param goal what it should not exceed, or null
 * @param least what it should reach, or null
 * @param baseline the value that it is compared with, or null
 * @param baselineName what that is
 * @param load the machine's load average (one minute) when it was measured
 */
record Figure(
        String group,
        String name,
        double value,
        String unit,
        @Nullable Double goal,
        @Nullable Double least,
        @Nullable Double baseline,
        String baselineName,
        double load) {

    static Figure of(String group, String name, double value, String unit) {
        return new Figure(group, name, value, unit, null, null, null, "", Machine.load());
    }

    Figure goal(double most) {
        return new Figure(group, name, value, unit, most, least, baseline, baselineName, load);
    }

    /** The opposite of {@link #goal}: for figures of which more is better. */
    Figure atLeast(double fewest) {
        return new Figure(group, name, value, unit, goal, fewest, baseline, baselineName, load);
    }

    Figure against(double other, String otherName) {
        return new Figure(group, name, value, unit, goal, least, other, otherName, load);
    }

    /** How many times the baseline, or null. */
    @Nullable
    Double ratio() {
        return baseline == null || baseline == 0 ? null : value / baseline;
    }

    boolean reachesGoal() {
        return (goal == null || value <= goal) && (least == null || value >= least);
    }
}

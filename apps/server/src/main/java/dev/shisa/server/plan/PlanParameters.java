package dev.shisa.server.plan;

import dev.shisa.conformity.VerdictState;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * By what a plan is ordered and dated, as a person enters it.
 *
 * @param begins the first day of work
 * @param emphasis what the company's policy puts first
 * @param guide the guide that comes first; empty: none
 * @param stage where the product stands now
 * @param staffHours hours of work a week that people have for it, at least 1
 * @param budgetYen what may be spent a month; what is not spent is kept
 * @param confirmHours for one requirement that waits for a second person
 * @param answerHours for one whose facts are missing
 * @param recheckHours for one whose evidence ended or is contradicted
 * @param fixHours for one that is not met
 * @param fixYen what has to be bought for one that is not met
 */
record PlanParameters(
        LocalDate begins,
        Emphasis emphasis,
        String guide,
        Stage stage,
        int staffHours,
        long budgetYen,
        int confirmHours,
        int answerHours,
        int recheckHours,
        int fixHours,
        long fixYen) {

    /** A hundred people; who has more does not plan a label on one page. */
    static final int STAFF_HOURS_MAX = 4_000;

    /** A year of one person for one requirement. */
    static final int HOURS_MAX = 2_000;

    static final long YEN_MAX = 10_000_000_000L;

    /** Another year of the beginning is a slip of the pen. */
    static final int YEAR_MIN = 2020;

    static final int YEAR_MAX = 2100;

    enum Emphasis {
        /** The chosen guide, such as the label. */
        GUIDE,
        /** What customers ask for. */
        CUSTOMERS,
        /** What can be done soon. */
        FEASIBLE,
        /** Policy and structure of the company, on which the rest stands. */
        FOUNDATION;

        String id() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Optional<Emphasis> parse(String id) {
            return Arrays.stream(values()).filter(e -> e.id().equals(id)).findFirst();
        }
    }

    PlanParameters {
        if (staffHours < 1 || staffHours > STAFF_HOURS_MAX) {
            throw new IllegalArgumentException(staffHours + " hours a week, 1 to " + STAFF_HOURS_MAX);
        }
        for (int hours : new int[] {confirmHours, answerHours, recheckHours, fixHours}) {
            if (hours < 0 || hours > HOURS_MAX) {
                throw new IllegalArgumentException(hours + " hours for one requirement, 0 to " + HOURS_MAX);
            }
        }
        for (long yen : new long[] {budgetYen, fixYen}) {
            if (yen < 0 || yen > YEN_MAX) {
                throw new IllegalArgumentException(yen + " yen, 0 to " + YEN_MAX);
            }
        }
    }

    /** Hours of work for one requirement in a state; what is settled needs none. */
    int hours(VerdictState state) {
        return switch (state) {
            case EXPECTED -> confirmHours;
            case UNKNOWN -> answerHours;
            case RECHECK -> recheckHours;
            case NOT_MET -> fixHours;
            case MET, NOT_APPLICABLE, DEEMED, EXEMPT -> 0;
        };
    }

    /** What has to be bought for one requirement in a state. */
    long yen(VerdictState state) {
        return state == VerdictState.NOT_MET ? fixYen : 0;
    }
}

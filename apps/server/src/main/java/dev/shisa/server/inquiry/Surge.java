package dev.shisa.server.inquiry;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.SortedMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An hour in which far more people asked than usual (S-138).
 *
 * @param series null: over everything
 * @param usual inquiries in an hour before, two decimals
 * @param settled null: nobody has said what came of it
 */
record Surge(
        UUID id,
        String code,
        @Nullable UUID series,
        Instant hour,
        int count,
        BigDecimal usual,
        Instant at,
        @Nullable Settled settled) {

    /** Hours that are compared at least; of fewer nobody can say what is usual. */
    static final int HOURS_MIN = 5;

    /** What came of it. */
    record Settled(UUID id, String text, UUID by, String byName, Instant at) {}

    /**
     * How many come in an hour, usually: the mean of the hours that were counted. Hours of which nothing was entered are left out, since
     * the desk was closed; an hour with a zero counts.
     */
    record Usual(double mean, int hours) {

        boolean isKnown() {
            return hours >= HOURS_MIN;
        }

        BigDecimal rounded() {
            return BigDecimal.valueOf(mean).setScale(2, RoundingMode.HALF_UP);
        }
    }

    /**
     * What was usual before an hour.
     *
     * @param counts inquiries by hour
     */
    static Usual usual(SortedMap<Instant, Integer> counts, Instant hour, SurgeRules rules) {
        Collection<Integer> before =
                counts.subMap(hour.minus(Duration.ofDays(rules.days())), hour).values();
        return new Usual(before.stream().mapToInt(Integer::intValue).average().orElse(0), before.size());
    }

    /** Whether an hour stands out: so many times what is usual, and not just a few. */
    static boolean is(int count, Usual usual, SurgeRules rules) {
        return usual.isKnown() && count >= rules.least() && count >= rules.factor() * usual.mean();
    }
}

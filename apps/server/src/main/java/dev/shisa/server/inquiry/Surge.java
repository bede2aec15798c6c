package dev.shisa.server.inquiry;

import dev.shisa.server.platform.act.Words;
import dev.shisa.server.platform.record.Row;
import dev.shisa.server.platform.record.Stamp;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
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
@Row(kind = "inquiry-surge/1", table = "inquiry_surge")
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
    @Row(kind = "inquiry-settled/1", table = "inquiry_settled", of = "surge")
    record Settled(UUID id, @Words String text, Stamp made) {}

    /**
     * How many come in an hour, usually: the middle one of the hours that were counted, so that a surge is not what is usual afterwards.
     * Hours of which nothing was entered are left out, since the desk was closed; an hour with a zero counts.
     */
    record Usual(double median, int hours) {

        boolean isKnown() {
            return hours >= HOURS_MIN;
        }

        BigDecimal rounded() {
            return BigDecimal.valueOf(median).setScale(2, RoundingMode.HALF_UP);
        }
    }

    /**
     * What was usual before an hour.
     *
     * @param counts inquiries by hour
     */
    static Usual usual(SortedMap<Instant, Integer> counts, Instant hour, SurgeRules rules) {
        int[] before = counts.subMap(hour.minus(Duration.ofDays(rules.days())), hour).values().stream()
                .mapToInt(Integer::intValue)
                .sorted()
                .toArray();
        int middle = before.length / 2;
        double median = before.length == 0
                ? 0
                : before.length % 2 == 1 ? before[middle] : (before[middle - 1] + (double) before[middle]) / 2;
        return new Usual(median, before.length);
    }

    /** Whether an hour stands out: so many times what is usual, and not just a few. */
    static boolean is(int count, Usual usual, SurgeRules rules) {
        return usual.isKnown() && count >= rules.least() && count >= rules.factor() * usual.median();
    }
}

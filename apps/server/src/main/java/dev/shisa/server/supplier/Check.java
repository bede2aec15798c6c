package dev.shisa.server.supplier;

import dev.shisa.server.platform.act.Words;
import dev.shisa.server.platform.record.Ending;
import dev.shisa.server.platform.record.In;
import dev.shisa.server.platform.record.Row;
import dev.shisa.server.platform.record.Stamp;
import dev.shisa.server.platform.record.Stamped;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A look at what was delivered: whether it has the measures that were asked for, with its data of design and quality, and nothing
 * illicit in it (guide 002, 対策4 column; 004, 指針8).
 *
 * @param lookedAt some of {@link #THINGS}
 * @param until the last day on which it counts
 */
@Row(kind = "supplier-check/1", table = "supplier_check")
record Check(
        UUID id,
        @In("supplier_id") UUID supplierId,
        UUID delivery,
        List<String> lookedAt,
        boolean passed,
        @Words String remarks,
        LocalDate performedOn,
        @Words String performedBy,
        @In("until_on") LocalDate until,
        @Nullable UUID evidence,
        Stamp made,
        @Nullable Ending end)
        implements Stamped {

    static final List<String> THINGS = List.of("measures", "design", "quality", "inserts");

    Check {
        lookedAt = List.copyOf(lookedAt);
    }

    /** The last look at a delivery that was not taken back; null: there is none. */
    static @Nullable Check last(List<Check> newestFirst, Delivery delivery) {
        return newestFirst.stream()
                .filter(check -> check.delivery().equals(delivery.id()) && check.end() == null)
                .findFirst()
                .orElse(null);
    }

    boolean holds(LocalDate today) {
        return end == null && passed && lookedAt.contains("measures") && !until.isBefore(today);
    }
}

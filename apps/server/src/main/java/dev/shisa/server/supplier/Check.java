package dev.shisa.server.supplier;

import java.time.Instant;
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
record Check(
        UUID id,
        UUID supplierId,
        UUID delivery,
        List<String> lookedAt,
        boolean passed,
        String remarks,
        LocalDate performedOn,
        String performedBy,
        LocalDate until,
        @Nullable UUID evidence,
        String byName,
        Instant at,
        @Nullable Ending end) {

    static final List<String> THINGS = List.of("measures", "design", "quality", "inserts");

    Check {
        lookedAt = List.copyOf(lookedAt);
    }

    boolean holds(LocalDate today) {
        return end == null && passed && lookedAt.contains("measures") && !until.isBefore(today);
    }
}

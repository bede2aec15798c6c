package dev.shisa.server.supplier;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Whether a supplier is used, as a person decided.
 *
 * @param outcome {@code accept}, {@code conditional} or {@code reject}
 * @param reason for a conditional one also how what is lacking is made up for
 * @param lacks questions that it lacked then: what is found lacking later, nobody has decided about
 * @param until the last day on which it counts
 */
record Decision(
        UUID id,
        UUID supplierId,
        String outcome,
        String reason,
        Set<Question> lacks,
        LocalDate until,
        String byName,
        Instant at,
        @Nullable Ending end) {

    static final List<String> OUTCOMES = List.of("accept", "conditional", "reject");

    Decision {
        lacks = Set.copyOf(lacks);
    }

    boolean holds(LocalDate today) {
        return end == null && !until.isBefore(today);
    }
}

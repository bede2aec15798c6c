package dev.shisa.server.supplier;

import dev.shisa.server.platform.act.Words;
import dev.shisa.server.platform.record.Ending;
import dev.shisa.server.platform.record.In;
import dev.shisa.server.platform.record.Row;
import dev.shisa.server.platform.record.Stamp;
import dev.shisa.server.platform.record.Stamped;
import java.time.LocalDate;
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
@Row(kind = "supplier-decision/1", table = "supplier_decision")
record Decision(
        UUID id,
        @In("supplier_id") UUID supplierId,
        String outcome,
        @Words String reason,
        Set<Question> lacks,
        @In("until_on") LocalDate until,
        Stamp made,
        @Nullable Ending end)
        implements Stamped {

    Decision {
        lacks = Set.copyOf(lacks);
    }

    boolean holds(LocalDate today) {
        return end == null && !until.isBefore(today);
    }
}

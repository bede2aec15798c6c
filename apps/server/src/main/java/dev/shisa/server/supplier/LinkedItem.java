package dev.shisa.server.supplier;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * That an item among the suppliers in a product's register is this one.
 *
 * @param item its code in facts: {@code supplier-1}
 */
record LinkedItem(
        UUID id,
        UUID supplierId,
        UUID seriesId,
        String item,
        String byName,
        Instant at,
        @Nullable Ending end) {}

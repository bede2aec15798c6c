package dev.shisa.server.supplier;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * That an item of the collection {@code supplier} in a product's register is this supplier.
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

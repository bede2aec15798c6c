package dev.shisa.server.supplier;

import dev.shisa.server.platform.record.Ending;
import dev.shisa.server.platform.record.In;
import dev.shisa.server.platform.record.Row;
import dev.shisa.server.platform.record.Stamp;
import dev.shisa.server.platform.record.Stamped;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * That an item among the suppliers in a product's register is this one.
 *
 * @param item its code in facts: {@code supplier-1}
 */
@Row(kind = "supplier-item/1", table = "supplier_item")
record LinkedItem(
        UUID id,
        @In("supplier_id") UUID supplierId,
        @In("series_id") UUID seriesId,
        String item,
        Stamp made,
        @Nullable Ending end)
        implements Stamped {}

package dev.shisa.server.supplier;

import dev.shisa.server.evidence.StoredFile;
import dev.shisa.server.platform.act.Words;
import dev.shisa.server.platform.record.Ending;
import dev.shisa.server.platform.record.In;
import dev.shisa.server.platform.record.Row;
import dev.shisa.server.platform.record.Stamp;
import dev.shisa.server.platform.record.Stamped;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A file that a supplier is given, or has sent.
 *
 * @param direction {@code offered} or {@code received}
 * @param access by which it came; null: it is offered
 */
@Row(kind = "supplier-file/1", table = "supplier_file")
record ExchangedFile(
        UUID id,
        @In("supplier_id") UUID supplierId,
        String direction,

        @In({"sha256", "size_bytes", "name", "media_type", "disagrees"})
        StoredFile file,

        @Words String note,
        @Nullable UUID access,
        Stamp made,
        @Nullable Ending end)
        implements Stamped {}

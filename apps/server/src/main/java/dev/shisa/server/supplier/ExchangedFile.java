package dev.shisa.server.supplier;

import dev.shisa.server.evidence.StoredFile;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A file that a supplier is given, or has sent.
 *
 * @param direction {@code offered} or {@code received}
 * @param access by which it came; null: it is offered
 */
record ExchangedFile(
        UUID id,
        UUID supplierId,
        String direction,
        StoredFile file,
        String note,
        @Nullable UUID access,
        String byName,
        Instant at,
        @Nullable Ending end) {}

package dev.shisa.server.supplier;

import dev.shisa.server.platform.act.Words;
import dev.shisa.server.platform.record.In;
import dev.shisa.server.platform.record.Row;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * That somebody came to a supplier's files, or was refused, as it is recorded.
 *
 * @param access by which; null: somebody of the maker
 * @param act {@code opened}, {@code refused}, {@code locked}, {@code taken} or {@code sent}
 * @param file null: it was about none
 * @param address of the computer, as the server saw it
 */
@Row(kind = "supplier-transfer/1", table = "supplier_transfer")
record Visit(
        UUID id,
        @In("supplier_id") UUID supplierId,
        @Nullable UUID access,
        @Nullable UUID file,
        String act,
        String byName,
        @Words String address,
        Instant at) {}

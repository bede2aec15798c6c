package dev.shisa.server.supplier;

import dev.shisa.server.platform.record.Ending;
import dev.shisa.server.platform.record.In;
import dev.shisa.server.platform.record.Row;
import dev.shisa.server.platform.record.Stamp;
import dev.shisa.server.platform.record.Stamped;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A contract with a supplier, or a required specification that it has accepted.
 *
 * @param kind {@code contract} or {@code specification}
 * @param series empty: all that the supplier delivers
 * @param endsOn the last day; null: without end
 * @param clauses with the place in the document
 * @param evidence the document
 */
@Row(kind = "supplier-contract/1", table = "supplier_contract")
record Contract(
        UUID id,
        @In("supplier_id") UUID supplierId,
        String kind,
        String title,
        List<UUID> series,
        LocalDate startsOn,
        @Nullable LocalDate endsOn,
        Map<Clause, String> clauses,
        UUID evidence,
        Stamp made,
        @Nullable Ending end)
        implements Stamped {

    Contract {
        series = List.copyOf(series);
        clauses = Map.copyOf(clauses);
    }

    boolean isInForce(LocalDate today) {
        return end == null && !startsOn.isAfter(today) && (endsOn == null || !endsOn.isBefore(today));
    }

    boolean covers(UUID seriesId) {
        return series.isEmpty() || series.contains(seriesId);
    }
}

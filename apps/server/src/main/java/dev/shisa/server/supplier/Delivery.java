package dev.shisa.server.supplier;

import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.act.Words;
import dev.shisa.server.platform.record.Ending;
import dev.shisa.server.platform.record.In;
import dev.shisa.server.platform.record.Row;
import dev.shisa.server.platform.record.Stamp;
import dev.shisa.server.platform.record.Stamped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a supplier delivers or does, what would take its place, and for what is sold on half finished, who answers for which part of
 * its security (guide 002, example of company A; 001, 4.4).
 *
 * @param seriesId null: for every product that names the supplier
 * @param alternative empty: there is none
 * @param split who, by {@code hardware.prevent}; what is not in it is not settled
 */
@Row(kind = "supplier-delivery/1", table = "supplier_delivery")
record Delivery(
        UUID id,
        @In("supplier_id") UUID supplierId,
        @In("series_id") @Nullable UUID seriesId,
        String kind,
        String name,
        @Words String alternative,
        Map<String, String> split,
        Stamp made,
        @Nullable Ending end)
        implements Stamped {

    static final List<String> LAYERS = List.of("hardware", "software");

    /** To prevent weaknesses, to fix what is found after delivery, to tell the users. */
    static final List<String> TASKS = List.of("prevent", "fix", "tell");

    static final List<String> WHO = List.of("maker", "supplier", "customer");

    Delivery {
        split = Map.copyOf(split);
    }

    /** Whether it is delivered for a product now. */
    boolean isFor(UUID series) {
        return end == null && (seriesId == null || seriesId.equals(series));
    }

    /** Whether it is delivered now, and somebody may know of it. */
    boolean isFor(Person person) {
        return end == null && (seriesId == null || person.sees(seriesId));
    }

    /** {@code hardware.prevent} and so on, row by row. */
    static List<String> places() {
        List<String> places = new ArrayList<>();
        LAYERS.forEach(layer -> TASKS.forEach(task -> places.add(layer + "." + task)));
        return places;
    }
}

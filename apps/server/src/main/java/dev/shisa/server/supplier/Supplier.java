package dev.shisa.server.supplier;

import dev.shisa.server.platform.act.Words;
import dev.shisa.server.platform.record.Row;
import dev.shisa.server.platform.record.Stamp;
import dev.shisa.server.platform.record.Stamped;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A company that delivers parts or services; one, whichever products it delivers for.
 *
 * @param names under which lists of components know it: names of developers, {@code pkg:TYPE/NAMESPACE}, {@code cpe:VENDOR}
 * @param advisory whose advisories count for it; null: nobody's
 * @param ended nothing is bought from it any more
 */
@Row(kind = "supplier/1", table = "supplier", latest = true)
record Supplier(
        UUID id,
        String code,
        String name,
        List<String> names,
        @Words String note,
        @Nullable UUID advisory,
        int version,
        Stamp made,
        boolean ended)
        implements Stamped {

    Supplier {
        names = List.copyOf(names);
    }

    Naming naming() {
        return Naming.of(name, names);
    }
}

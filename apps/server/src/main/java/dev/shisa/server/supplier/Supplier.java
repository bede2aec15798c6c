package dev.shisa.server.supplier;

import java.time.Instant;
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
record Supplier(
        UUID id,
        String code,
        String name,
        List<String> names,
        String note,
        @Nullable UUID advisory,
        int version,
        UUID byId,
        String byName,
        Instant at,
        boolean ended) {

    Supplier {
        names = List.copyOf(names);
    }

    Naming naming() {
        return Naming.of(name, names);
    }
}

package dev.shisa.server.audience;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * What somebody wants to be told, and in which language.
 *
 * @param mail one address
 * @param everySeries whether it is about every product; {@code series} is empty then
 */
record Wish(String mail, String language, boolean everySeries, List<UUID> series, Set<AudienceKind> kinds) {

    Wish {
        series = List.copyOf(series);
        kinds = Set.copyOf(kinds);
    }

    /** Whether what is told of these series concerns them. */
    boolean wants(AudienceKind kind, Collection<UUID> told) {
        return kinds.contains(kind) && (everySeries || told.stream().anyMatch(series::contains));
    }
}

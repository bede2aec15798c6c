package dev.shisa.server.platform.api;

import dev.shisa.server.platform.account.Act;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a program calls with, for a person.
 *
 * @param acts what it may do, as far as the person may
 * @param series to which it is limited; empty: all that the person sees
 * @param usedAt when it was last used, to the minute; null if it never was
 */
public record ApiToken(
        UUID id,
        UUID personId,
        String name,
        Set<Act> acts,
        Set<UUID> series,
        Instant createdAt,
        Instant expiresAt,
        @Nullable Instant usedAt,
        @Nullable Instant revokedAt) {

    public ApiToken {
        acts = Set.copyOf(acts);
        series = Set.copyOf(series);
    }

    boolean holds(Instant now) {
        return revokedAt == null && now.isBefore(expiresAt);
    }
}

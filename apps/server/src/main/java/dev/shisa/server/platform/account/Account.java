package dev.shisa.server.platform.account;

import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A person as stored.
 *
 * @param passwordHash null until the invitation is taken up, and for who joined by a provider
 * @param joinedAt when somebody joined without a password, by a provider
 * @param emergency whether it is for when no provider can be reached
 * @param series limited to these product series; empty means all
 * @param version rises with every change, so that two editors cannot overwrite each other unseen
 */
record Account(
        UUID id,
        String email,
        String name,
        String language,
        @Nullable String passwordHash,
        Set<Role> roles,
        Set<UUID> series,
        @Nullable Instant disabledAt,
        Instant createdAt,
        @Nullable Instant lastSignIn,
        int version,
        @Nullable Instant joinedAt,
        boolean emergency,
        @Nullable Instant emergencyUsedAt) {

    /** What a person's entry looks like from outside. */
    enum State {
        INVITED,
        ACTIVE,
        DISABLED;

        String id() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    Account {
        roles = roles.isEmpty() ? Set.of() : java.util.Collections.unmodifiableSet(EnumSet.copyOf(roles));
        series = Set.copyOf(series);
    }

    Person person() {
        return new Person(id, email, name, language, roles, series);
    }

    State state() {
        if (disabledAt != null) {
            return State.DISABLED;
        }
        return passwordHash == null && joinedAt == null ? State.INVITED : State.ACTIVE;
    }
}

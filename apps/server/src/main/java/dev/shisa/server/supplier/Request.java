package dev.shisa.server.supplier;

import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The seven questions to one person at a supplier, by a link. */
record Request(
        UUID id,
        UUID supplierId,
        String recipient,
        String note,
        UUID byId,
        String byName,
        Instant at,
        Instant expiresAt,
        @Nullable Instant revokedAt,
        @Nullable Instant openedAt,
        @Nullable Instant submittedAt) {

    /** What has become of the link. */
    enum State {
        SENT,
        OPENED,
        SUBMITTED,
        ENDED,
        REVOKED;

        String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    boolean isOpen(Instant now) {
        return revokedAt == null && now.isBefore(expiresAt);
    }

    State state(Instant now) {
        return revokedAt != null
                ? State.REVOKED
                : submittedAt != null
                        ? State.SUBMITTED
                        : !isOpen(now) ? State.ENDED : openedAt != null ? State.OPENED : State.SENT;
    }
}

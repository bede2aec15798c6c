package dev.shisa.server.supplier;

import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One person outside who may come to a supplier's files.
 *
 * @param wrong passphrases since the last right one
 */
record Access(
        UUID id,
        UUID supplierId,
        String person,
        boolean maySend,
        String byName,
        Instant at,
        Instant expiresAt,
        @Nullable Instant revokedAt,
        int wrong) {

    /** A passphrase that is guessed at so often belongs to nobody any more. */
    static final int WRONG_MAX = 8;

    enum State {
        OPEN,
        LOCKED,
        ENDED,
        REVOKED;

        String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    State state(Instant now) {
        return revokedAt != null
                ? State.REVOKED
                : wrong >= WRONG_MAX ? State.LOCKED : now.isBefore(expiresAt) ? State.OPEN : State.ENDED;
    }
}

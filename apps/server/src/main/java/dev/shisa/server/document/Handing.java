package dev.shisa.server.document;

import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A version that was handed to a business outside, by a link (guide 004 指針16).
 *
 * @param recipient who there is asked; may be empty
 * @param receivedAt null: nobody has said that it was received
 */
record Handing(
        UUID id,
        UUID versionId,
        Work work,
        String business,
        String recipient,
        String byName,
        Instant at,
        Instant expiresAt,
        @Nullable Instant revokedAt,
        String receivedName,
        @Nullable Instant receivedAt) {

    /** The work after shipment, in the words of the vocabulary ({@code guide.partners}). */
    enum Work {
        INTRODUCTION,
        OPERATION,
        MAINTENANCE,
        DISPOSAL;

        String id() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Optional<Work> parse(String id) {
            return Arrays.stream(values()).filter(w -> w.id().equals(id)).findFirst();
        }
    }

    /** Whether its link opens anything. */
    boolean isOpen(Instant now) {
        return revokedAt == null && now.isBefore(expiresAt);
    }

    /** Whether it counts among those that have to be received. */
    boolean stands() {
        return revokedAt == null || receivedAt != null;
    }
}

package dev.shisa.server.verification;

import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Verification that was ordered from a provider outside, and what was agreed beforehand (guide 002, measure 5).
 *
 * @param listedOn when the provider was seen in the list of conforming services; null: it was not
 * @param handling of the device; empty: not agreed
 * @param secrecy empty: not agreed
 * @param content of the verification; empty: not agreed
 * @param evidence the contract; null: none was attached
 */
record Order(
        UUID id,
        UUID seriesId,
        UUID releaseId,
        String provider,
        @Nullable LocalDate listedOn,
        String handling,
        String secrecy,
        String content,
        LocalDate orderedOn,
        @Nullable UUID evidence,
        String recordedName,
        Instant recordedAt,
        @Nullable Cancelled cancelled) {

    /** Who took it back, and why. */
    record Cancelled(String name, Instant at, String reason) {}
}

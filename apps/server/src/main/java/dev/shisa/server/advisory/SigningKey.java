package dev.shisa.server.advisory;

import java.time.Instant;
import java.util.UUID;

/**
 * A key with which advisories are signed, as far as it is public.
 *
 * @param fingerprint in capital letters
 * @param armored the key as a file
 * @param imported whether the maker had it already
 */
public record SigningKey(UUID id, String fingerprint, String armored, boolean imported, String byName, Instant at) {

    /** In groups of four, as people compare it. */
    public String grouped() {
        return fingerprint.replaceAll("(.{4})(?!$)", "$1 ");
    }
}

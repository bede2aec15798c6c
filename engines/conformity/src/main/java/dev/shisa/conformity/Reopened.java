package dev.shisa.conformity;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * That what a requirement asks, or how it is decided, changed after it had been decided for a target: what was answered then
 * was answered to something else, so the verdict waits until somebody has looked at the difference.
 *
 * @param at when the edition came into force that says otherwise
 * @param before what the requirement asked, as the catalogue said it
 * @param rule whether it is decided by another rule too
 * @param review who looked at it since; null: nobody yet
 */
public record Reopened(
        Instant at,
        Text before,
        Text after,
        boolean rule,
        @Nullable Review review) {

    /** Somebody compared both and says that what was answered still fits. */
    public record Review(String by, Instant at, String reason) {}

    boolean isOpen() {
        return review == null;
    }
}

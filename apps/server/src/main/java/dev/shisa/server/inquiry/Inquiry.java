package dev.shisa.server.inquiry;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How many inquiries came within an hour, as the support desk counted them (guide 004, section 1.2.2).
 *
 * @param hour its begin
 * @param series null: of no single product, or nobody knows
 * @param channel one of {@link #CHANNELS}
 * @param topic what most of them were about; may be empty
 * @param struck null: it counts
 */
record Inquiry(
        UUID id,
        Instant hour,
        @Nullable UUID series,
        String channel,
        int count,
        String topic,
        UUID by,
        String byName,
        Instant at,
        @Nullable Struck struck) {

    static final List<String> CHANNELS = List.of("phone", "mail", "web", "shop", "all");

    /** Why it counts no more. */
    record Struck(UUID id, String reason, UUID by, String byName, Instant at) {}
}

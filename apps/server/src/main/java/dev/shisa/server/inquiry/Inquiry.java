package dev.shisa.server.inquiry;

import dev.shisa.server.platform.act.Words;
import dev.shisa.server.platform.record.Row;
import dev.shisa.server.platform.record.Stamp;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How many inquiries came within an hour, as the support desk counted them (guide 004, section 1.2.2).
 *
 * @param hour its begin
 * @param series null: of no single product, or nobody knows
 * @param channel one of {@code InquirySent}
 * @param topic what most of them were about; may be empty
 * @param struck null: it counts
 */
@Row(kind = "inquiry-count/1", table = "inquiry_count")
record Inquiry(
        UUID id,
        Instant hour,
        @Nullable UUID series,
        String channel,
        int count,
        @Words String topic,
        Stamp made,
        @Nullable Struck struck) {

    /** Why it counts no more. */
    @Row(kind = "inquiry-struck/1", table = "inquiry_struck", of = "count")
    record Struck(UUID id, @Words String reason, Stamp made) {}
}

package dev.shisa.server.tracker;

import dev.shisa.server.platform.act.Words;
import dev.shisa.server.platform.record.Ending;
import dev.shisa.server.platform.record.Row;
import dev.shisa.server.platform.record.Stamp;
import dev.shisa.server.platform.record.Stamped;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A thing of the inbox that somebody sent to a tracker. How it stands there is no part of it: that is what the tracker says.
 *
 * @param task its key
 * @param title as it was sent
 * @param due as it was sent
 * @param href the way back, as it was sent
 * @param language of what was sent
 * @param end it is not followed any more
 */
@Row(kind = "tracker-issue/1", table = "tracker_issue")
record Issue(
        UUID id,
        UUID tracker,
        String task,
        @Nullable UUID series,
        @Words String title,
        @Nullable LocalDate due,
        String href,
        String language,
        Stamp made,
        @Nullable Ending end)
        implements Stamped {

    /** How far it came. */
    enum Step {
        /** It is sent when it is due. */
        WAITING,
        /** It is being sent. */
        GOING,
        /** Nobody knows whether the tracker has it. */
        UNCLEAR,
        /** The tracker does not want it, or nothing could be sent for days. */
        FAILED,
        /** The tracker has it. */
        THERE,
        /** The tracker had it, and does not know it any more. */
        GONE
    }

    /**
     * How it stands.
     *
     * @param code why the last attempt failed
     * @param news whether it was closed there, or went, and nobody has looked at it here
     * @param seen when the tracker last told of it
     */
    record Stand(
            Step step,
            int attempts,
            String code,
            List<String> args,
            Adapter.There there,
            boolean news,
            @Nullable Instant seen) {

        Stand {
            args = List.copyOf(args);
        }
    }
}

package dev.shisa.server.inbox;

import dev.shisa.server.platform.act.Words;
import dev.shisa.server.platform.record.Ending;
import dev.shisa.server.platform.record.In;
import dev.shisa.server.platform.record.Row;
import dev.shisa.server.platform.record.Stamp;
import dev.shisa.server.platform.record.Stamped;
import dev.shisa.server.platform.web.TaskKind;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What somebody did with a thing that waits.
 *
 * @param task its key
 * @param kind what kind of thing it was then
 * @param until later: the day on which it comes back
 * @param receiver hand: to whom
 * @param reason why, or what goes along; may be empty
 */
@Row(kind = "task-put/1", table = "task_put")
record Put(
        UUID id,
        String task,
        How how,
        TaskKind kind,
        @Nullable @In("series_id") UUID series,
        @Nullable LocalDate until,
        @Nullable UUID receiver,
        @Words String reason,
        Stamp made,
        @Nullable Ending end)
        implements Stamped {

    /** Whoever set something aside a year ago looks at it again: what is nobody's today may be somebody's then. */
    static final Duration NOT_OURS_MAX = Duration.ofDays(365);

    enum How {
        LATER,
        HAND,
        NOT_OURS
    }

    /** Whether it still goes for a thing as it is now: what presses more than it did comes back. */
    boolean isFor(TaskKind now, Instant moment, LocalDate today) {
        if (now.isBefore(kind)) {
            return how == How.HAND;
        }
        return switch (how) {
            case LATER -> until != null && today.isBefore(until);
            case HAND -> true;
            case NOT_OURS -> moment.isBefore(made.at().plus(NOT_OURS_MAX));
        };
    }
}

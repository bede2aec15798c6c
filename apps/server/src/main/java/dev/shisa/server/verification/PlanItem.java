package dev.shisa.server.verification;

import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One revision of an item of the verification plan.
 *
 * @param id of the revision
 * @param item the same for all revisions of one item
 * @param number of the revision, from 1
 * @param reason of the change; empty for the first revision
 */
record PlanItem(
        UUID id,
        UUID item,
        int number,
        UUID seriesId,
        Content content,
        boolean removed,
        String reason,
        String changedName,
        Instant changedAt) {

    /**
     * What is verified, how, by whom and when.
     *
     * @param due for an item that is done for releases; null: no day was set
     * @param release the only one that it is for, with {@link Applies#RELEASE}
     * @param months after how many it is done again, with {@link Applies#REGULAR}; otherwise 0
     * @param checklist of {@link Reviews}; empty: none
     * @param ground why it is in the plan
     */
    record Content(
            Phase phase,
            Kind kind,
            String title,
            String method,
            String who,
            @Nullable LocalDate due,
            Applies applies,
            @Nullable UUID release,
            int months,
            String checklist,
            String ground) {

        /** Whether a result of the one is a result of the other: the same is verified in the same way. */
        boolean asksTheSame(Content other) {
            return phase == other.phase
                    && kind == other.kind
                    && title.equals(other.title)
                    && method.equals(other.method)
                    && checklist.equals(other.checklist);
        }
    }
}

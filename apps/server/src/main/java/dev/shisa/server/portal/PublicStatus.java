package dev.shisa.server.portal;

import dev.shisa.advisory.draft.Advisory.Said;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something that is wrong now, or was lately, as everybody is told.
 *
 * @param id names it on the page and in the feed
 * @param series null: all products
 * @param over whether nobody has to look at it any more
 * @param steps the newest one first; there is at least one
 */
public record PublicStatus(String id, @Nullable UUID series, Said title, boolean over, List<Step> steps) {

    public PublicStatus {
        steps = List.copyOf(steps);
    }

    /** @param state end of a message {@code portal.status.state.<state>} */
    public record Step(String state, Said text, Instant at) {}

    Instant at() {
        return steps.getFirst().at();
    }
}

package dev.shisa.server.verification;

import dev.shisa.server.product.Release;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Whether a release may be shipped as far as its verification goes, and what keeps it.
 *
 * @param major whether it counts as a major release, which all of the plan is for
 * @param declared whether a person said so; otherwise it counts as major
 */
record Gate(Release release, boolean major, boolean declared, List<Obstacle> obstacles) {

    Gate {
        obstacles = List.copyOf(obstacles);
    }

    boolean isOpen() {
        return obstacles.isEmpty();
    }

    /** What keeps a gate closed. */
    enum Why {
        /** Nothing of the plan is for this release. */
        NO_PLAN,
        /** Nothing of this phase has passed. */
        PHASE_EMPTY,
        ITEM_OPEN,
        ITEM_FAILED,
        /** The item asks for something else since its result was recorded. */
        ITEM_CHANGED,
        /** The evidence of the result was withdrawn, or replaced by newer evidence. */
        EVIDENCE_GONE,
        /** Nobody has answered how large the effects of an incident are, or whether it can be verified inside. */
        IMPACT_UNKNOWN,
        IMPACT_UNCONFIRMED,
        /** It has to be verified by a provider outside, and was not. */
        OUTSIDE_MISSING;

        /** End of the message key {@code verification.why.<id>}. */
        String id() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** One reason, and the item or phase that it is about. */
    record Obstacle(
            Why why, @Nullable PlanItem item, @Nullable Phase phase) {

        static Obstacle of(Why why) {
            return new Obstacle(why, null, null);
        }

        static Obstacle of(Why why, PlanItem item) {
            return new Obstacle(why, item, item.content().phase());
        }
    }
}

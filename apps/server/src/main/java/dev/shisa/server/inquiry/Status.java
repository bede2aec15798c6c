package dev.shisa.server.inquiry;

import dev.shisa.advisory.draft.Advisory.Said;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What everybody is told while something is wrong with a product or its services: published with its first step, and then step by step.
 *
 * @param series null: all products
 * @param steps the first one first; there is at least one
 */
record Status(
        UUID id, String code, @Nullable UUID series, Said title, UUID by, String byName, Instant at, List<Step> steps) {

    Status {
        steps = List.copyOf(steps);
    }

    enum State {
        INVESTIGATING,
        IDENTIFIED,
        WORKING,
        RESOLVED,
        /** It was told by mistake. */
        WITHDRAWN;

        String id() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Optional<State> of(String id) {
            return Arrays.stream(values())
                    .filter(state -> state.id().equals(id))
                    .findFirst();
        }

        boolean isOver() {
            return this == RESOLVED || this == WITHDRAWN;
        }
    }

    record Step(UUID id, State state, Said text, UUID by, String byName, Instant at) {}

    Step last() {
        return steps.getLast();
    }

    State state() {
        return last().state();
    }

    /**
     * A text that lies ready for the day on which nobody has time to write.
     *
     * @param name what it is for
     */
    record Prepared(String name, Said title, Said text) {}
}

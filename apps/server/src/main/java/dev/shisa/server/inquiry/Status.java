package dev.shisa.server.inquiry;

import dev.shisa.advisory.draft.Advisory.Said;
import dev.shisa.server.platform.act.Words;
import dev.shisa.server.platform.record.Row;
import dev.shisa.server.platform.record.Stamp;
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
@Row(kind = "inquiry-status/1", table = "inquiry_status")
record Status(
        UUID id, String code, @Nullable UUID series, @Words Said title, Stamp made, List<Step> steps) {

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

    @Row(kind = "inquiry-status-step/1", table = "inquiry_status_step", of = "status")
    record Step(UUID id, State state, @Words Said text, Stamp made) {}

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

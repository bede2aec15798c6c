package dev.shisa.conformity;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the slots of one target hold at one instant. Many requirements and contradictions read the same slot; it is looked up
 * once for all of them.
 */
final class Present {

    /** The first layer with a fact that is not out, and its value; a null layer where there is none. */
    record In(@Nullable Layer layer, CurrentValue current) {}

    private final Target target;
    private final FactSource source;
    private final Instant now;
    private final Map<Slot, In> found = new HashMap<>();

    Present(Target target, FactSource source, Instant now) {
        this.target = target;
        this.source = source;
        this.now = now;
    }

    /** What an item of the register is called; empty if nobody knows. */
    String nameOf(String item) {
        return target.names().getOrDefault(item, "");
    }

    Instant now() {
        return now;
    }

    /** @param ageDays how old the facts may be at most; null: as old as they are */
    In in(Slot slot, @Nullable Integer ageDays) {
        return ageDays == null
                ? found.computeIfAbsent(slot, _ -> look(slot, null))
                : look(slot, Duration.ofDays(ageDays));
    }

    private In look(Slot slot, @Nullable Duration within) {
        for (Layer layer : target.layers()) {
            CurrentValue current = CurrentValue.of(source.facts(layer.subject(), slot), within, now);
            if (current.state() != CurrentValue.State.NONE) {
                return new In(layer, current);
            }
        }
        return new In(null, CurrentValue.NOTHING);
    }
}

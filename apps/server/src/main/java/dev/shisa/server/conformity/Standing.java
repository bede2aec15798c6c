package dev.shisa.server.conformity;

import dev.shisa.conformity.VerdictState;
import java.util.Map;
import java.util.UUID;

/** How far a series is: its verdicts by state, and in short what is next; {@link Verdicts#next} has the questions. */
public record Standing(UUID seriesId, Map<VerdictState, Integer> counts, NextInShort next) {

    public Standing {
        counts = Map.copyOf(counts);
    }

    public int count(VerdictState state) {
        return counts.getOrDefault(state, 0);
    }

    public int total() {
        return counts.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** Requirements with nothing left to do: met, not applicable, deemed, exempt. */
    public int settled() {
        return counts.entrySet().stream()
                .filter(e -> e.getKey().isGreen())
                .mapToInt(Map.Entry::getValue)
                .sum();
    }
}

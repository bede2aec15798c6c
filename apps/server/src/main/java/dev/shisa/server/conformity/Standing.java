package dev.shisa.server.conformity;

import dev.shisa.conformity.VerdictState;
import java.time.LocalDate;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How far a series is with one guide: its verdicts by state, and in short what is next; {@link Verdicts#next} has the
 * questions.
 *
 * @param seriesId the series, or the organisation
 * @param notAdopted how many of those that are not settled the maker has decided not to adopt
 * @param supportEnds the last day of support as the maker states it, or null while not stated
 * @param waiting whether the series waits to be decided again: then all this may have been overtaken
 */
public record Standing(
        UUID seriesId,
        String framework,
        Map<VerdictState, Integer> counts,
        int notAdopted,
        NextInShort next,
        @Nullable LocalDate supportEnds,
        boolean waiting) {

    public Standing {
        counts = Map.copyOf(counts);
    }

    /** Of a subject for which nothing of this guide is decided. */
    static Standing none(UUID subjectId, String framework) {
        return new Standing(subjectId, framework, Map.of(), 0, NextInShort.NOTHING, null, false);
    }

    public int count(VerdictState state) {
        return counts.getOrDefault(state, 0);
    }

    public int total() {
        return counts.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** Requirements that wait for somebody: neither settled nor decided against. */
    public int remaining() {
        return total() - settled() - notAdopted;
    }

    /** Requirements with nothing left to do: met, not applicable, deemed, exempt. */
    public int settled() {
        return counts.entrySet().stream()
                .filter(e -> e.getKey().isGreen())
                .mapToInt(Map.Entry::getValue)
                .sum();
    }
}

package dev.shisa.conformity;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A guideline of which only the numbers and short titles are here, so that others can be related to it. It has no rules:
 * nothing is ever decided by it, and what it says is unverified until somebody compares it with the official text.
 */
public record Outline(
        String id, int edition, Text basis, Text title, List<CheckedAgainst> sources, List<Entry> entries) {

    /** What numbers and titles were compared with; never the official text itself, or they would not be unverified. */
    public record CheckedAgainst(String id, Text text) {}

    /**
     * One numbered place of the guideline.
     *
     * @param checked ids of {@link CheckedAgainst}; empty for what could not be checked
     * @param gap what is not known, such as the title; null where number and topic are known
     */
    public record Entry(
            RequirementId id,
            Text title,
            List<String> checked,
            @Nullable Text gap) {
        public Entry {
            checked = List.copyOf(checked);
        }

        /** Whether number and topic were compared with anything public. */
        public boolean isChecked() {
            return !checked.isEmpty();
        }
    }

    public Outline {
        sources = List.copyOf(sources);
        entries = List.copyOf(entries);
    }

    /** By the official number, such as {@code 5.1-1}. */
    public Optional<Entry> entry(String number) {
        return entries.stream().filter(e -> e.id().number().equals(number)).findFirst();
    }
}

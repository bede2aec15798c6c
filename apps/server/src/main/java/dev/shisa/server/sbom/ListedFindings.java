package dev.shisa.server.sbom;

import dev.shisa.server.platform.web.Ui;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What is open about the components of a list, for whoever shows them. */
public interface ListedFindings {

    /**
     * Something that nobody has settled.
     *
     * @param rank how urgent it is: 1 comes first
     * @param numbers places in the list, from 1
     */
    record Found(int rank, List<Integer> numbers) {
        public Found {
            numbers = List.copyOf(numbers);
        }
    }

    /** All that is open; empty: this list was not matched, so nothing is known, which is not the same as nothing. */
    Optional<List<Found>> of(UUID releaseId, UUID listId);

    /** How urgent it is, in a word. */
    String word(int rank, Ui ui);
}

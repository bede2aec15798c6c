package dev.shisa.server.sbom;

import java.util.List;
import java.util.UUID;

/**
 * A component of a list that counts for its release.
 *
 * @param number its place in the list
 * @param title group and name
 * @param supplier as the list names it; may be empty
 * @param identifiers package URLs, then CPE names
 */
public record Carrier(
        UUID listId,
        UUID seriesId,
        UUID releaseId,
        int number,
        String title,
        String name,
        String version,
        String supplier,
        List<String> identifiers) {

    public Carrier {
        identifiers = List.copyOf(identifiers);
    }
}

package dev.shisa.server.platform.web;

import java.util.List;

/**
 * An entry of the column, as a page shows it.
 *
 * @param count what waits there for a person; 0 shows nothing
 * @param current whether the present page is below it
 * @param within its pages, when it is current and has several
 */
public record NavEntry(
        String id, String href, String label, int count, boolean current, boolean exact, List<Link> within) {

    public NavEntry {
        within = List.copyOf(within);
    }

    /**
     * A page below an entry.
     *
     * @param exact whether it is the present page itself, and not one below it
     */
    public record Link(String label, String href, boolean current, boolean exact) {}
}

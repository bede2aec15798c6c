package dev.shisa.server.portal;

import dev.shisa.advisory.draft.Advisory.Said;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * Something that owners of a product are told on its public page and in the feed (JC-STAR S1.1-16 ②).
 *
 * @param id names it in the feed
 * @param release the version that it is about
 * @param device a short text for devices and apps; may be empty
 */
public record PublicNews(
        UUID series, String id, String release, Instant at, Said title, List<Part> parts, Said device) {

    public PublicNews {
        parts = List.copyOf(parts);
    }

    /** A heading with its text. */
    public record Part(Said heading, Said text) {}
}

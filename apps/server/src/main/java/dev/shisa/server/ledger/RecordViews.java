package dev.shisa.server.ledger;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the pages of 証跡記録 show. */
public final class RecordViews {

    private RecordViews() {}

    /**
     * A record in a list.
     *
     * @param number {@code 1-42}: log and leaf; empty while it waits
     * @param href its page, or null while it waits
     * @param kind in words
     * @param what it says, in a few words; may be empty
     * @param about the thing in words; may be empty
     * @param aboutHref its page, or null
     */
    public record Row(
            String number,
            @Nullable String href,
            Instant at,
            String kind,
            String what,
            String about,
            @Nullable String aboutHref,
            String state) {}

    /**
     * One record with everything that proves it.
     *
     * @param content the body, indented; null once erased
     * @param links from the content to the signature, in order
     */
    public record Proven(
            Row row,
            @Nullable String content,
            List<Link> links,
            @Nullable String checkpoint) {

        public boolean holds() {
            return links.stream().allMatch(Link::holds);
        }
    }

    /**
     * One step of the proof.
     *
     * @param what in words
     * @param value what was computed, in letters and digits
     */
    public record Link(boolean holds, String what, String value) {}
}

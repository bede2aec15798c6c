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
     * @param gone how the content came to be erased; null unless it was by agreement
     * @param links from the content to the signature, in order
     */
    public record Proven(
            Row row,
            @Nullable String content,
            @Nullable Gone gone,
            List<Link> links,
            @Nullable String checkpoint) {

        public boolean holds() {
            return links.stream().allMatch(Link::holds);
        }
    }

    /**
     * Content that was erased.
     *
     * @param words who asked, who agreed, when, and why
     * @param successorHref the record that describes the same row since, or null
     */
    public record Gone(String words, @Nullable String successorHref) {}

    /**
     * What can be asked for about a record.
     *
     * @param kept why its content is not erased, or null if it can be
     * @param open whether its erasure waits for a second person
     */
    public record Erasing(@Nullable String kept, boolean open) {}

    /**
     * One step of the proof.
     *
     * @param what in words
     * @param value what was computed, in letters and digits
     */
    public record Link(boolean holds, String what, String value) {}
}

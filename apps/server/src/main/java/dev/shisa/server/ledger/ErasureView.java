package dev.shisa.server.ledger;

import dev.shisa.server.platform.web.Parts;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the page of the erasures shows. */
public final class ErasureView {

    private ErasureView() {}

    /**
     * One erasure.
     *
     * @param what the record or the person, in words
     * @param href its page, or null
     * @param words who asked, who agreed, when, and why
     */
    public record Row(String what, @Nullable String href, String words, String state, String word) {}

    /**
     * One that waits.
     *
     * @param action begins the addresses of its forms
     * @param typed what has to be typed to agree
     * @param mayAgree whether the reader may agree now
     * @param why why not, or what it takes; null if the reader may
     * @param mayDecline whether the reader may decline it or take it back
     * @param mistyped whether something else was typed just now
     */
    public record Open(
            Row row,
            String action,
            String typed,
            boolean mayAgree,
            @Nullable String why,
            boolean mayDecline,
            boolean mistyped) {}

    /**
     * Everything.
     *
     * @param people accounts that are not in use any more
     */
    public record All(List<Open> open, List<Row> decided, List<Parts.Choice> people) {

        public All {
            open = List.copyOf(open);
            decided = List.copyOf(decided);
            people = List.copyOf(people);
        }
    }
}

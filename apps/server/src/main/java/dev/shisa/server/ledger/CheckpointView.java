package dev.shisa.server.ledger;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the pages of the checkpoints show. */
public final class CheckpointView {

    private CheckpointView() {}

    /**
     * The newest checkpoint of the present log.
     *
     * @param note as it is handed out
     * @param vkey of the log
     */
    public record Now(long size, String note, String vkey) {}

    /**
     * A receiver in a list, and the head of its page.
     *
     * @param state shape of the last sending: met, not-met, unknown
     * @param word for it
     * @param result the last sending in a sentence
     * @param fix what to do if it did not arrive, or null
     * @param held when it was last given one, or empty
     * @param next when it is sent the next one by itself, or empty
     */
    public record Row(
            String href,
            String name,
            String kind,
            String address,
            String every,
            String state,
            String word,
            String result,
            @Nullable String fix,
            String held,
            String next,
            String made) {}

    /** One sending. */
    public record Sent(String when, String by, String size, String state, String word, String result) {}

    /**
     * One receiver.
     *
     * @param note the last checkpoint that it holds, or null
     * @param vkey of a witness, or null
     */
    public record One(
            Row row,
            List<Sent> sent,
            @Nullable String note,
            @Nullable String vkey) {

        public One {
            sent = List.copyOf(sent);
        }
    }
}

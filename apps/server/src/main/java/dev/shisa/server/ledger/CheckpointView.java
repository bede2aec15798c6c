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
     * @param state shape of the last sending: met, not-met, unknown; not-applicable while it is paused
     * @param word for it
     * @param result the last sending in a sentence
     * @param fix what to do if it did not arrive, or null
     * @param held when it was last given one, or empty
     * @param next when it is sent the next one by itself, or since when it is paused, or empty
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
            boolean paused,
            String made) {}

    /**
     * One sending.
     *
     * @param elsewhere the address that the receiver had then, in a sentence, or empty if it is the present one
     */
    public record Sent(
            String when, String by, String size, String state, String word, String result, String elsewhere) {}

    /** What somebody else stored while the reader was editing, beside what the reader typed. */
    public record Difference(String field, String theirs, String yours) {}

    /**
     * One receiver.
     *
     * @param version counts its edits
     * @param note the last checkpoint that it holds, or null
     * @param server through which mails go, or null
     * @param vkey of a witness, or null
     * @param hasSecret whether it shares a secret that we made, so that there can be a new one
     */
    public record One(
            Row row,
            int version,
            List<Sent> sent,
            @Nullable String note,
            @Nullable String server,
            @Nullable String vkey,
            boolean hasSecret) {

        public One {
            sent = List.copyOf(sent);
        }
    }
}

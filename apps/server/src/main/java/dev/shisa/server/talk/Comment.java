package dev.shisa.server.talk;

import dev.shisa.server.platform.act.Words;
import dev.shisa.server.platform.record.In;
import dev.shisa.server.platform.record.Row;
import dev.shisa.server.platform.record.Stamp;
import dev.shisa.server.platform.record.Stamped;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What somebody said about a thing.
 *
 * @param back whether the thing was handed back by it
 * @param mentioned whom it was meant for besides
 * @param ask null: it asks nobody
 * @param answers the one that it answers; null: none
 * @param taken null: it stands
 */
@Row(kind = "talk/1", table = "talk_comment")
record Comment(
        UUID id,
        @In({"place", "thing", "series_id"}) About about,
        @Words String text,
        boolean back,
        List<UUID> mentioned,
        @In({"to_id", "due"}) @Nullable Ask ask,
        @Nullable UUID answers,
        Stamp made,
        @Nullable Taken taken)
        implements Stamped {

    Comment {
        mentioned = List.copyOf(mentioned);
    }

    /**
     * The thing.
     *
     * @param place what kind of thing
     * @param thing its key
     * @param series whose it is; null: the company's
     */
    record About(String place, String thing, @Nullable UUID series) {}

    /** Whom it asks, and by when; a null day: no day. */
    record Ask(UUID to, @Nullable LocalDate due) {}

    /** That who said it took it back. */
    @Row(kind = "talk-taken/1", table = "talk_taken", of = "comment")
    record Taken(UUID id, Stamp made) implements Stamped {}

    boolean isBy(UUID person) {
        return person.equals(made.by());
    }

    boolean asks(UUID person) {
        return ask != null && ask.to().equals(person);
    }

    /** Whether the same person says the same again. */
    boolean isAgain(Comment later) {
        return taken == null
                && text.equals(later.text)
                && back == later.back
                && mentioned.equals(later.mentioned)
                && Objects.equals(ask, later.ask)
                && Objects.equals(answers, later.answers)
                && Objects.equals(made.by(), later.made.by());
    }
}

package dev.shisa.server.talk;

import dev.shisa.server.platform.act.Words;
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
 * @param place what kind of thing
 * @param thing its key
 * @param series whose it is; null: the company's
 * @param back whether the thing was handed back by it
 * @param mentioned whom it was meant for besides
 * @param to whom it asks; null: nobody
 * @param due by when; null: no day
 * @param answers the one that it answers; null: none
 * @param taken null: it stands
 */
@Row(kind = "talk/1", table = "talk_comment")
record Comment(
        UUID id,
        String place,
        String thing,
        @Nullable UUID series,
        @Words String text,
        boolean back,
        List<UUID> mentioned,
        @Nullable UUID to,
        @Nullable LocalDate due,
        @Nullable UUID answers,
        Stamp made,
        @Nullable Taken taken)
        implements Stamped {

    Comment {
        mentioned = List.copyOf(mentioned);
    }

    /** That who said it took it back. */
    @Row(kind = "talk-taken/1", table = "talk_taken", of = "comment")
    record Taken(UUID id, Stamp made) implements Stamped {}

    boolean isBy(UUID person) {
        return person.equals(made.by());
    }

    /** Whether the same person says the same again. */
    boolean isAgain(Comment later) {
        return taken == null
                && text.equals(later.text)
                && back == later.back
                && mentioned.equals(later.mentioned)
                && Objects.equals(to, later.to)
                && Objects.equals(due, later.due)
                && Objects.equals(answers, later.answers)
                && Objects.equals(made.by(), later.made.by());
    }
}

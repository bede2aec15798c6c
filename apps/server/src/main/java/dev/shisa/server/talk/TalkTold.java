package dev.shisa.server.talk;

import java.time.LocalDate;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Somebody said something that one person has to know of.
 *
 * @param series whose thing it is about; null: the company's
 * @param place what kind of thing
 * @param mark its number or code
 * @param due by when an answer is asked for; null: no day
 */
public record TalkTold(
        UUID comment,
        What what,
        UUID person,
        @Nullable UUID series,
        String place,
        String mark,
        @Nullable LocalDate due,
        String href) {

    /** Why it is that person's business; its words are {@code notice.text.talk.<id>}. */
    public enum What {
        ASKED,
        BACK,
        ANSWERED,
        MENTIONED;

        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}

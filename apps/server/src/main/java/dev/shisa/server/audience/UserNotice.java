package dev.shisa.server.audience;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something that users are told, or would be.
 *
 * @param series what it is about
 * @param drafts the first one first; at least one
 * @param step what was done about it; null: it waits
 */
record UserNotice(
        UUID id,
        String code,
        AudienceKind kind,
        String source,
        List<UUID> series,
        Instant madeAt,
        List<Draft> drafts,
        @Nullable Step step) {

    public UserNotice {
        series = List.copyOf(series);
        drafts = List.copyOf(drafts);
    }

    /**
     * What it said at one time.
     *
     * @param by null: it was prepared because a day had come
     */
    public record Draft(
            UUID id,
            int number,
            NoticeContent content,
            @Nullable UUID by,
            String byName,
            Instant at) {}

    /**
     * The end of its preparation.
     *
     * @param users how many of them it was sent to
     */
    public record Step(UUID id, UUID draft, Act act, int users, int businesses, UUID by, String byName, Instant at) {}

    /** What can be done about it. */
    public enum Act {
        SENT,
        /** Nobody is told. */
        ASIDE;

        String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** How far it is. */
    public enum State {
        WAITING,
        SENT,
        ASIDE;

        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public State state() {
        return step == null ? State.WAITING : step.act() == Act.SENT ? State.SENT : State.ASIDE;
    }

    public NoticeContent content() {
        return drafts.getLast().content();
    }
}

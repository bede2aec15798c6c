package dev.shisa.server.notice;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A message to one receiver, and what became of it.
 *
 * @param person null: it goes to a channel
 * @param channel null: it goes to a person, by mail
 * @param dueAt of the next attempt
 * @param code what became of the last attempt, as {@code outgoing.outcome.<code>}; empty: there was none
 */
record NoticeMessage(
        UUID id,
        @Nullable UUID person,
        @Nullable UUID channel,
        Sort sort,
        State state,
        Instant madeAt,
        Instant dueAt,
        int attempts,
        @Nullable Instant endedAt,
        String code,
        List<String> args) {

    NoticeMessage {
        args = List.copyOf(args);
    }

    /** Why it is sent. */
    enum Sort {
        SOON,
        DIGEST,
        /** Tells of nothing: somebody wants to see whether it arrives. */
        TRIAL;

        String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** How far it is. */
    enum State {
        WAITING,
        SENT,
        /** The receiver does not want it, or must not get it. */
        REFUSED,
        GIVEN_UP;

        String id() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}

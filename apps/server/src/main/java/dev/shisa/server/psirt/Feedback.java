package dev.shisa.server.psirt;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something that users or people in the field noticed: an opinion, trouble, or a near miss, with what was done about it (guide 004,
 * points 2 and 15). It is no report of a vulnerability, so nobody keeps it secret; what turns out to be one becomes a case.
 *
 * @param code readable: {@code F-7K2QM}
 * @param kind one of {@link #KINDS}
 * @param source one of {@link #SOURCES}
 * @param series what it is about; null: no single product
 * @param steps in their order
 */
record Feedback(
        UUID id,
        String code,
        String kind,
        String source,
        @Nullable UUID series,
        LocalDate happened,
        String title,
        String text,
        UUID by,
        String byName,
        Instant at,
        List<Step> steps) {

    static final List<String> KINDS = List.of("near-miss", "trouble", "opinion");
    static final List<String> SOURCES = List.of("user", "field", "sales", "support", "own");

    /** What a measure came to. */
    static final List<String> OUTCOMES = List.of("change", "measure", "document", "case", "other");

    /** So long may nothing be decided about it before it is late. */
    static final int AGES_DAYS = 14;

    Feedback {
        steps = List.copyOf(steps);
    }

    /** What somebody did about it. */
    enum Act {
        /** Somebody does something by a day. */
        PLAN,
        /** It was done, and came to something. */
        DONE,
        /** Nothing is done, for a reason. */
        NOTHING,
        /** It is looked at again. */
        REOPEN;

        String id() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }

        static Optional<Act> parse(String id) {
            return java.util.Arrays.stream(values())
                    .filter(a -> a.id().equals(id))
                    .findFirst();
        }
    }

    /**
     * @param owner who does it; null: nobody, since nothing is to be done
     * @param due null: no day
     * @param outcome of {@link #OUTCOMES}, or empty
     * @param reference release, document, case number; empty: none
     */
    record Step(
            UUID id,
            Act act,
            String text,
            @Nullable UUID owner,
            String ownerName,
            @Nullable LocalDate due,
            String outcome,
            String reference,
            UUID by,
            String byName,
            Instant at) {}

    /** How far it is. */
    enum State {
        /** Nobody has decided anything. */
        OPEN,
        PLANNED,
        CLOSED;

        String id() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    Optional<Step> last() {
        return steps.isEmpty() ? Optional.empty() : Optional.of(steps.getLast());
    }

    State state() {
        return last().map(step -> switch (step.act()) {
                    case PLAN -> State.PLANNED;
                    case DONE, NOTHING -> State.CLOSED;
                    case REOPEN -> State.OPEN;
                })
                .orElse(State.OPEN);
    }

    /** The last day of what has to happen next; null: nothing has to. */
    @Nullable
    LocalDate due(ZoneId zone) {
        return switch (state()) {
            case OPEN ->
                LocalDate.ofInstant(last().map(Step::at).orElse(at), zone).plusDays(AGES_DAYS);
            case PLANNED -> last().map(Step::due).orElse(null);
            case CLOSED -> null;
        };
    }

    boolean isLate(LocalDate today, ZoneId zone) {
        LocalDate due = due(zone);
        return due != null && due.isBefore(today);
    }
}

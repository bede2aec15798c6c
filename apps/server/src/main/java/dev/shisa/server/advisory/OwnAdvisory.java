package dev.shisa.server.advisory;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An advisory with everything that was done about it.
 *
 * @param code for people, while it has no number
 * @param drafts the first one first; at least one
 * @param steps likewise; may be none
 * @param issued the last revision that was issued; null: none was
 */
public record OwnAdvisory(
        UUID id,
        String code,
        Instant madeAt,
        List<Draft> drafts,
        List<Step> steps,
        @Nullable IssuedAdvisory issued) {

    public OwnAdvisory {
        drafts = List.copyOf(drafts);
        steps = List.copyOf(steps);
    }

    /** What was saved. */
    public record Draft(UUID id, int number, AdvisoryContent content, UUID by, String byName, Instant at) {}

    /** What was done about a draft. */
    public record Step(UUID id, UUID draft, Act act, String note, UUID by, String byName, Instant at) {}

    /** What can be done about a draft. */
    public enum Act {
        ASKED,
        RETURNED,
        DISCARDED;

        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** How far it is. */
    public enum State {
        DRAFT,
        /** Somebody wants it to be issued. */
        ASKED,
        ISSUED,
        WITHDRAWN,
        /** Never issued, and never will be. */
        DISCARDED;

        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public Draft draft() {
        return drafts.getLast();
    }

    /** The step that counts for the last draft; null: none was taken. */
    public @Nullable Step last() {
        return steps.isEmpty() || !steps.getLast().draft().equals(draft().id()) ? null : steps.getLast();
    }

    /** Whether what was saved last was issued. */
    public boolean isWhole() {
        return issued != null && issued.id().equals(draft().id());
    }

    public State state() {
        Step step = last();
        if (isWhole()) {
            return draft().content().withdrawn() ? State.WITHDRAWN : State.ISSUED;
        }
        if (step != null && step.act() == Act.DISCARDED) {
            return issued == null ? State.DISCARDED : issued.content().withdrawn() ? State.WITHDRAWN : State.ISSUED;
        }
        return step != null && step.act() == Act.ASKED ? State.ASKED : State.DRAFT;
    }

    /** Its number, or its code before it has one. */
    public String name() {
        return issued == null ? code : issued.tracking();
    }
}

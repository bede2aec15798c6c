package dev.shisa.conformity;

import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something that a person can do next, and what it brings.
 *
 * @param subject where the answer belongs; null for a parameter
 * @param slot what is asked; null for a parameter
 * @param parameter the parameter that has no value; null for a fact
 * @param fact the fact to confirm; null for the other kinds
 * @param decides the requirements that this act alone settles whatever the answer is, provided that it is strong enough
 *     and confirmed: they are then no longer unknown or to be rechecked, or, from expected, become what was expected
 * @param touches the open requirements that it bears on
 */
public record NextQuestion(
        Kind kind,
        @Nullable Subject subject,
        @Nullable Slot slot,
        @Nullable String parameter,
        @Nullable UUID fact,
        Set<RequirementId> decides,
        Set<RequirementId> touches) {

    public enum Kind {
        /** Answer before all else: whether a framework is about the product at all. */
        SCOPE,
        /** Answer: nothing was recorded. */
        FACT,
        /** Enter the value from the evaluation guide. */
        PARAMETER,
        /** Answer again: what was recorded ended, or a change touches it. */
        RENEW,
        /** Answers cannot all be so: one of them is answered again, or both are judged to be so. */
        SETTLE,
        /** Answer: nothing waits for it, but what is green was not held against it yet ({@link Undecided}). */
        COMPARE,
        /** Facts contradict: withdraw one, or record one that supersedes. */
        RESOLVE,
        /** The same answer, with stronger evidence. */
        STRENGTHEN,
        /** A second person confirms. */
        CONFIRM
    }

    /** Whether it is done by answering the question of a fact. */
    public boolean isAnswered() {
        return kind == Kind.SCOPE || kind == Kind.FACT || kind == Kind.COMPARE || isAnsweredAgain();
    }

    /** Whether there is an answer, and it will not do. */
    public boolean isAnsweredAgain() {
        return kind == Kind.RENEW || kind == Kind.SETTLE;
    }

    public NextQuestion {
        decides = Collections.unmodifiableSortedSet(new TreeSet<>(decides));
        touches = Collections.unmodifiableSortedSet(new TreeSet<>(touches));
    }
}

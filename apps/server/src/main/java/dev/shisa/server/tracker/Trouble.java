package dev.shisa.server.tracker;

import dev.shisa.server.platform.outgoing.Outcome;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Why a tracker did not do what it was asked for. */
final class Trouble extends Exception {
    private static final long serialVersionUID = 1;

    private final transient Outcome.Failed why;
    private final boolean done;
    private final @Nullable Duration wait;

    /**
     * @param done whether it may have done it all the same
     * @param wait how long it wants to be left alone; null: it says nothing
     */
    Trouble(Outcome.Failed why, boolean done, @Nullable Duration wait) {
        super(why.code());
        this.why = why;
        this.done = done;
        this.wait = wait;
    }

    /** What came is no answer of such a tracker. */
    static Trouble unreadable() {
        return new Trouble(new Outcome.Failed("answer"), true, null);
    }

    Outcome.Failed why() {
        return why;
    }

    boolean mayBeDone() {
        return done;
    }

    /** The same of a request that changes nothing. */
    Trouble ofLooking() {
        return new Trouble(why, false, wait);
    }

    /** How long it is left alone at least; null: as usual. */
    @Nullable
    Duration quiet() {
        return wait;
    }
}

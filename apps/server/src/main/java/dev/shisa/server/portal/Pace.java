package dev.shisa.server.portal;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * How fast answers for everybody follow each other at most, so that a flood of readers leaves enough of the machine to the people who
 * work with it. Slower than that nobody waits; faster, each waits for its turn, and nobody is turned away: how many can wait is bounded
 * by how many connections there are.
 */
final class Pace {

    private static final long SECOND_NANOS = 1_000_000_000L;

    /** Short bursts, as a browser that loads a page with its parts makes them, do not wait. */
    private static final int BURST = 50;

    private final long interval;
    private final AtomicLong next;

    /** @param aSecond answers a second, at least one */
    Pace(int aSecond, long nowNanos) {
        this.interval = SECOND_NANOS / aSecond;
        this.next = new AtomicLong(nowNanos);
    }

    /** Takes the next turn; how many nanoseconds away it is, 0: none. */
    long turn(long nowNanos) {
        long mine = next.accumulateAndGet(
                nowNanos,
                (known, now) -> (known - (now - BURST * interval) > 0 ? known : now - BURST * interval) + interval);
        return Math.max(0, mine - nowNanos);
    }

    /** Waits for the next turn. */
    void await() {
        long wait = turn(System.nanoTime());
        if (wait > 0) {
            LockSupport.parkNanos(wait);
        }
    }
}

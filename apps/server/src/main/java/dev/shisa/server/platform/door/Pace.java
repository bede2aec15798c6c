package dev.shisa.server.platform.door;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * How fast things that strangers cause follow each other at most, all together, so that a flood leaves enough of the machine to the
 * people who work with it. Slower than that nobody waits; faster, each waits for its turn, and nobody is turned away: how many can wait is
 * bounded by how many connections there are. Time in which nothing came is not saved up, but for a burst.
 */
public final class Pace {

    private static final long SECOND_NANOS = 1_000_000_000L;

    private final long aSecond;
    private final long burstNanos;
    private final AtomicLong next;

    /**
     * @param aSecond things a second, at least one
     * @param burst so many do not wait when nothing came before
     */
    public Pace(long aSecond, long burst, long nowNanos) {
        this.aSecond = aSecond;
        this.burstNanos = burst * SECOND_NANOS / aSecond;
        this.next = new AtomicLong(nowNanos);
    }

    /** Takes the next turn for so many things; how many nanoseconds away its end is, 0: none. */
    public long turn(long things, long nowNanos) {
        long takes = things * SECOND_NANOS / aSecond;
        long mine = next.accumulateAndGet(
                nowNanos - burstNanos, (known, least) -> (known - least > 0 ? known : least) + takes);
        return Math.max(0, mine - nowNanos);
    }

    /** Waits for the next turn of one thing. */
    public void await() {
        long wait = turn(1, System.nanoTime());
        if (wait > 0) {
            LockSupport.parkNanos(wait);
        }
    }
}

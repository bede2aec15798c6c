package dev.shisa.probe.run;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * How many connections at once a port takes from this machine, how quickly it answers, and how quickly it lets itself be
 * asked. Small devices serve one or two at a time and drop the rest; that is no fault and no lock, so it is learned and
 * kept to: whenever a connection is dropped while others are open, there is one less from then on.
 */
public final class Pace {

    /** From here on an answer is slow, and time is saved by asking several things at once. */
    private static final long SLOW_MS = 400;

    private static final int AT_ONCE_MAX = 8;

    /** Nobody waits for ever for a place; a connection that hangs gives its place back late. */
    private static final long PLACE_MS = 8000;

    /** So long a small server may take to free the place of a connection that has ended. */
    private static final long FREED_NANOS = 500_000_000L;

    private static final long INTERVAL_MS_MIN = 100;
    private static final long INTERVAL_MS_MAX = 1000;

    /** What is under way when the port first complains is one complaint. */
    private static final long COMPLAINT_MS = 1500;

    /** After so many answers without a complaint it is asked a little more often. */
    private static final int CONTENT_ANSWERS = 30;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition freed = lock.newCondition();
    private int open;
    private boolean left;
    private long leftNanos;
    private int most = Integer.MAX_VALUE;
    private long usualMs;
    private long intervalMs;
    private long nextMs;
    private long complainedMs = -COMPLAINT_MS;
    private long tooShortMs;
    private int contentAnswers;

    /** Waits for a place; whether one was found in time, so that it has to be given back. */
    boolean enter() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = TimeUnit.MILLISECONDS.toNanos(PLACE_MS);
            while (open >= most) {
                if (left <= 0) {
                    return false;
                }
                left = freed.awaitNanos(left);
            }
            open++;
            return true;
        } finally {
            lock.unlock();
        }
    }

    void leave() {
        lock.lock();
        try {
            open--;
            left = true;
            leftNanos = System.nanoTime();
            freed.signal();
        } finally {
            lock.unlock();
        }
    }

    /** When the next request may go out, so that the port is not asked more often than it bears. */
    long nextTurnMs(long nowMs) {
        lock.lock();
        try {
            long turn = Math.max(nowMs, nextMs);
            nextMs = turn + intervalMs;
            return turn;
        } finally {
            lock.unlock();
        }
    }

    /**
     * A connection of ours was dropped without a word. Where it was not the only one, that is taken for a limit.
     *
     * @return whether it is worth another try
     */
    public boolean dropped() {
        lock.lock();
        try {
            if (open > 1) {
                most = Math.max(1, Math.min(most, open) - 1);
                return true;
            }
            // The place of a connection that has just ended may not be free yet.
            return most < Integer.MAX_VALUE || (left && System.nanoTime() - leftNanos < FREED_NANOS);
        } finally {
            lock.unlock();
        }
    }

    /** The port said that it is asked too often. */
    public void tooOften(long nowMs) {
        lock.lock();
        try {
            contentAnswers = 0;
            if (nowMs - complainedMs >= COMPLAINT_MS) {
                complainedMs = nowMs;
                tooShortMs = intervalMs;
                intervalMs = Math.clamp(2 * intervalMs, INTERVAL_MS_MIN, INTERVAL_MS_MAX);
            }
        } finally {
            lock.unlock();
        }
    }

    /** An answer came. */
    public void answered(long tookMs) {
        lock.lock();
        try {
            usualMs = usualMs == 0 ? tookMs : usualMs - usualMs / 4 + tookMs / 4;
            if (intervalMs > 0 && ++contentAnswers >= CONTENT_ANSWERS) {
                contentAnswers = 0;
                // Never again as short as what it complained of.
                long shortest = Math.max(INTERVAL_MS_MIN, tooShortMs + tooShortMs / 4);
                intervalMs = Math.max(Math.min(shortest, intervalMs), intervalMs - intervalMs / 5);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Whether answers take so long that the time of a run is short for it. */
    public boolean isSlow() {
        lock.lock();
        try {
            return usualMs > SLOW_MS;
        } finally {
            lock.unlock();
        }
    }

    /** Whether the port was seen to bear only so many requests in a time. */
    public boolean isHeldBack() {
        lock.lock();
        try {
            return intervalMs > 0;
        } finally {
            lock.unlock();
        }
    }

    /** How many things are best asked at once: one by one where answers are quick or places are few. */
    public int atOnce() {
        lock.lock();
        try {
            return usualMs > SLOW_MS ? Math.min(most, AT_ONCE_MAX) : 1;
        } finally {
            lock.unlock();
        }
    }

    /** Whether the port was seen to take only so many connections at once. */
    public boolean isNarrow() {
        lock.lock();
        try {
            return most < Integer.MAX_VALUE;
        } finally {
            lock.unlock();
        }
    }
}

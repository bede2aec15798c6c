package dev.shisa.probe.run;

import dev.shisa.probe.Limits;
import java.time.InstantSource;
import java.util.function.LongConsumer;

/** Counts what is sent, keeps it slow enough for a small device, and ends the run in time. Safe for many threads. */
public final class Budget {

    private static final int NANOS_PER_MS = 1_000_000;

    private final Limits limits;
    private final InstantSource clock;
    private final LongConsumer sleeper;
    private final long startedMs;
    private final long slotNanos;
    private long requests;
    private long nextSlotNanos = System.nanoTime();

    public Budget(Limits limits, InstantSource clock) {
        this(limits, clock, Budget::sleep);
    }

    /** @param sleeper waits for so many milliseconds of the clock */
    Budget(Limits limits, InstantSource clock, LongConsumer sleeper) {
        this.limits = limits;
        this.clock = clock;
        this.sleeper = sleeper;
        startedMs = clock.millis();
        slotNanos = 1_000_000_000L / limits.requestsPerSecond();
    }

    /** Waits for its turn, then counts one connection or datagram. */
    public void spend() {
        long wait;
        synchronized (this) {
            if (requests >= limits.requests()) {
                throw new Stopped("stopped-requests");
            }
            requests++;
            long now = System.nanoTime();
            nextSlotNanos = Math.max(nextSlotNanos + slotNanos, now);
            wait = nextSlotNanos - now;
        }
        if (remainingMs() <= 0) {
            throw new Stopped("stopped-time");
        }
        if (wait > NANOS_PER_MS) {
            sleeper.accept(wait / NANOS_PER_MS);
        }
    }

    public synchronized long requests() {
        return requests;
    }

    public long nowMs() {
        return clock.millis();
    }

    public long elapsedMs() {
        return clock.millis() - startedMs;
    }

    public long remainingMs() {
        return limits.seconds() * 1000L - elapsedMs();
    }

    /** Sleeps, but not beyond the end of the run. */
    public void pause(long ms) {
        if (ms > remainingMs()) {
            throw new Stopped("stopped-time");
        }
        sleeper.accept(ms);
    }

    private static void sleep(long ms) {
        try {
            Thread.sleep(Math.max(0, ms));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Stopped("stopped-person");
        }
    }
}

package dev.shisa.server;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that stands still until a test moves it. */
public final class TestClock implements InstantSource {

    /** 2026-11-20 10:24 in Japan. */
    public static final Instant START = Instant.parse("2026-11-20T01:24:00Z");

    private volatile Instant now = START;

    @Override
    public Instant instant() {
        return now;
    }

    public void set(Instant instant) {
        now = instant;
    }

    public synchronized void advance(Duration step) {
        now = now.plus(step);
    }

    public void reset() {
        now = START;
    }
}

package dev.shisa.server.platform.door;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How quickly bodies that nobody wants are read, all of them together. Light threads are not taken off their processor: one that always
 * finds more bytes keeps it, and as many such senders as there are processors would stop the server. Whoever sends faster waits in the
 * network, not here.
 */
final class Unwanted {

    /** A tenth of a processor, and a large file of somebody whose session has ended within seconds. */
    static final long BYTES_PER_SECOND = 64L << 20;

    /** Shorter waits are put together. */
    private static final Duration LEAST_WAIT = Duration.ofMillis(5);

    private final LongSupplier nanos;
    private final Pace pace;

    Unwanted(LongSupplier nanos) {
        this.nanos = nanos;
        this.pace = new Pace(BYTES_PER_SECOND, 0, nanos.getAsLong());
    }

    /** How long whoever has read so many bytes waits before the next ones. */
    Duration pause(long bytes) {
        Duration ahead = Duration.ofNanos(pace.turn(bytes, nanos.getAsLong()));
        return ahead.compareTo(LEAST_WAIT) < 0 ? Duration.ZERO : ahead;
    }
}

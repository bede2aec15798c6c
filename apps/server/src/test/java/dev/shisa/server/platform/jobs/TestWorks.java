package dev.shisa.server.platform.jobs;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/** The long work of another run of a server. */
public final class TestWorks {

    private TestWorks() {}

    public static LongWorks ofAnotherRun(Path data, InstantSource clock) {
        return new LongWorks(data, clock);
    }

    /** A line as on a terminal, of which nothing comes too soon. */
    public static WorkLine onTerminal(PrintStream out) {
        AtomicLong nanos = new AtomicLong();
        return new WorkLine(
                out, true, () -> nanos.addAndGet(Duration.ofSeconds(1).toNanos()));
    }
}

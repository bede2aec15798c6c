package dev.shisa.server.platform.jobs;

import java.nio.file.Path;
import java.time.InstantSource;

/** The long work of another run of a server. */
public final class TestWorks {

    private TestWorks() {}

    public static LongWorks ofAnotherRun(Path data, InstantSource clock) {
        return new LongWorks(data, clock);
    }
}

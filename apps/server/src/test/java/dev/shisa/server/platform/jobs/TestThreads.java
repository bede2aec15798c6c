package dev.shisa.server.platform.jobs;

import java.util.concurrent.ThreadFactory;
import java.util.function.Function;

/** A system that has no room for one more thread of some name, until it is closed. */
public final class TestThreads implements AutoCloseable {

    private final Function<String, ThreadFactory> before = Background.factories;

    private TestThreads(String name) {
        Background.factories = of -> of.equals(name) ? TestThreads::full : before.apply(of);
    }

    public static TestThreads none(String name) {
        return new TestThreads(name);
    }

    private static Thread full(Runnable work) {
        return new Thread(work) {
            @Override
            public void start() {
                throw new OutOfMemoryError("made by the test");
            }
        };
    }

    @Override
    public void close() {
        Background.factories = before;
    }
}

package dev.shisa.server.platform.jobs;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Every thread that the server starts by hand, so that none ends without a word. Work that fails of anything, also of an {@code Error}
 * such as a full memory, is written into the log, told to whoever waits for it or holds something for it, and named by the doctor until
 * work of the same name has ended well.
 *
 * <p>A test forbids threads elsewhere. What Spring runs by the clock ({@code @Scheduled}) is reported by its own handler.
 */
public final class Background {

    /** Of the JDK: the database is also started where no other log is. */
    private static final System.Logger LOG = System.getLogger(Background.class.getName());

    /** By the name of the work: what it failed of the last time. There are as many names as there are kinds of work. */
    private static final Map<String, String> FAILED = new ConcurrentHashMap<>();

    private Background() {}

    /** Starts a thread for this work; nobody waits for it and it holds nothing. */
    public static Thread start(String name, Runnable work) {
        return start(name, work, failed -> {});
    }

    /**
     * Starts a thread for this work.
     *
     * @param ifItFails fails what waits for the work and frees what is held for it; called in the same thread
     */
    public static Thread start(String name, Runnable work, Consumer<Throwable> ifItFails) {
        Thread thread = threads(name).newThread(() -> run(name, work, ifItFails));
        try {
            thread.start();
        } catch (OutOfMemoryError full) {
            // The system has no room for one more.
            run(name, () -> Background.<RuntimeException>raise(full), ifItFails);
        }
        return thread;
    }

    /** Starts a light thread, for short work that mostly waits. */
    public static Thread startLight(String name, Runnable work) {
        return Thread.ofVirtual().name(name).start(() -> run(name, work, failed -> {}));
    }

    /** A thread for work at its times. Work that fails once is done again at its next time. */
    public static Timer timer(String name) {
        return new Timer(name, Executors.newSingleThreadScheduledExecutor(threads(name)));
    }

    /** So many threads for work that is waited for ({@code Future.get}), which tells how it failed. */
    public static ExecutorService pool(String name, int threads) {
        return Executors.newFixedThreadPool(threads, threads(name));
    }

    /** A thread for each piece of work that is waited for ({@code Future.get}), which tells how it failed. */
    public static ExecutorService threadEach(String name) {
        return Executors.newThreadPerTaskExecutor(threads(name));
    }

    /** Makes the threads of a name; tests take the place of it, where the system has no room for one. */
    static volatile Function<String, ThreadFactory> factories =
            name -> Thread.ofPlatform().daemon().name(name).factory();

    private static ThreadFactory threads(String name) {
        return factories.apply(name);
    }

    /** Does work in the present thread and reports it like one that was started; what it fails of goes no further. */
    public static void run(String name, Runnable work, Consumer<Throwable> ifItFails) {
        try {
            work.run();
            FAILED.remove(name);
        } catch (Throwable failed) { // also an Error: it would end the thread without a word
            // Told before it is reported, so that who reads of it finds that whoever waits knows.
            try {
                ifItFails.accept(failed);
                report(name, failed);
            } catch (Throwable again) {
                report(name, failed);
                report(name, again);
            }
        }
    }

    /** Notes that work of this name failed; until {@link #endedWell} the doctor names it. */
    static void report(String name, Throwable failed) {
        FAILED.put(name, failed.getClass().getSimpleName());
        try {
            LOG.log(System.Logger.Level.ERROR, "background work \"" + name + "\" failed", failed);
        } catch (Throwable full) {
            // There is not even memory for a line; the doctor knows.
        }
    }

    static void endedWell(String name) {
        FAILED.remove(name);
    }

    /** What failed the last time, by name, with the kind of the failure. */
    public static Map<String, String> failed() {
        return new TreeMap<>(FAILED);
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void raise(Throwable any) throws T {
        throw (T) any;
    }

    /** Work at its times in one thread. */
    public static final class Timer implements AutoCloseable {

        private final String name;
        private final ScheduledExecutorService timer;

        private Timer(String name, ScheduledExecutorService timer) {
            this.name = name;
            this.timer = timer;
        }

        /** Does this once, after a time. */
        public Future<?> after(Duration wait, Runnable work) {
            return timer.schedule(() -> run(name, work, failed -> {}), wait.toNanos(), TimeUnit.NANOSECONDS);
        }

        /** Does this again and again, the first time after this time, too. */
        public void every(Duration wait, Runnable work) {
            var _ = timer.scheduleAtFixedRate(
                    () -> run(name, work, failed -> {}), wait.toMillis(), wait.toMillis(), TimeUnit.MILLISECONDS);
        }

        @Override
        public void close() {
            timer.shutdownNow();
        }
    }
}

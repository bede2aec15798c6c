package dev.shisa.server.platform.jobs;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Works off in the background what waits in the database, at each signal. It has a thread of its own, since other jobs must not wait
 * for thousands of series or releases; what a killed server left goes on waiting in the database.
 */
public abstract class SignalledWorker implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(SignalledWorker.class);

    /** Longer than one piece of work takes; the database is closed afterwards. */
    private static final Duration ENDS_WITHIN = Duration.ofSeconds(8);

    private final String name;
    private final CommitSignal signal;
    private volatile @Nullable Thread thread;
    private volatile boolean working;
    private volatile @Nullable Throwable failure;

    /** @param name of the thread */
    protected SignalledWorker(String name, CommitSignal signal) {
        this.name = name;
        this.signal = signal;
    }

    /** Works until nothing waits any more, or {@link #isRunning} no longer holds. */
    protected abstract void round();

    @Override
    public void start() {
        working = true;
        LOG.info("worker {} begins", name);
        thread = Background.start(name, this::work);
    }

    private void work() {
        while (isRunning()) {
            // Also after an Error the next signal begins another round: what waits is in the database and goes on
            // waiting.
            failure = null;
            Background.run(name, this::round, failed -> failure = failed);
            try {
                signal.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /**
     * Gives the signal, and tells whether all is well.
     *
     * @throws IllegalStateException with {@code ended} if the thread is gone, with {@code failed} if the last round failed
     */
    protected final void wake(String ended, String failed) {
        // Before the signal: the round that it begins has not failed yet.
        Throwable last = failure;
        signal.give();
        Thread running = thread;
        if (running != null && !running.isAlive()) {
            throw new IllegalStateException(ended);
        }
        if (last != null) {
            throw new IllegalStateException(failed, last);
        }
    }

    @Override
    public final void stop() {
        Thread running = thread;
        working = false;
        thread = null;
        if (running != null) {
            // What it has in hand is finished, or undone by the database; what waits goes on waiting.
            signal.give();
            try {
                if (!running.join(ENDS_WITHIN)) {
                    running.interrupt();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            LOG.info("worker {} {}", name, running.isAlive() ? "does not end and is left" : "ended");
        }
    }

    @Override
    public final boolean isRunning() {
        return working;
    }
}

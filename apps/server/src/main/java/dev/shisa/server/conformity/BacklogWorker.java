package dev.shisa.server.conformity;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.SmartLifecycle;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Decides in the background what waits: right after the transaction that let it wait, and what has expired every few
 * seconds. It has a thread of its own, since other jobs must not wait for thousands of series; the job {@link #wake} tells
 * whether it is well. What a killed server left goes on waiting in the database. Before the first page is served, everything waits
 * that another edition decided.
 */
@Component
@ConditionalOnProperty(name = "shisa.jobs", matchIfMissing = true)
class BacklogWorker implements SmartLifecycle {

    /** Longer than one series takes; the database is closed afterwards. */
    private static final Duration ENDS_WITHIN = Duration.ofSeconds(8);

    private final Verdicts verdicts;
    private final BacklogSignal signal;
    private volatile @Nullable Thread thread;
    private volatile @Nullable RuntimeException failure;

    BacklogWorker(Verdicts verdicts, BacklogSignal signal) {
        this.verdicts = verdicts;
        this.signal = signal;
    }

    /** Before the web server, whose phase is a late one. */
    @Override
    public int getPhase() {
        return 0;
    }

    @Override
    public void start() {
        verdicts.catchUp();
        Thread started = Thread.ofPlatform().daemon().name("verdicts").unstarted(this::work);
        thread = started;
        started.start();
    }

    private void work() {
        while (isRunning()) {
            try {
                // Rounds follow each other while there is something to do: a series may come to wait again.
                while (isRunning() && verdicts.decideWaiting(this::isRunning) > 0) {
                    Thread.onSpinWait();
                }
                failure = null;
            } catch (RuntimeException e) {
                failure = e;
            }
            try {
                signal.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /** Nobody signals that a fact expires; and what failed is tried again. */
    @Scheduled(fixedDelay = 15_000, initialDelay = 5_000)
    public void wake() {
        signal.give();
        Thread running = thread;
        if (running != null && !running.isAlive()) {
            throw new IllegalStateException("the thread that decides what waits has ended");
        }
        RuntimeException last = failure;
        if (last != null) {
            throw new IllegalStateException("what waits to be decided again could not all be decided", last);
        }
    }

    @Override
    public void stop() {
        Thread running = thread;
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
        }
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }
}

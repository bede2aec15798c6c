package dev.shisa.server.conformity;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Decides in the background what waits: right after the transaction that let it wait, and what has expired every few
 * seconds. What a killed server left goes on waiting in the database. Before the first page is served, everything waits
 * that another edition decided.
 */
@Component
@ConditionalOnProperty(name = "shisa.jobs", matchIfMissing = true)
class BacklogWorker implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(BacklogWorker.class);

    /** Nobody signals that a fact expires. */
    private static final Duration LOOKS_EVERY = Duration.ofSeconds(15);

    /** Longer than one series takes; the database is closed afterwards. */
    private static final Duration ENDS_WITHIN = Duration.ofSeconds(8);

    private final Verdicts verdicts;
    private final BacklogSignal signal;
    private volatile @Nullable Thread thread;

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
                signal.await(LOOKS_EVERY);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException e) {
                LOG.error("what waits to be decided again could not be looked up", e);
                if (!pause()) {
                    return;
                }
            }
        }
    }

    private static boolean pause() {
        try {
            Thread.sleep(LOOKS_EVERY);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void stop() {
        Thread running = thread;
        thread = null;
        if (running != null) {
            // What it has in hand is finished, or undone by the database; what waits goes on waiting.
            signal.afterCommit();
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

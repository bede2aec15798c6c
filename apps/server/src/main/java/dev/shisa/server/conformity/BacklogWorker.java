package dev.shisa.server.conformity;

import dev.shisa.server.platform.jobs.SignalledWorker;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Decides in the background what waits: right after the transaction that let it wait, and what has expired every few
 * seconds. The job {@link #wake} tells whether it is well. Before the first page is served, everything waits that another
 * edition decided.
 */
@Component
@ConditionalOnProperty(name = "shisa.jobs", matchIfMissing = true)
class BacklogWorker extends SignalledWorker {

    private final Verdicts verdicts;

    BacklogWorker(Verdicts verdicts, BacklogSignal signal) {
        super("verdicts", signal);
        this.verdicts = verdicts;
    }

    /** Before the web server, whose phase is a late one. */
    @Override
    public int getPhase() {
        return 0;
    }

    @Override
    public void start() {
        verdicts.catchUp();
        super.start();
    }

    @Override
    protected void round() {
        // Rounds follow each other while there is something to do: a series may come to wait again.
        while (isRunning() && verdicts.decideWaiting(this::isRunning) > 0) {
            Thread.onSpinWait();
        }
    }

    /** Nobody signals that a fact expires; and what failed is tried again. */
    @Scheduled(fixedDelay = 15_000, initialDelay = 5_000)
    public void wake() {
        wake("the thread that decides what waits has ended", "what waits to be decided again could not all be decided");
    }
}

package dev.shisa.server.platform.jobs;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Tells one worker that a transaction was committed which left it something to do. */
public abstract class CommitSignal implements TransactionSynchronization {

    private final Semaphore given = new Semaphore(0);

    /** Gives the signal when the present transaction is committed, once however often it is asked to. */
    public final void giveAfterCommit() {
        if (!TransactionSynchronizationManager.getSynchronizations().contains(this)) {
            TransactionSynchronizationManager.registerSynchronization(this);
        }
    }

    @Override
    public final void afterCommit() {
        give();
    }

    /** Gives the signal now. */
    public final void give() {
        given.release();
    }

    /** Whether it was given and nobody has taken it. */
    public final boolean isGiven() {
        return given.availablePermits() > 0;
    }

    /** Returns at the next signal; those given meanwhile count as one. */
    public final void await() throws InterruptedException {
        given.acquire();
        given.drainPermits();
    }

    /** Returns at the next signal, or after this time; those given meanwhile count as one. */
    public final void await(Duration longest) throws InterruptedException {
        if (given.tryAcquire(longest.toMillis(), TimeUnit.MILLISECONDS)) {
            given.drainPermits();
        }
    }
}

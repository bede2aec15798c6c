package dev.shisa.server.conformity;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Tells the worker that a transaction was committed which let series wait. */
@Component
class BacklogSignal implements TransactionSynchronization {

    private final Semaphore given = new Semaphore(0);

    /** Gives the signal when the present transaction is committed, once however often it is asked to. */
    void giveAfterCommit() {
        if (!TransactionSynchronizationManager.getSynchronizations().contains(this)) {
            TransactionSynchronizationManager.registerSynchronization(this);
        }
    }

    @Override
    public void afterCommit() {
        given.release();
    }

    /** Returns at the next signal, or after this time. */
    void await(Duration longest) throws InterruptedException {
        if (given.tryAcquire(longest.toMillis(), TimeUnit.MILLISECONDS)) {
            given.drainPermits();
        }
    }
}

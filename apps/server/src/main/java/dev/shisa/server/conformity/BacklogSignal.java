package dev.shisa.server.conformity;

import java.util.concurrent.Semaphore;
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
        give();
    }

    void give() {
        given.release();
    }

    /** Returns at the next signal; those given meanwhile count as one. */
    void await() throws InterruptedException {
        given.acquire();
        given.drainPermits();
    }
}

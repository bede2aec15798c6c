package dev.shisa.server.platform.ledger;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Tells whoever drains the outbox that a transaction with new records was committed. */
@Component
class LedgerSignal implements TransactionSynchronization {

    private final Semaphore given = new Semaphore(0);

    /** Gives the signal when the present transaction is committed, once however many records it writes. */
    void giveAfterCommit() {
        if (!TransactionSynchronizationManager.getSynchronizations().contains(this)) {
            TransactionSynchronizationManager.registerSynchronization(this);
        }
    }

    @Override
    public void afterCommit() {
        if (given.availablePermits() == 0) {
            given.release();
        }
    }

    /** Returns at the signal, or after this time. */
    void await(Duration longest) throws InterruptedException {
        if (given.tryAcquire(longest.toMillis(), TimeUnit.MILLISECONDS)) {
            given.drainPermits();
        }
    }
}

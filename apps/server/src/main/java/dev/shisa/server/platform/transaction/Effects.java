package dev.shisa.server.platform.transaction;

import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * What a change sets going outside of the database: a thread that is started, a signal that is given, a value that is kept in memory.
 * It must not begin before the change is on the disk, and must not begin at all if the change comes to nothing. Whoever ends a
 * {@code TransactionTemplate} cannot know that: its work may be part of a larger transaction, as under an {@code Idempotency-Key}.
 *
 * <p>An effect must not read or write the database itself: while it runs, the connection still belongs to the transaction that ended,
 * and nothing would keep what it writes.
 */
public final class Effects {

    private Effects() {}

    /**
     * Whether a change is under way that may come to nothing: nothing is sent outside now, and nothing is taken for certain. A call under
     * an {@code Idempotency-Key} is one change from beginning to end.
     */
    public static boolean mayComeToNothing() {
        return TransactionSynchronizationManager.isActualTransactionActive();
    }

    /** Does this when the present transaction is committed; at once when there is none. */
    public static void afterCommit(Runnable effect) {
        afterCommit(effect, () -> {});
    }

    /**
     * Does this when the present transaction is committed; at once when there is none.
     *
     * @param otherwise done in its place when the transaction comes to nothing, or nobody knows what came of it
     */
    public static void afterCommit(Runnable effect, Runnable otherwise) {
        if (!TransactionSynchronizationManager.isSynchronizationActive()) {
            effect.run();
            return;
        }
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                effect.run();
            }

            @Override
            public void afterCompletion(int status) {
                if (status != STATUS_COMMITTED) {
                    otherwise.run();
                }
            }
        });
    }
}

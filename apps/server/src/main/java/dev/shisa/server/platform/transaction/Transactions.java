package dev.shisa.server.platform.transaction;

import java.util.ArrayDeque;
import java.util.Queue;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The transactions of the database, and what is recorded apart from them: that somebody was refused, or looked at what is kept from
 * others, is true whatever becomes of the call in which it happened.
 *
 * <p>Such a record is written in a transaction of its own right after the one in which it happened has ended and given its connection
 * back. A second transaction inside of the first ({@code REQUIRES_NEW}) would need two connections at once: ten such calls at the same
 * time would hold all that there are and wait for each other, and locks of the first could stop the second for ever.
 */
public final class Transactions extends JdbcTransactionManager {

    private static final long serialVersionUID = 1L;

    /** Of this thread: what is to be written now that a transaction has ended. */
    private static final ThreadLocal<@Nullable Queue<Runnable>> ENDED = new ThreadLocal<>();

    public Transactions(DataSource database) {
        super(database);
    }

    /**
     * Records something apart from the present transaction: when that has ended, however it ends, and before whoever began it goes on;
     * at once when there is none. If it cannot be recorded, whoever began the transaction fails, so that nothing is handed out of which
     * no record exists.
     */
    public void apart(Runnable record) {
        if (!TransactionSynchronizationManager.isSynchronizationActive()) {
            new TransactionTemplate(this).executeWithoutResult(status -> record.run());
            return;
        }
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCompletion(int status) {
                Queue<Runnable> ended = ENDED.get();
                if (ended == null) {
                    ended = new ArrayDeque<>();
                    ENDED.set(ended);
                }
                ended.add(record);
            }
        });
    }

    @Override
    protected void doCleanupAfterCompletion(Object transaction) {
        super.doCleanupAfterCompletion(transaction);
        Queue<Runnable> ended = ENDED.get();
        if (ended != null) {
            ENDED.remove();
            new TransactionTemplate(this).executeWithoutResult(status -> ended.forEach(Runnable::run));
        }
    }
}

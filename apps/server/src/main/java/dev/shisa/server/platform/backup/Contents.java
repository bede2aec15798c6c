package dev.shisa.server.platform.backup;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;

/**
 * Which files the records of the database rely on, as paths below the data folder: a capability that keeps files tells it,
 * so that a file that is missing is named and not passed over.
 */
@FunctionalInterface
public interface Contents {

    /**
     * Name of the advisory lock (its {@code hashtextextended(…, 0)}) that a backup holds alone: whoever removes files whose
     * rows a snapshot may still have takes it shared for as long, and leaves them alone when it cannot have it.
     */
    String SWEEP_LOCK = "shisa backup";

    /** As the transaction of this connection sees it; nothing is changed. */
    Collection<String> named(Connection connection) throws SQLException;
}

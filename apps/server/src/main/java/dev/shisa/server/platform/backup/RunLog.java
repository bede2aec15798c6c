package dev.shisa.server.platform.backup;

import dev.shisa.server.platform.audit.Audit;
import dev.shisa.server.platform.ledger.LedgerOutbox;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.TreeMap;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/** Puts on record that a backup, restore or drill ended: its row, the audit, the ledger's outbox, in one transaction. */
@Component
class RunLog {

    private final TransactionTemplate transaction;
    private final RunStore store;
    private final Audit audit;
    private final LedgerOutbox outbox;

    @Autowired
    RunLog(TransactionTemplate transaction, RunStore store, Audit audit, LedgerOutbox outbox) {
        this.transaction = transaction;
        this.store = store;
        this.audit = audit;
        this.outbox = outbox;
    }

    /** For a process beside the server. */
    static void record(Connection connection, InstantSource clock, Run run) throws SQLException {
        connection.setAutoCommit(true);
        SingleConnectionDataSource source = new SingleConnectionDataSource(connection, true);
        JdbcClient jdbc = JdbcClient.create(source);
        JsonMapper json = JsonMapper.builder().build();
        LedgerOutbox outbox = LedgerOutbox.beside(jdbc, clock, json);
        new RunLog(
                        new TransactionTemplate(new DataSourceTransactionManager(source)),
                        new RunStore(jdbc, json),
                        Audit.beside(jdbc, outbox, clock, json),
                        outbox)
                .record(run);
    }

    void record(Run run) {
        transaction.executeWithoutResult(status -> {
            store.insert(run);
            String thing = run.backup().isEmpty() ? run.folder() : run.backup();
            TreeMap<String, Object> details = new TreeMap<>(run.details());
            details.put("cause", run.cause().id());
            details.put("folder", run.folder());
            boolean failed = run.outcome() == Run.Outcome.FAILED;
            switch (run.kind()) {
                case BACKUP -> {
                    if (failed) {
                        audit.record(null, "backup.failed", thing, details);
                    } else {
                        audit.record(null, "backup.made", thing, details);
                    }
                }
                case DRILL -> {
                    if (failed) {
                        audit.record(null, "backup.drill-failed", thing, details);
                    } else {
                        audit.record(null, "backup.drill", thing, details);
                    }
                }
                case RESTORE -> audit.record(null, "backup.restored", thing, details);
            }
            TreeMap<String, Object> body = new TreeMap<>();
            body.put("at", run.finishedAt().toString());
            body.put("backup", run.backup());
            body.put("cause", run.cause().id());
            body.put("details", run.details());
            body.put("folder", run.folder());
            body.put("id", run.id().toString());
            body.put("outcome", run.outcome().id());
            body.put("startedAt", run.startedAt().toString());
            outbox.append(run.kind().id() + "/1", null, body);
        });
    }
}

package dev.shisa.server.platform.backup;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.json.JsonMapper;

/** The table {@code backup_run}. */
@Repository
class RunStore {

    private final JdbcClient jdbc;
    private final JsonMapper json;

    RunStore(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    void insert(Run run) {
        jdbc.sql("""
                        INSERT INTO backup_run
                            (id, kind, cause, started_at, finished_at, outcome, backup, folder, details)
                        VALUES (:id, :kind, :cause, :started, :finished, :outcome, :backup, :folder, :details::jsonb)""")
                .param("id", run.id())
                .param("kind", run.kind().id())
                .param("cause", run.cause().id())
                .param("started", Timestamp.from(run.startedAt()))
                .param("finished", Timestamp.from(run.finishedAt()))
                .param("outcome", run.outcome().id())
                .param("backup", run.backup())
                .param("folder", run.folder())
                .param("details", json.writeValueAsString(run.details()))
                .update();
    }

    /** The latest first. */
    List<Run> latest(int atMost) {
        return jdbc.sql("SELECT * FROM backup_run ORDER BY finished_at DESC, id DESC LIMIT ?")
                .param(atMost)
                .query(this::run)
                .list();
    }

    /** The latest of a kind, however it ended. */
    Optional<Run> last(Run.Kind kind) {
        return jdbc.sql("SELECT * FROM backup_run WHERE kind = ? ORDER BY finished_at DESC, id DESC LIMIT 1")
                .param(kind.id())
                .query(this::run)
                .optional();
    }

    /** Whether one that was begun since then for this cause has put itself on record, however it ended. */
    boolean has(Run.Kind kind, Run.Cause cause, Instant since) {
        return jdbc.sql("""
                        SELECT EXISTS (SELECT 1 FROM backup_run WHERE kind = :kind AND cause = :cause AND started_at >= :since)""")
                .param("kind", kind.id())
                .param("cause", cause.id())
                .param("since", Timestamp.from(since))
                .query(Boolean.class)
                .single();
    }

    /** The latest backup that can be restored. */
    Optional<Run> lastMade() {
        return jdbc.sql("""
                        SELECT * FROM backup_run WHERE kind = 'backup' AND outcome <> 'failed'
                        ORDER BY finished_at DESC, id DESC LIMIT 1""").query(this::run).optional();
    }

    /** The latest restore or drill that was proven. */
    Optional<Run> lastProven() {
        return jdbc.sql("""
                        SELECT * FROM backup_run WHERE kind IN ('drill', 'restore') AND outcome = 'ok'
                        ORDER BY finished_at DESC, id DESC LIMIT 1""").query(this::run).optional();
    }

    private Run run(ResultSet row, int number) throws SQLException {
        Map<?, ?> details = json.readValue(row.getString("details"), Map.class);
        TreeMap<String, Object> sorted = new TreeMap<>();
        details.forEach((name, value) -> sorted.put(String.valueOf(name), value));
        return new Run(
                row.getObject("id", UUID.class),
                Run.Kind.valueOf(upper(row, "kind")),
                Run.Cause.valueOf(upper(row, "cause")),
                row.getTimestamp("started_at").toInstant(),
                row.getTimestamp("finished_at").toInstant(),
                Run.Outcome.valueOf(upper(row, "outcome")),
                row.getString("backup"),
                row.getString("folder"),
                sorted);
    }

    private static String upper(ResultSet row, String column) throws SQLException {
        return row.getString(column).toUpperCase(Locale.ROOT);
    }
}

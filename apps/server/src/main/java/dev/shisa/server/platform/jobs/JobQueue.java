package dev.shisa.server.platform.jobs;

import dev.shisa.server.platform.Ids;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The table {@code job}: what is due when, one open job for each kind and key; survives a restart. */
@Component
public class JobQueue {

    private final JdbcClient jdbc;
    private final Ids ids;

    JobQueue(JdbcClient jdbc, Ids ids) {
        this.jdbc = jdbc;
        this.ids = ids;
    }

    /** Sets when a job is due; takes the place of an earlier time. */
    @Transactional
    public void schedule(String kind, String key, Instant dueAt) {
        jdbc.sql("""
                        INSERT INTO job (id, kind, key, due_at, payload) VALUES (:id, :kind, :key, :due, '{}')
                        ON CONFLICT (kind, key) DO UPDATE SET due_at = excluded.due_at, attempts = 0, last_error = NULL""")
                .param("id", ids.next())
                .param("kind", kind)
                .param("key", key)
                .param("due", Timestamp.from(dueAt))
                .update();
    }

    /** When a job is due, if it is scheduled. */
    public Optional<Instant> due(String kind, String key) {
        return jdbc.sql("SELECT due_at FROM job WHERE kind = ? AND key = ?")
                .params(kind, key)
                .query((row, number) -> row.getTimestamp("due_at").toInstant())
                .optional();
    }

    /**
     * Takes a job that is due and sets it to its next time, so that nobody else takes it and a crash does not lose it;
     * false if there is none.
     */
    @Transactional
    public boolean take(String kind, String key, Instant now, Instant next) {
        return jdbc.sql("""
                        UPDATE job SET due_at = :next, attempts = attempts + 1 WHERE id IN (
                            SELECT id FROM job WHERE kind = :kind AND key = :key AND due_at <= :now
                            FOR UPDATE SKIP LOCKED)""")
                        .param("next", Timestamp.from(next))
                        .param("kind", kind)
                        .param("key", key)
                        .param("now", Timestamp.from(now))
                        .update()
                == 1;
    }

    /** Says how the last attempt ended; one that failed is due again sooner. */
    @Transactional
    public void ended(String kind, String key, @Nullable String error, Instant againAt) {
        jdbc.sql("""
                        UPDATE job SET last_error = :error, attempts = CASE WHEN :error::text IS NULL THEN 0 ELSE attempts END,
                            due_at = CASE WHEN :error::text IS NULL THEN due_at ELSE least(due_at, :again) END
                        WHERE kind = :kind AND key = :key""")
                .param("error", error)
                .param("again", Timestamp.from(againAt))
                .param("kind", kind)
                .param("key", key)
                .update();
    }

    /** How often a job was taken in a row without success. */
    public int attempts(String kind, String key) {
        return jdbc.sql("SELECT attempts FROM job WHERE kind = ? AND key = ?")
                .params(kind, key)
                .query(Integer.class)
                .optional()
                .orElse(0);
    }

    @Transactional
    public void cancel(String kind, String key) {
        jdbc.sql("DELETE FROM job WHERE kind = ? AND key = ?").params(kind, key).update();
    }
}

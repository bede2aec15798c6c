package dev.shisa.server.evidence;

import dev.shisa.conformity.Subject;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** What records show of facts, since when, and what was said because of it. */
@Repository
class ShownFactStore {

    private final JdbcClient jdbc;

    ShownFactStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * One choice of an answer.
     *
     * @param since since when it is shown, or not any more
     */
    record Row(boolean shown, Instant since) {}

    Map<String, Row> rows(Subject subject, String key) {
        Map<String, Row> rows = new HashMap<>();
        jdbc.sql("SELECT choice, shown, since FROM shown_choice WHERE subject_id = ? AND key = ?")
                .params(subject.id(), key)
                .query(rs -> {
                    rows.put(
                            rs.getString("choice"),
                            new Row(
                                    rs.getBoolean("shown"),
                                    rs.getTimestamp("since").toInstant()));
                });
        return rows;
    }

    void put(Subject subject, String key, String choice, Row row) {
        jdbc.sql("""
                        INSERT INTO shown_choice (subject_kind, subject_id, key, choice, shown, since)
                        VALUES (:kind, :subject, :key, :choice, :shown, :since)
                        ON CONFLICT (subject_id, key, choice) DO UPDATE SET shown = excluded.shown, since = excluded.since""")
                .param("kind", subject.kind().code())
                .param("subject", subject.id())
                .param("key", key)
                .param("choice", choice)
                .param("shown", row.shown())
                .param("since", Timestamp.from(row.since()))
                .update();
    }

    /**
     * What was said.
     *
     * @param endedAt null: it is still said, as far as this is known here
     */
    record Said(
            UUID evidence,
            String basis,
            Instant at,
            @Nullable Instant endedAt) {}

    /** The newest first. */
    List<Said> said(Subject subject, String key) {
        return jdbc.sql("SELECT * FROM shown_fact WHERE subject_id = ? AND key = ? ORDER BY at DESC, evidence_id DESC")
                .params(subject.id(), key)
                .query((rs, line) -> {
                    Timestamp ended = rs.getTimestamp("ended_at");
                    return new Said(
                            rs.getObject("evidence_id", UUID.class),
                            rs.getString("basis"),
                            rs.getTimestamp("at").toInstant(),
                            ended == null ? null : ended.toInstant());
                })
                .list();
    }

    void say(Subject subject, String key, Said said) {
        jdbc.sql("""
                        INSERT INTO shown_fact (evidence_id, subject_kind, subject_id, key, basis, at)
                        VALUES (:evidence, :kind, :subject, :key, :basis, :at)""")
                .param("evidence", said.evidence())
                .param("kind", subject.kind().code())
                .param("subject", subject.id())
                .param("key", key)
                .param("basis", said.basis())
                .param("at", Timestamp.from(said.at()))
                .update();
    }

    void end(UUID evidence, Instant at) {
        jdbc.sql("UPDATE shown_fact SET ended_at = ? WHERE evidence_id = ?")
                .params(Timestamp.from(at), evidence)
                .update();
    }
}

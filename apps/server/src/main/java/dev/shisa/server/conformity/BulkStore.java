package dev.shisa.server.conformity;

import dev.shisa.server.platform.ledger.PersonTraces;
import dev.shisa.server.platform.ledger.Redaction;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The rows of {@link BulkActs}. */
@Component
class BulkStore implements PersonTraces {

    private static final Duration KEPT = Duration.ofDays(30);

    private final JdbcClient jdbc;

    BulkStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** False if there is one with this id already. */
    boolean insert(UUID id, UUID person, BulkActs.Kind kind, Instant at) {
        return jdbc.sql("""
                        INSERT INTO bulk_act (id, person_id, kind, done_at) VALUES (:id, :person, :kind, :at)
                        ON CONFLICT DO NOTHING""")
                        .param("id", id)
                        .param("person", person)
                        .param("kind", kind.id())
                        .param("at", Timestamp.from(at))
                        .update()
                == 1;
    }

    void insert(UUID id, BulkActs.Line line) {
        jdbc.sql("""
                        INSERT INTO bulk_line (bulk_id, place, code, outcome, words, made)
                        VALUES (:id, :place, :code, :outcome, :words, :made)""")
                .param("id", id)
                .param("place", line.place())
                .param("code", line.code())
                .param("outcome", line.outcome().id())
                .param("words", line.words())
                .param("made", line.made())
                .update();
    }

    Optional<BulkActs.Done> find(UUID id) {
        List<BulkActs.Line> lines = jdbc.sql("""
                        SELECT place, code, outcome, words, made, undone, kept FROM bulk_line
                        WHERE bulk_id = :id ORDER BY place""")
                .param("id", id)
                .query((row, n) -> new BulkActs.Line(
                        row.getInt("place"),
                        row.getString("code"),
                        BulkActs.Outcome.valueOf(row.getString("outcome").toUpperCase(java.util.Locale.ROOT)),
                        row.getString("words"),
                        row.getString("made"),
                        row.getBoolean("undone"),
                        row.getString("kept")))
                .list();
        return jdbc.sql("SELECT person_id, kind, done_at, undone_at FROM bulk_act WHERE id = :id")
                .param("id", id)
                .query((row, n) -> new BulkActs.Done(
                        id,
                        row.getObject("person_id", UUID.class),
                        BulkActs.Kind.of(row.getString("kind")).orElseThrow(),
                        row.getTimestamp("done_at").toInstant(),
                        row.getTimestamp("undone_at") != null,
                        lines))
                .optional();
    }

    /** @param kept why it stays; empty: it was undone */
    void undone(UUID id, int place, String kept) {
        jdbc.sql("UPDATE bulk_line SET undone = :undone, kept = :kept WHERE bulk_id = :id AND place = :place")
                .param("undone", kept.isEmpty())
                .param("kept", kept)
                .param("id", id)
                .param("place", place)
                .update();
    }

    void undone(UUID id, Instant at) {
        jdbc.sql("UPDATE bulk_act SET undone_at = :at WHERE id = :id")
                .param("at", Timestamp.from(at))
                .param("id", id)
                .update();
    }

    void sweep(Instant now) {
        jdbc.sql("DELETE FROM bulk_act WHERE done_at < :before")
                .param("before", Timestamp.from(now.minus(KEPT)))
                .update();
    }

    @Override
    public void forget(Redaction.PersonGone who) {
        jdbc.sql("DELETE FROM bulk_act WHERE person_id = ?").param(who.id()).update();
    }
}

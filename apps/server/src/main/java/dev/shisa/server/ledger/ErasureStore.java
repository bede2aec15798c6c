package dev.shisa.server.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The tables {@code erasure} and {@code erased_record}. */
@Repository
class ErasureStore {

    private static final int SHOWN_MAX = 200;

    private final JdbcClient jdbc;

    ErasureStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** False if the same is asked for already. */
    boolean ask(Erasure erasure) {
        return jdbc.sql("""
                        INSERT INTO erasure (id, record_id, person_id, reason, asked_at, asked_by, asked_name, state)
                        VALUES (:id, :record, :person, :reason, :at, :by, :name, 'open') ON CONFLICT DO NOTHING""")
                        .param("id", erasure.id())
                        .param("record", erasure.record())
                        .param("person", erasure.person())
                        .param("reason", erasure.reason())
                        .param("at", Timestamp.from(erasure.asked().at()))
                        .param("by", erasure.asked().id())
                        .param("name", erasure.asked().name())
                        .update()
                == 1;
    }

    /** Ends an open one; false if somebody else did. */
    boolean decide(UUID id, Erasure.State state, Erasure.By by, boolean alone) {
        return jdbc.sql("""
                        UPDATE erasure SET state = :state, decided_at = :at, decided_by = :by, decided_name = :name,
                            alone = :alone WHERE id = :id AND state = 'open'""")
                        .param("state", state.id())
                        .param("at", Timestamp.from(by.at()))
                        .param("by", by.id())
                        .param("name", by.name())
                        .param("alone", alone)
                        .param("id", id)
                        .update()
                == 1;
    }

    void erased(UUID id, long record, @Nullable Long successor) {
        jdbc.sql("INSERT INTO erased_record (record_id, erasure_id, successor_id) VALUES (:record, :id, :successor)")
                .param("record", record)
                .param("id", id)
                .param("successor", successor)
                .update();
    }

    /** Notes how many records it took the content of, and the reason without what was erased. */
    void erased(UUID id, int records, String reason) {
        jdbc.sql("UPDATE erasure SET records = :records, reason = :reason WHERE id = :id")
                .param("records", records)
                .param("reason", reason)
                .param("id", id)
                .update();
    }

    Optional<Erasure> find(UUID id) {
        return jdbc.sql("SELECT * FROM erasure WHERE id = ?")
                .param(id)
                .query(ErasureStore::read)
                .optional();
    }

    /** Open ones, oldest first. */
    List<Erasure> open() {
        return jdbc.sql("SELECT * FROM erasure WHERE state = 'open' ORDER BY asked_at, id")
                .query(ErasureStore::read)
                .list();
    }

    /** Those that were decided, newest first. */
    List<Erasure> decided() {
        return jdbc.sql("SELECT * FROM erasure WHERE state <> 'open' ORDER BY decided_at DESC, id LIMIT " + SHOWN_MAX)
                .query(ErasureStore::read)
                .list();
    }

    /** What took the content of a record, and the record that describes the same row since. */
    record Taken(Erasure erasure, @Nullable Long successor) {}

    Optional<Taken> takenFrom(long record) {
        return jdbc.sql("""
                        SELECT e.*, r.successor_id FROM erased_record r JOIN erasure e ON e.id = r.erasure_id
                        WHERE r.record_id = ?""")
                .param(record)
                .query((row, number) -> new Taken(read(row, number), row.getObject("successor_id", Long.class)))
                .optional();
    }

    Optional<Erasure> openOf(long record) {
        return jdbc.sql("SELECT * FROM erasure WHERE record_id = ? AND state = 'open'")
                .param(record)
                .query(ErasureStore::read)
                .optional();
    }

    /** Which erasures took the content of any of these records. */
    List<UUID> of(Collection<Long> records) {
        return jdbc.sql("SELECT DISTINCT erasure_id FROM erased_record WHERE record_id = ANY (:ids) ORDER BY 1")
                .param("ids", records.toArray(Long[]::new))
                .query((row, number) -> row.getObject("erasure_id", UUID.class))
                .list();
    }

    /** How many people were erased. */
    int people() {
        return jdbc.sql("SELECT count(*) FROM erasure WHERE state = 'done' AND person_id IS NOT NULL")
                .query(Integer.class)
                .single();
    }

    private static Erasure read(ResultSet row, int number) throws SQLException {
        UUID decidedBy = row.getObject("decided_by", UUID.class);
        return new Erasure(
                row.getObject("id", UUID.class),
                row.getObject("record_id", Long.class),
                row.getObject("person_id", UUID.class),
                row.getString("reason"),
                new Erasure.By(row.getObject("asked_by", UUID.class), row.getString("asked_name"), at(row, "asked_at")),
                Erasure.State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
                decidedBy == null
                        ? null
                        : new Erasure.By(decidedBy, row.getString("decided_name"), at(row, "decided_at")),
                row.getBoolean("alone"),
                row.getInt("records"));
    }

    private static Instant at(ResultSet row, String column) throws SQLException {
        return row.getTimestamp(column).toInstant();
    }
}

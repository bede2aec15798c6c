package dev.shisa.server.ledger;

import dev.shisa.server.platform.outgoing.Outcome;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The tables {@code checkpoint_receiver} and {@code checkpoint_delivery}. */
@Repository
class ReceiverStore {

    /** Some weeks of hourly sendings; what was sent before is held by the receiver. */
    private static final int KEPT_MAX = 1_000;

    private static final TypeReference<Map<String, String>> VALUES = new TypeReference<>() {};
    private static final TypeReference<List<String>> ARGS = new TypeReference<>() {};

    private final JdbcClient jdbc;
    private final JsonMapper json;

    ReceiverStore(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    List<Receiver> all() {
        return jdbc.sql("SELECT * FROM checkpoint_receiver ORDER BY made_at, id")
                .query(this::receiver)
                .list();
    }

    Optional<Receiver> find(UUID id) {
        return jdbc.sql("SELECT * FROM checkpoint_receiver WHERE id = ?")
                .param(id)
                .query(this::receiver)
                .optional();
    }

    void add(Receiver receiver) {
        jdbc.sql("""
                        INSERT INTO checkpoint_receiver (id, kind, name, every_hours, target, made_at, made_by, since)
                        VALUES (:id, :kind, :name, :every, :target::jsonb, :at, :by, :since)""")
                .param("id", receiver.id())
                .param("kind", receiver.target().kind())
                .param("name", receiver.name())
                .param("every", receiver.every().hours())
                .param("target", json.writeValueAsString(receiver.target().values()))
                .param("at", Timestamp.from(receiver.madeAt()))
                .param("by", receiver.madeBy())
                .param("since", Timestamp.from(receiver.since()))
                .update();
    }

    /** Saves name, interval, target and since when it is sent to; false if somebody else saved first. */
    boolean change(Receiver receiver) {
        return jdbc.sql("""
                        UPDATE checkpoint_receiver SET name = :name, every_hours = :every, target = :target::jsonb,
                            since = :since, version = version + 1
                        WHERE id = :id AND version = :version""")
                        .param("id", receiver.id())
                        .param("version", receiver.version())
                        .param("name", receiver.name())
                        .param("every", receiver.every().hours())
                        .param(
                                "target",
                                json.writeValueAsString(receiver.target().values()))
                        .param("since", Timestamp.from(receiver.since()))
                        .update()
                == 1;
    }

    /** Counts an edit of what is no column; false if somebody else saved first. */
    boolean touch(UUID id, int version) {
        return jdbc.sql("UPDATE checkpoint_receiver SET version = version + 1 WHERE id = ? AND version = ?")
                        .params(id, version)
                        .update()
                == 1;
    }

    /** False if it is paused already. */
    boolean pause(UUID id, Instant at) {
        return jdbc.sql("UPDATE checkpoint_receiver SET paused_at = ? WHERE id = ? AND paused_at IS NULL")
                        .params(Timestamp.from(at), id)
                        .update()
                == 1;
    }

    /** False if it is not paused. */
    boolean resume(UUID id, Instant at) {
        return jdbc.sql("""
                        UPDATE checkpoint_receiver SET paused_at = NULL, since = ?
                        WHERE id = ? AND paused_at IS NOT NULL""").params(Timestamp.from(at), id).update() == 1;
    }

    /** With everything that was noted of its sendings. */
    void remove(UUID id) {
        jdbc.sql("DELETE FROM checkpoint_receiver WHERE id = ?").param(id).update();
    }

    /** Notes a sending, unless its receiver was removed meanwhile. */
    void note(Delivery delivery) {
        jdbc.sql("""
                        INSERT INTO checkpoint_delivery
                            (receiver_id, address, at, log, size, code, args, note, by_itself)
                        SELECT id, :address, :at, :log, :size, :code, :args::jsonb, :note, :byItself
                        FROM checkpoint_receiver WHERE id = :receiver""")
                .param("receiver", delivery.receiver())
                .param("address", delivery.address())
                .param("at", Timestamp.from(delivery.at()))
                .param("log", delivery.log())
                .param("size", delivery.size())
                .param("code", delivery.outcome().code())
                .param("args", json.writeValueAsString(delivery.outcome().args()))
                .param("note", delivery.outcome() instanceof Outcome.Arrived(String note) ? note : "")
                .param("byItself", delivery.byItself())
                .update();
        // The last one that arrived stays however old it is: the next proof for a witness begins there.
        jdbc.sql("""
                        DELETE FROM checkpoint_delivery WHERE receiver_id = :receiver
                            AND id <= (SELECT id FROM checkpoint_delivery WHERE receiver_id = :receiver
                                ORDER BY id DESC OFFSET :kept LIMIT 1)
                            AND id IS DISTINCT FROM (SELECT max(id) FROM checkpoint_delivery
                                WHERE receiver_id = :receiver AND address = :address AND code = :arrived)""")
                .param("receiver", delivery.receiver())
                .param("address", delivery.address())
                .param("arrived", Outcome.ARRIVED)
                .param("kept", KEPT_MAX)
                .update();
    }

    /** The latest sendings to one receiver, newest first. */
    List<Delivery> latest(UUID receiver, int most) {
        return jdbc.sql("SELECT * FROM checkpoint_delivery WHERE receiver_id = :receiver ORDER BY id DESC LIMIT :most")
                .param("receiver", receiver)
                .param("most", most)
                .query(this::delivery)
                .list();
    }

    /** The last sending that arrived where the receiver is now. */
    Optional<Delivery> lastArrived(Receiver receiver) {
        return jdbc.sql("""
                        SELECT * FROM checkpoint_delivery
                        WHERE receiver_id = :receiver AND address = :address AND code = :arrived
                        ORDER BY id DESC LIMIT 1""")
                .param("receiver", receiver.id())
                .param("address", receiver.target().address())
                .param("arrived", Outcome.ARRIVED)
                .query(this::delivery)
                .optional();
    }

    private Receiver receiver(ResultSet row, int number) throws SQLException {
        String every = Integer.toString(row.getInt("every_hours"));
        Timestamp pausedAt = row.getTimestamp("paused_at");
        return new Receiver(
                row.getObject("id", UUID.class),
                row.getString("name"),
                Receiver.Every.of(every)
                        .orElseThrow(() -> new IllegalStateException("a receiver is sent to every " + every + " h")),
                Receiver.Target.of(row.getString("kind"), json.readValue(row.getString("target"), VALUES)),
                row.getTimestamp("made_at").toInstant(),
                row.getString("made_by"),
                row.getTimestamp("since").toInstant(),
                pausedAt == null ? null : pausedAt.toInstant(),
                row.getInt("version"));
    }

    private Delivery delivery(ResultSet row, int number) throws SQLException {
        String code = row.getString("code");
        return new Delivery(
                row.getObject("receiver_id", UUID.class),
                row.getString("address"),
                row.getTimestamp("at").toInstant(),
                row.getInt("log"),
                row.getLong("size"),
                code.equals(Outcome.ARRIVED)
                        ? new Outcome.Arrived(row.getString("note"))
                        : new Outcome.Failed(code, json.readValue(row.getString("args"), ARGS)),
                row.getBoolean("by_itself"));
    }
}

package dev.shisa.server.shipment;

import java.sql.Date;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.json.JsonMapper;

/** The tables of stops; rows are only added. */
@Repository
class StopStore {

    private final JdbcClient jdbc;
    private final JsonMapper json;

    StopStore(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    void insert(Stop stop, Stop.Step first) {
        jdbc.sql("INSERT INTO shipping_stop (id, code, series_id, by_id, by_name, at) VALUES (?, ?, ?, ?, ?, ?)")
                .params(stop.id(), stop.code(), stop.series(), first.by(), first.byName(), Timestamp.from(stop.at()))
                .update();
    }

    /** Adds a step; its content as it is stored. */
    String insert(UUID stop, Stop.Step step) {
        String content = step.content() == null ? "" : json.writeValueAsString(step.content());
        jdbc.sql("""
                        INSERT INTO shipping_stop_step (id, stop_id, act, day, note, content, release_id, by_id, by_name, at)
                        VALUES (:id, :stop, :act, :day, :note, :content, :release, :by, :byName, :at)""")
                .param("id", step.id())
                .param("stop", stop)
                .param("act", step.act().id())
                .param("day", Date.valueOf(step.day()))
                .param("note", step.note())
                .param("content", content)
                .param("release", step.fixed())
                .param("by", step.by())
                .param("byName", step.byName())
                .param("at", Timestamp.from(step.at()))
                .update();
        return content;
    }

    /** Holds one until the transaction ends, so that its steps come one after the other. */
    void lock(UUID id) {
        jdbc.sql("SELECT id FROM shipping_stop WHERE id = ? FOR UPDATE")
                .param(id)
                .query(UUID.class)
                .single();
    }

    /** Those of these steps after which the same stop says or is something else. */
    Set<UUID> overtaken(Collection<UUID> steps) {
        return Set.copyOf(jdbc.sql("""
            SELECT t.id FROM shipping_stop_step t
            WHERE t.id IN (:steps) AND EXISTS (SELECT FROM shipping_stop_step later
                WHERE later.stop_id = t.stop_id AND (later.at, later.id) > (t.at, t.id)
                    AND later.act IN ('stop', 'change', 'withdraw', 'resume'))\
            """)
                .param("steps", steps)
                .query((row, _) -> row.getObject(1, UUID.class))
                .list());
    }

    /** The steps of the same stop before one. */
    List<UUID> before(UUID step) {
        return jdbc.sql("""
            SELECT t.id FROM shipping_stop_step t JOIN shipping_stop_step this ON this.stop_id = t.stop_id
            WHERE this.id = ? AND (t.at, t.id) < (this.at, this.id)\
            """)
                .param(step)
                .query((row, _) -> row.getObject(1, UUID.class))
                .list();
    }

    /** All, the newest first. */
    List<Stop> all() {
        return stops("", Map.of());
    }

    List<Stop> of(UUID series) {
        return stops("WHERE series_id = :series", Map.of("series", series));
    }

    Optional<Stop> byCode(String code) {
        return stops("WHERE code = :code", Map.of("code", code.toUpperCase(Locale.ROOT))).stream()
                .findFirst();
    }

    Optional<Stop> byId(UUID id) {
        return stops("WHERE id = :id", Map.of("id", id)).stream().findFirst();
    }

    private List<Stop> stops(String where, Map<String, ?> params) {
        Map<UUID, List<Stop.Step>> steps = new HashMap<>();
        // Where is one of the texts above.
        jdbc.sql("SELECT t.* FROM shipping_stop_step t WHERE t.stop_id IN (SELECT id FROM shipping_stop " + where
                        + ") ORDER BY t.at, t.id")
                .params(params)
                .query(row -> {
                    String act = row.getString("act");
                    String content = row.getString("content");
                    steps.computeIfAbsent(row.getObject("stop_id", UUID.class), _ -> new ArrayList<>())
                            .add(new Stop.Step(
                                    row.getObject("id", UUID.class),
                                    Stop.Act.of(act).orElseThrow(() -> new IllegalStateException("a step " + act)),
                                    row.getDate("day").toLocalDate(),
                                    row.getString("note"),
                                    content.isEmpty() ? null : json.readValue(content, Stop.Content.class),
                                    row.getObject("release_id", UUID.class),
                                    row.getObject("by_id", UUID.class),
                                    row.getString("by_name"),
                                    row.getTimestamp("at").toInstant()));
                });
        return jdbc.sql("SELECT * FROM shipping_stop " + where + " ORDER BY at DESC, id DESC")
                .params(params)
                .query((row, n) -> {
                    UUID id = row.getObject("id", UUID.class);
                    return new Stop(
                            id,
                            row.getString("code"),
                            row.getObject("series_id", UUID.class),
                            row.getTimestamp("at").toInstant(),
                            steps.getOrDefault(id, List.of()));
                })
                .list();
    }
}

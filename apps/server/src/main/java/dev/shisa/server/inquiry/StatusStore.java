package dev.shisa.server.inquiry;

import dev.shisa.advisory.draft.Advisory.Said;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Rows of what everybody is told while something is wrong; they are only added. */
@Repository
class StatusStore {

    private final JdbcClient jdbc;

    StatusStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Without its steps. */
    void insert(Status one) {
        jdbc.sql("""
                        INSERT INTO inquiry_status (id, code, series_id, title_ja, title_en, by_id, by_name, at)
                        VALUES (:id, :code, :series, :ja, :en, :by, :byName, :at)""")
                .param("id", one.id())
                .param("code", one.code())
                .param("series", one.series())
                .param("ja", one.title().ja())
                .param("en", one.title().en())
                .param("by", one.by())
                .param("byName", one.byName())
                .param("at", Timestamp.from(one.at()))
                .update();
    }

    void insert(UUID status, Status.Step step) {
        jdbc.sql("""
                        INSERT INTO inquiry_status_step (id, status_id, state, text_ja, text_en, by_id, by_name, at)
                        VALUES (:id, :status, :state, :ja, :en, :by, :byName, :at)""")
                .param("id", step.id())
                .param("status", status)
                .param("state", step.state().id())
                .param("ja", step.text().ja())
                .param("en", step.text().en())
                .param("by", step.by())
                .param("byName", step.byName())
                .param("at", Timestamp.from(step.at()))
                .update();
    }

    /** Holds one until the transaction ends, so that its steps come one after the other. */
    void lock(UUID id) {
        jdbc.sql("SELECT id FROM inquiry_status WHERE id = ? FOR UPDATE")
                .param(id)
                .query(UUID.class)
                .single();
    }

    Optional<Status> byCode(String code) {
        return rows("WHERE code = :code", Map.of("code", code)).stream().findFirst();
    }

    /** All, the newest first. */
    List<Status> all() {
        return rows("", Map.of());
    }

    /** Those that are not over, and those of which something was said later than this; the newest first. */
    List<Status> recent(Instant since) {
        return rows(
                """
                WHERE id IN (
                    SELECT last.status_id
                    FROM (
                        SELECT DISTINCT ON (status_id) status_id, state, at
                        FROM inquiry_status_step ORDER BY status_id, at DESC, id DESC) last
                    WHERE last.at > :since OR NOT last.state = ANY (:over))""",
                Map.of(
                        "since",
                        Timestamp.from(since),
                        "over",
                        Arrays.stream(Status.State.values())
                                .filter(Status.State::isOver)
                                .map(Status.State::id)
                                .toArray(String[]::new)));
    }

    private List<Status> rows(String where, Map<String, ?> params) {
        Map<UUID, List<Status.Step>> steps = new HashMap<>();
        // Where is one of the texts above.
        jdbc.sql("SELECT s.* FROM inquiry_status_step s WHERE s.status_id IN (SELECT id FROM inquiry_status " + where
                        + ") ORDER BY s.at, s.id")
                .params(params)
                .query(rs -> {
                    steps.computeIfAbsent(rs.getObject("status_id", UUID.class), id -> new ArrayList<>())
                            .add(new Status.Step(
                                    rs.getObject("id", UUID.class),
                                    Status.State.of(rs.getString("state")).orElseThrow(),
                                    new Said(rs.getString("text_ja"), rs.getString("text_en")),
                                    rs.getObject("by_id", UUID.class),
                                    rs.getString("by_name"),
                                    rs.getTimestamp("at").toInstant()));
                });
        return jdbc.sql("SELECT * FROM inquiry_status " + where + " ORDER BY at DESC, id DESC")
                .params(params)
                .query((rs, line) -> {
                    UUID id = rs.getObject("id", UUID.class);
                    return new Status(
                            id,
                            rs.getString("code"),
                            rs.getObject("series_id", UUID.class),
                            new Said(rs.getString("title_ja"), rs.getString("title_en")),
                            rs.getObject("by_id", UUID.class),
                            rs.getString("by_name"),
                            rs.getTimestamp("at").toInstant(),
                            steps.getOrDefault(id, List.of()));
                })
                .list();
    }
}

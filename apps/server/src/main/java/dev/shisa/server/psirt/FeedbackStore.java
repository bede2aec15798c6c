package dev.shisa.server.psirt;

import java.sql.Date;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Rows of feedback and of what was done about it; they are only added. */
@Repository
class FeedbackStore {

    private final JdbcClient jdbc;

    FeedbackStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    boolean exists(String code) {
        return byCode(code).isPresent();
    }

    int count() {
        return jdbc.sql("SELECT count(*) FROM psirt_feedback")
                .query(Integer.class)
                .single();
    }

    void insert(Feedback one) {
        jdbc.sql("""
                        INSERT INTO psirt_feedback (id, code, kind, source, series_id, happened_on, title, text,
                            by_id, by_name, at)
                        VALUES (:id, :code, :kind, :source, :series, :happened, :title, :text, :by, :byName, :at)""")
                .param("id", one.id())
                .param("code", one.code())
                .param("kind", one.kind())
                .param("source", one.source())
                .param("series", one.series())
                .param("happened", Date.valueOf(one.happened()))
                .param("title", one.title())
                .param("text", one.text())
                .param("by", one.by())
                .param("byName", one.byName())
                .param("at", Timestamp.from(one.at()))
                .update();
    }

    void insert(UUID feedback, Feedback.Step step) {
        LocalDate due = step.due();
        jdbc.sql("""
                        INSERT INTO psirt_feedback_step (id, feedback_id, act, text, owner_id, owner_name, due,
                            outcome, reference, by_id, by_name, at)
                        VALUES (:id, :feedback, :act, :text, :owner, :ownerName, :due,
                            :outcome, :reference, :by, :byName, :at)""")
                .param("id", step.id())
                .param("feedback", feedback)
                .param("act", step.act().id())
                .param("text", step.text())
                .param("owner", step.owner())
                .param("ownerName", step.ownerName())
                .param("due", due == null ? null : Date.valueOf(due))
                .param("outcome", step.outcome())
                .param("reference", step.reference())
                .param("by", step.by())
                .param("byName", step.byName())
                .param("at", Timestamp.from(step.at()))
                .update();
    }

    /** Holds one until the transaction ends, so that its steps come one after the other. */
    void lock(UUID id) {
        jdbc.sql("SELECT id FROM psirt_feedback WHERE id = ? FOR UPDATE")
                .param(id)
                .query(UUID.class)
                .single();
    }

    Optional<Feedback> byCode(String code) {
        return rows("WHERE code = :code", code).stream().findFirst();
    }

    /** All, those that came last first. */
    List<Feedback> all() {
        return rows("", "");
    }

    private List<Feedback> rows(String where, String code) {
        Map<UUID, List<Feedback.Step>> steps = new HashMap<>();
        // Where is one of the two texts above.
        jdbc.sql("SELECT s.* FROM psirt_feedback_step s WHERE s.feedback_id IN (SELECT id FROM psirt_feedback " + where
                        + ") ORDER BY s.at, s.id")
                .params(where.isEmpty() ? Map.of() : Map.of("code", code))
                .query(rs -> {
                    @Nullable Date due = rs.getDate("due");
                    steps.computeIfAbsent(rs.getObject("feedback_id", UUID.class), id -> new ArrayList<>())
                            .add(new Feedback.Step(
                                    rs.getObject("id", UUID.class),
                                    Feedback.Act.parse(rs.getString("act")).orElseThrow(),
                                    rs.getString("text"),
                                    rs.getObject("owner_id", UUID.class),
                                    rs.getString("owner_name"),
                                    due == null ? null : due.toLocalDate(),
                                    rs.getString("outcome"),
                                    rs.getString("reference"),
                                    rs.getObject("by_id", UUID.class),
                                    rs.getString("by_name"),
                                    rs.getTimestamp("at").toInstant()));
                });
        return jdbc.sql("SELECT * FROM psirt_feedback " + where + " ORDER BY at DESC, id DESC")
                .params(where.isEmpty() ? Map.of() : Map.of("code", code))
                .query((rs, line) -> {
                    UUID id = rs.getObject("id", UUID.class);
                    return new Feedback(
                            id,
                            rs.getString("code"),
                            rs.getString("kind"),
                            rs.getString("source"),
                            rs.getObject("series_id", UUID.class),
                            rs.getDate("happened_on").toLocalDate(),
                            rs.getString("title"),
                            rs.getString("text"),
                            rs.getObject("by_id", UUID.class),
                            rs.getString("by_name"),
                            rs.getTimestamp("at").toInstant(),
                            steps.getOrDefault(id, List.of()));
                })
                .list();
    }
}

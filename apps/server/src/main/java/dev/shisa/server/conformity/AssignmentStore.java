package dev.shisa.server.conformity;

import dev.shisa.conformity.RequirementId;
import dev.shisa.conformity.VerdictState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The rows of {@link Assignments}. */
@Component
class AssignmentStore {

    private static final String SELECT =
            "SELECT id, series_id, framework, requirement, assignee, due, note, assigned_by, assigned_at FROM assignment ";

    /** More are told in the next round. */
    private static final int TOLD_AT_ONCE_MAX = 1_000;

    private final JdbcClient jdbc;

    AssignmentStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Of these series; of all if none is named. */
    List<Assignments.Assignment> inForce(Collection<UUID> series) {
        return jdbc.sql(SELECT + """
                        WHERE ended_at IS NULL AND (:all OR series_id = ANY (:series::uuid[]))
                        ORDER BY due, id""")
                .param("all", series.isEmpty())
                .param("series", series.toArray(UUID[]::new))
                .query(AssignmentStore::assignment)
                .list();
    }

    /**
     * Those whose day has come, whose requirement is in one of these states, and of whom nobody was told; held until the
     * transaction ends, so no other server tells.
     */
    List<Assignments.Assignment> toldToNobody(LocalDate today, Collection<VerdictState> states) {
        return jdbc.sql(SELECT + """
                        a WHERE ended_at IS NULL AND due_told_at IS NULL AND due <= :today
                          AND EXISTS (SELECT FROM verdict v WHERE v.series_id = a.series_id
                              AND v.framework = a.framework AND v.requirement = a.requirement
                              AND v.state = ANY (:states))
                        ORDER BY due, id LIMIT :most FOR UPDATE OF a SKIP LOCKED""")
                .param("today", today)
                .param("states", states.stream().map(VerdictState::code).toArray(String[]::new))
                .param("most", TOLD_AT_ONCE_MAX)
                .query(AssignmentStore::assignment)
                .list();
    }

    void told(UUID id, Instant at) {
        jdbc.sql("UPDATE assignment SET due_told_at = :at WHERE id = :id")
                .param("at", Timestamp.from(at))
                .param("id", id)
                .update();
    }

    void insert(Assignments.Assignment assignment) {
        jdbc.sql("""
                        INSERT INTO assignment (id, series_id, framework, requirement, assignee, due, note,
                            assigned_by, assigned_at)
                        VALUES (:id, :series, :framework, :requirement, :assignee, :due, :note, :by, :at)""")
                .param("id", assignment.id())
                .param("series", assignment.seriesId())
                .param("framework", assignment.requirement().framework())
                .param("requirement", assignment.requirement().number())
                .param("assignee", assignment.assignee())
                .param("due", assignment.due())
                .param("note", assignment.note())
                .param("by", assignment.assignedBy())
                .param("at", Timestamp.from(assignment.assignedAt()))
                .update();
    }

    /** Ends what is in force; returns its ids. */
    List<UUID> end(UUID seriesId, RequirementId requirement, UUID by, Instant at) {
        return jdbc.sql("""
                        UPDATE assignment SET ended_by = :by, ended_at = :at
                        WHERE series_id = :series AND framework = :framework AND requirement = :requirement
                          AND ended_at IS NULL
                        RETURNING id""")
                .param("by", by)
                .param("at", Timestamp.from(at))
                .param("series", seriesId)
                .param("framework", requirement.framework())
                .param("requirement", requirement.number())
                .query((row, n) -> row.getObject("id", UUID.class))
                .list();
    }

    private static Assignments.Assignment assignment(ResultSet row, int n) throws SQLException {
        return new Assignments.Assignment(
                row.getObject("id", UUID.class),
                row.getObject("series_id", UUID.class),
                new RequirementId(row.getString("framework"), row.getString("requirement")),
                row.getObject("assignee", UUID.class),
                row.getObject("due", LocalDate.class),
                row.getString("note"),
                row.getObject("assigned_by", UUID.class),
                row.getTimestamp("assigned_at").toInstant());
    }
}

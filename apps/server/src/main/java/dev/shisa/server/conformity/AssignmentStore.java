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
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The rows of {@link Assignments}. */
@Component
class AssignmentStore {

    private static final String COLUMNS =
            "a.id, a.series_id, a.framework, a.requirement, a.assignee, a.due, a.note, a.assigned_by, a.assigned_at ";

    /**
     * In force and not done: the verdict leaves something to do, the edition in force still asks for it, and the maker has not
     * decided against it.
     */
    private static final String OPEN = """
            FROM assignment a JOIN verdict v
              ON v.series_id = a.series_id AND v.framework = a.framework AND v.requirement = a.requirement
            WHERE a.ended_at IS NULL AND v.state = ANY (:states)
              AND a.framework || '/' || a.requirement = ANY (:known) AND a.series_id <> ALL (:archived::uuid[])
              AND NOT EXISTS (SELECT FROM not_adopted n WHERE n.subject_id = a.series_id
                  AND n.framework = a.framework AND n.requirement = a.requirement
                  AND n.ended_at IS NULL AND (n.until IS NULL OR n.until >= :today))
            """;

    /** More are told in the next round. */
    private static final int TOLD_AT_ONCE_MAX = 1_000;

    private final JdbcClient jdbc;

    AssignmentStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** All in force of one series, or of the organisation. */
    List<Assignments.Assignment> inForce(UUID subjectId) {
        return jdbc.sql("SELECT " + COLUMNS
                        + "FROM assignment a WHERE ended_at IS NULL AND series_id = :subject ORDER BY due, id")
                .param("subject", subjectId)
                .query(AssignmentStore::assignment)
                .list();
    }

    /** In force, ended or replaced. */
    Optional<Assignments.Assignment> find(UUID id) {
        return jdbc.sql("SELECT " + COLUMNS + "FROM assignment a WHERE id = :id")
                .param("id", id)
                .query(AssignmentStore::assignment)
                .optional();
    }

    /**
     * Whose requirements are open.
     *
     * @param states of a verdict that leaves something to do
     * @param known requirements of the edition in force
     */
    record Unsettled(
            Collection<VerdictState> states,
            Collection<RequirementId> known,
            Collection<UUID> archived,
            LocalDate today) {

        private Map<String, Object> params() {
            return Map.of(
                    "states", states.stream().map(VerdictState::code).toArray(String[]::new),
                    "known", known.stream().map(RequirementId::toString).toArray(String[]::new),
                    "archived", archived.toArray(UUID[]::new),
                    "today", today);
        }
    }

    /** The soonest first. */
    List<Assignments.Open> open(Unsettled unsettled, Assignments.Wanted wanted, int from, int most) {
        return wanted(
                        "SELECT " + COLUMNS + ", v.state ",
                        unsettled,
                        wanted,
                        " ORDER BY a.due, a.id OFFSET :from LIMIT :most")
                .param("from", from)
                .param("most", most)
                .query(AssignmentStore::open)
                .list();
    }

    Assignments.Count count(Unsettled unsettled, Assignments.Wanted wanted) {
        return wanted(
                        "SELECT count(*) AS found, count(*) FILTER (WHERE a.due < :today) AS late ",
                        unsettled,
                        wanted,
                        "")
                .query((row, n) -> new Assignments.Count(row.getInt("found"), row.getInt("late")))
                .single();
    }

    private JdbcClient.StatementSpec wanted(String select, Unsettled unsettled, Assignments.Wanted wanted, String end) {
        return jdbc.sql(select + OPEN + """
                          AND (:all OR a.series_id = ANY (:only::uuid[]))
                          AND (:assignee::uuid IS NULL OR a.assignee = :assignee::uuid)
                          AND (NOT :late OR a.due < :today)""" + end)
                .params(unsettled.params())
                .param("all", wanted.only().isEmpty())
                .param("only", wanted.only().toArray(UUID[]::new))
                .param("assignee", wanted.assignee())
                .param("late", wanted.late());
    }

    /**
     * Those that are open, whose day has come, and of whom nobody was told; held until the transaction ends, so no other
     * server tells.
     */
    List<Assignments.Assignment> toldToNobody(Unsettled unsettled) {
        return jdbc.sql("SELECT " + COLUMNS + OPEN + """
                          AND a.due_told_at IS NULL AND a.due <= :today
                        ORDER BY a.due, a.id LIMIT :most FOR UPDATE OF a SKIP LOCKED""")
                .params(unsettled.params())
                .param("most", TOLD_AT_ONCE_MAX)
                .query(AssignmentStore::assignment)
                .list();
    }

    private static Assignments.Open open(ResultSet row, int n) throws SQLException {
        return new Assignments.Open(
                assignment(row, n), VerdictState.parse(row.getString("state")).orElseThrow());
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

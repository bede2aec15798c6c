package dev.shisa.server.conformity;

import dev.shisa.conformity.RequirementId;
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

/** The rows of {@link NotAdopted}. */
@Component
class NotAdoptedStore {

    private final JdbcClient jdbc;

    NotAdoptedStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    List<NotAdopted.Decision> inForce(Collection<UUID> subjects, LocalDate today) {
        return jdbc.sql("""
                        SELECT id, subject_id, framework, requirement, reason, until, decided_by, decided_name, decided_at
                        FROM not_adopted
                        WHERE subject_id = ANY (:subjects) AND ended_at IS NULL AND (until IS NULL OR until >= :today)""")
                .param("subjects", subjects.toArray(UUID[]::new))
                .param("today", today)
                .query(NotAdoptedStore::decision)
                .list();
    }

    void insert(NotAdopted.Decision decision) {
        jdbc.sql("""
                        INSERT INTO not_adopted (id, subject_id, framework, requirement, reason, until,
                            decided_by, decided_name, decided_at)
                        VALUES (:id, :subject, :framework, :requirement, :reason, :until::date, :by, :name, :at)""")
                .param("id", decision.id())
                .param("subject", decision.subjectId())
                .param("framework", decision.requirement().framework())
                .param("requirement", decision.requirement().number())
                .param("reason", decision.reason())
                .param("until", decision.until())
                .param("by", decision.byId())
                .param("name", decision.byName())
                .param("at", Timestamp.from(decision.at()))
                .update();
    }

    /** Ends what is in force; returns its ids. */
    List<UUID> end(UUID subjectId, RequirementId requirement, UUID by, Instant at) {
        return jdbc.sql("""
                        UPDATE not_adopted SET ended_by = :by, ended_at = :at
                        WHERE subject_id = :subject AND framework = :framework AND requirement = :requirement
                          AND ended_at IS NULL
                        RETURNING id""")
                .param("by", by)
                .param("at", Timestamp.from(at))
                .param("subject", subjectId)
                .param("framework", requirement.framework())
                .param("requirement", requirement.number())
                .query((row, n) -> row.getObject("id", UUID.class))
                .list();
    }

    private static NotAdopted.Decision decision(ResultSet row, int n) throws SQLException {
        return new NotAdopted.Decision(
                row.getObject("id", UUID.class),
                row.getObject("subject_id", UUID.class),
                new RequirementId(row.getString("framework"), row.getString("requirement")),
                row.getString("reason"),
                row.getObject("until", LocalDate.class),
                row.getObject("decided_by", UUID.class),
                row.getString("decided_name"),
                row.getTimestamp("decided_at").toInstant());
    }
}

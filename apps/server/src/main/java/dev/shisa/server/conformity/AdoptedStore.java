package dev.shisa.server.conformity;

import dev.shisa.conformity.RequirementId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The rows of {@link Adopted}. */
@Component
class AdoptedStore {

    private final JdbcClient jdbc;

    AdoptedStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    List<Adopted.Decision> inForce(UUID subjectId) {
        return jdbc.sql("""
                        SELECT id, subject_id, framework, requirement, reason, decided_by, decided_name, decided_at
                        FROM adopted WHERE subject_id = :subject AND ended_at IS NULL""")
                .param("subject", subjectId)
                .query(AdoptedStore::decision)
                .list();
    }

    void insert(Adopted.Decision decision) {
        jdbc.sql("""
                        INSERT INTO adopted (id, subject_id, framework, requirement, reason, decided_by, decided_name,
                            decided_at)
                        VALUES (:id, :subject, :framework, :requirement, :reason, :by, :name, :at)""")
                .param("id", decision.id())
                .param("subject", decision.subjectId())
                .param("framework", decision.requirement().framework())
                .param("requirement", decision.requirement().number())
                .param("reason", decision.reason())
                .param("by", decision.byId())
                .param("name", decision.byName())
                .param("at", Timestamp.from(decision.at()))
                .update();
    }

    /** Ends what is in force; returns its ids. */
    List<UUID> end(UUID subjectId, RequirementId requirement, UUID by, Instant at) {
        return jdbc.sql("""
                        UPDATE adopted SET ended_by = :by, ended_at = :at
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

    private static Adopted.Decision decision(ResultSet row, int n) throws SQLException {
        return new Adopted.Decision(
                row.getObject("id", UUID.class),
                row.getObject("subject_id", UUID.class),
                new RequirementId(row.getString("framework"), row.getString("requirement")),
                row.getString("reason"),
                row.getObject("decided_by", UUID.class),
                row.getString("decided_name"),
                row.getTimestamp("decided_at").toInstant());
    }
}

package dev.shisa.server.product;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The rows of what was chosen. */
@Repository
class GuideStore {

    private final JdbcClient jdbc;

    GuideStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** That a subject follows a guide, or expressly does not. */
    record Choice(UUID subjectId, String framework, boolean followed) {}

    List<Choice> of(UUID subjectId) {
        return jdbc.sql("SELECT subject_id, framework, followed FROM guide_choice WHERE subject_id = :subject")
                .param("subject", subjectId)
                .query(GuideStore::choice)
                .list();
    }

    List<Choice> all() {
        return jdbc.sql("SELECT subject_id, framework, followed FROM guide_choice")
                .query(GuideStore::choice)
                .list();
    }

    void put(Choice choice) {
        jdbc.sql("""
                        INSERT INTO guide_choice (subject_id, framework, followed)
                        VALUES (:subject, :framework, :followed)
                        ON CONFLICT (subject_id, framework) DO UPDATE SET followed = excluded.followed""")
                .param("subject", choice.subjectId())
                .param("framework", choice.framework())
                .param("followed", choice.followed())
                .update();
    }

    private static Choice choice(ResultSet row, int n) throws SQLException {
        return new Choice(
                row.getObject("subject_id", UUID.class), row.getString("framework"), row.getBoolean("followed"));
    }
}

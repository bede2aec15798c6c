package dev.shisa.server.product;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
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

    /** The guides that are not about a series, or about any if it is null. */
    Map<UUID, Set<String>> outOfScope(@Nullable UUID seriesId) {
        Map<UUID, Set<String>> out = new HashMap<>();
        jdbc.sql(
                        "SELECT series_id, framework FROM out_of_scope WHERE :series::uuid IS NULL OR series_id = :series::uuid")
                .param("series", seriesId, Types.OTHER)
                .query(row -> {
                    out.computeIfAbsent(row.getObject("series_id", UUID.class), _ -> new HashSet<>())
                            .add(row.getString("framework"));
                });
        return out;
    }

    void putOutOfScope(UUID seriesId, String framework, @Nullable Instant changesAt) {
        jdbc.sql("""
                        INSERT INTO out_of_scope (series_id, framework, changes_at) VALUES (:series, :framework, :changes)
                        ON CONFLICT (series_id, framework) DO UPDATE SET changes_at = excluded.changes_at
                        WHERE out_of_scope.changes_at IS DISTINCT FROM excluded.changes_at""")
                .param("series", seriesId)
                .param("framework", framework)
                .param("changes", changesAt == null ? null : Timestamp.from(changesAt), Types.TIMESTAMP)
                .update();
    }

    /** Those whose answer has ended by which a guide is not about them. */
    List<UUID> scopeEnded(Instant now) {
        return jdbc.sql("SELECT DISTINCT series_id FROM out_of_scope WHERE changes_at <= :now")
                .param("now", Timestamp.from(now))
                .query((row, n) -> row.getObject("series_id", UUID.class))
                .list();
    }

    void putInScope(UUID seriesId, String framework) {
        jdbc.sql("DELETE FROM out_of_scope WHERE series_id = :series AND framework = :framework")
                .param("series", seriesId)
                .param("framework", framework)
                .update();
    }

    private static Choice choice(ResultSet row, int n) throws SQLException {
        return new Choice(
                row.getObject("subject_id", UUID.class), row.getString("framework"), row.getBoolean("followed"));
    }
}

package dev.shisa.server.conformity;

import dev.shisa.conformity.RequirementId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * Which series wait to be decided again: for a change that was recorded without deciding them, or because a fact that
 * carries a verdict has expired.
 */
@Component
class BacklogStore {

    private static final UUID BEFORE_ALL = new UUID(0, 0);

    private static final String WAITING = """
            (SELECT series_id FROM redecision_series
             UNION SELECT series_id FROM verdict WHERE changes_at <= :now) w
            """;

    private static final String BEGAN = """
            (SELECT max(r.series) FROM redecision r
             WHERE EXISTS (SELECT FROM redecision_series s WHERE s.redecision_id = r.id))""";

    private final JdbcClient jdbc;
    private final JsonMapper json;

    BacklogStore(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /** A change that a series still waits for. */
    record Waiting(long id, Change change) {}

    void add(Change change, Collection<UUID> series) {
        jdbc.sql("""
                        WITH made AS (
                            INSERT INTO redecision (at, cause, cause_args, requirements, series)
                            VALUES (:at, :cause, :args::jsonb, :requirements, :number) RETURNING id)
                        INSERT INTO redecision_series (series_id, redecision_id)
                        SELECT s.id, made.id FROM unnest(:series::uuid[]) AS s(id), made""")
                .param("at", Timestamp.from(change.at()))
                .param("cause", change.cause().key())
                .param("args", json.writeValueAsString(change.cause().args()))
                .param("requirements", texts(change.requirements()))
                .param("number", series.size())
                .param("series", series.toArray(UUID[]::new))
                .update();
    }

    /** What a series waits for, in the order in which it came about. */
    List<Waiting> of(UUID seriesId) {
        return jdbc.sql("""
                        SELECT r.id, r.at, r.cause, r.cause_args, r.requirements
                        FROM redecision_series s JOIN redecision r ON r.id = s.redecision_id
                        WHERE s.series_id = :series ORDER BY r.id""").param("series", seriesId).query(this::waiting).list();
    }

    /** The series was decided for exactly these changes. */
    void done(UUID seriesId, Collection<Waiting> decided) {
        if (!decided.isEmpty()) {
            jdbc.sql("DELETE FROM redecision_series WHERE series_id = :series AND redecision_id = ANY (:ids)")
                    .param("series", seriesId)
                    .param("ids", decided.stream().map(Waiting::id).toArray(Long[]::new))
                    .update();
        }
    }

    /** Removes the changes that no series waits for any more. */
    void tidy() {
        jdbc.sql(
                        "DELETE FROM redecision r WHERE NOT EXISTS (SELECT FROM redecision_series s WHERE s.redecision_id = r.id)")
                .update();
    }

    boolean waits(UUID seriesId, Instant now) {
        return jdbc.sql("""
                        SELECT EXISTS (SELECT FROM redecision_series WHERE series_id = :series)
                            OR EXISTS (SELECT FROM verdict WHERE series_id = :series AND changes_at <= :now)""")
                .param("series", seriesId)
                .param("now", Timestamp.from(now))
                .query(Boolean.class)
                .single();
    }

    /** The next series that wait, in the order of their ids. */
    List<UUID> next(@Nullable UUID after, Instant now, int most) {
        return jdbc.sql("SELECT series_id FROM " + WAITING + " WHERE series_id > :after ORDER BY series_id LIMIT :most")
                .param("now", Timestamp.from(now))
                .param("after", after == null ? BEFORE_ALL : after)
                .param("most", most)
                .query(BacklogStore::seriesId)
                .list();
    }

    /** How many of these series wait (of all, when none is named), and how many waited when it began. */
    Backlog size(Collection<UUID> only, Instant now) {
        return jdbc.sql("SELECT count(*) AS waiting, greatest(count(*), CASE WHEN :all THEN " + BEGAN
                        + " END) AS began FROM " + WAITING + " WHERE :all OR series_id = ANY (:only)")
                .param("now", Timestamp.from(now))
                .param("all", only.isEmpty())
                .param("only", only.toArray(UUID[]::new))
                .query((row, n) -> new Backlog(row.getInt("waiting"), row.getInt("began")))
                .single();
    }

    /** The series that were decided by another edition than this and do not wait yet for all of these requirements. */
    List<UUID> ofOtherEditions(String edition, Collection<RequirementId> requirements, Cause cause) {
        boolean any = jdbc.sql(
                        "SELECT coalesce(min(edition) <> :edition OR max(edition) <> :edition, false) FROM verdict")
                .param("edition", edition)
                .query(Boolean.class)
                .single();
        return any
                ? jdbc.sql("""
                                SELECT DISTINCT v.series_id FROM verdict v
                                WHERE v.edition <> :edition AND NOT EXISTS (
                                    SELECT FROM redecision_series s JOIN redecision r ON r.id = s.redecision_id
                                    WHERE s.series_id = v.series_id AND r.cause = :cause
                                      AND r.requirements @> :requirements::text[])""")
                        .param("edition", edition)
                        .param("cause", cause.key())
                        .param("requirements", texts(requirements))
                        .query(BacklogStore::seriesId)
                        .list()
                : List.of();
    }

    private static UUID seriesId(ResultSet row, int n) throws SQLException {
        return row.getObject("series_id", UUID.class);
    }

    private static String[] texts(Collection<RequirementId> requirements) {
        return requirements.stream().map(RequirementId::toString).sorted().toArray(String[]::new);
    }

    private Waiting waiting(ResultSet row, int n) throws SQLException {
        String[] requirements = (String[]) row.getArray("requirements").getArray();
        return new Waiting(
                row.getLong("id"),
                new Change(
                        Arrays.stream(requirements)
                                .map(text -> RequirementId.parse(text).orElseThrow())
                                .collect(Collectors.toSet()),
                        new Cause(
                                row.getString("cause"),
                                json.readValue(row.getString("cause_args"), new TypeReference<List<String>>() {})),
                        row.getTimestamp("at").toInstant()));
    }
}

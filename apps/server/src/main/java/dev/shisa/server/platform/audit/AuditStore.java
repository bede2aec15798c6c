package dev.shisa.server.platform.audit;

import dev.shisa.server.platform.database.InParts;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads the table {@code audit}. */
@Repository
class AuditStore {

    private final JdbcClient jdbc;

    AuditStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** One act as recorded; {@code details} is JSON. */
    record Line(long id, Instant at, String who, String act, String thing, String details) {}

    /**
     * Which lines.
     *
     * @param words in the person's name or the thing; empty: any
     * @param act exactly; empty: any
     * @param from the first instant, or null
     * @param until the instant after the last, or null
     * @param newestFirst order by time
     * @param upTo no line after this one, so that whoever turns the pages meets none twice
     */
    record Filter(
            String words,
            String act,
            @Nullable Instant from,
            @Nullable Instant until,
            boolean newestFirst,
            long upTo) {

        /** Every line up to one. */
        static Filter everything(long upTo) {
            return new Filter("", "", null, null, true, upTo);
        }

        boolean isNarrow() {
            return !words.isBlank() || !act.isEmpty() || from != null || until != null;
        }
    }

    /** The number of the last line, 0 while there is none. */
    long newest() {
        return jdbc.sql("SELECT coalesce(max(id), 0) FROM audit")
                .query(Long.class)
                .single();
    }

    int count(Filter filter) {
        Map<String, Object> params = new HashMap<>();
        return jdbc.sql("SELECT count(*) FROM audit" + where(filter, params))
                .params(params)
                .query(Integer.class)
                .single();
    }

    List<Line> page(Filter filter, int offset, int limit) {
        Map<String, Object> params = new HashMap<>();
        String sql = "SELECT id, at, person_name, act, thing, details::text AS details FROM audit"
                + where(filter, params) + order(filter) + " OFFSET :offset LIMIT :limit";
        params.put("offset", offset);
        params.put("limit", limit);
        return jdbc.sql(sql).params(params).query(AuditStore::line).list();
    }

    /** The lines behind one of them, in the order in which they were written; of one act, or of any if it is empty. */
    List<Line> behind(String act, long after, int most) {
        return jdbc.sql("""
                        SELECT id, at, person_name, act, thing, details::text AS details FROM audit
                        WHERE id > :after AND (:act = '' OR act = :act) ORDER BY id LIMIT :most""")
                .param("after", after)
                .param("act", act)
                .param("most", most)
                .query(AuditStore::line)
                .list();
    }

    /** Hands over the lines one by one. */
    void each(Filter filter, int limit, Consumer<Line> reader) {
        Map<String, Object> params = new HashMap<>();
        String sql = "SELECT id, at, person_name, act, thing, details::text AS details FROM audit"
                + where(filter, params) + " AND id " + (filter.newestFirst() ? "<" : ">") + " :behind"
                + order(filter) + " LIMIT :limit";
        InParts.each(
                filter.newestFirst(),
                limit,
                (behind, most) -> {
                    params.put("behind", behind);
                    params.put("limit", most);
                    return jdbc.sql(sql).params(params).query(AuditStore::line).list();
                },
                Line::id,
                reader);
    }

    /** The acts that there are: one probe of the index for each instead of reading every line. */
    List<String> acts() {
        return jdbc.sql("""
                        WITH RECURSIVE a AS (
                            (SELECT act FROM audit ORDER BY act LIMIT 1)
                            UNION ALL
                            SELECT (SELECT act FROM audit WHERE act > a.act ORDER BY act LIMIT 1)
                            FROM a WHERE a.act IS NOT NULL
                        ) SELECT act FROM a WHERE act IS NOT NULL ORDER BY act""")
                .query((row, number) -> String.valueOf(row.getString("act")))
                .list();
    }

    private static String order(Filter filter) {
        return filter.newestFirst() ? " ORDER BY id DESC" : " ORDER BY id";
    }

    private static String where(Filter filter, Map<String, Object> params) {
        StringBuilder where = new StringBuilder(" WHERE id <= :upTo");
        params.put("upTo", filter.upTo());
        if (!filter.words().isBlank()) {
            where.append(" AND (strpos(lower(person_name), :words) > 0 OR strpos(lower(thing), :words) > 0)");
            params.put("words", filter.words().strip().toLowerCase(java.util.Locale.ROOT));
        }
        if (!filter.act().isEmpty()) {
            where.append(" AND act = :act");
            params.put("act", filter.act());
        }
        if (filter.from() != null) {
            where.append(" AND at >= :from");
            params.put("from", Timestamp.from(filter.from()));
        }
        if (filter.until() != null) {
            where.append(" AND at < :until");
            params.put("until", Timestamp.from(filter.until()));
        }
        return where.toString();
    }

    private static Line line(ResultSet row, int number) throws SQLException {
        return new Line(
                row.getLong("id"),
                row.getTimestamp("at").toInstant(),
                row.getString("person_name"),
                row.getString("act"),
                row.getString("thing"),
                row.getString("details"));
    }
}

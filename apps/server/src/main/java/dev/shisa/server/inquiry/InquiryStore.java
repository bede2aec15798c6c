package dev.shisa.server.inquiry;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Rows of counted inquiries and of hours that stood out; they are only added. */
@Repository
class InquiryStore {

    private static final String COUNTS = """
            SELECT c.*, s.id AS struck_id, s.reason, s.by_id AS struck_by, s.by_name AS struck_by_name, s.at AS struck_at
            FROM inquiry_count c LEFT JOIN inquiry_struck s ON s.count_id = c.id
            """;
    private static final String SURGES = """
            SELECT u.*, s.id AS settled_id, s.text, s.by_id, s.by_name, s.at AS settled_at
            FROM inquiry_surge u LEFT JOIN inquiry_settled s ON s.surge_id = u.id
            """;
    /** Of the series that a person sees; what is of none is for those who see all. */
    private static final String SEEN = "(:every OR series_id = ANY (:series))";

    private final JdbcClient jdbc;

    InquiryStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void insert(Inquiry one) {
        jdbc.sql("""
                        INSERT INTO inquiry_count (id, hour, series_id, channel, count, topic, by_id, by_name, at)
                        VALUES (:id, :hour, :series, :channel, :count, :topic, :by, :byName, :at)""")
                .param("id", one.id())
                .param("hour", Timestamp.from(one.hour()))
                .param("series", one.series())
                .param("channel", one.channel())
                .param("count", one.count())
                .param("topic", one.topic())
                .param("by", one.by())
                .param("byName", one.byName())
                .param("at", Timestamp.from(one.at()))
                .update();
    }

    /** @return whether it counted until now */
    boolean insert(UUID count, Inquiry.Struck struck) {
        return jdbc.sql("""
                                INSERT INTO inquiry_struck (id, count_id, reason, by_id, by_name, at)
                                VALUES (:id, :count, :reason, :by, :byName, :at) ON CONFLICT (count_id) DO NOTHING""")
                        .param("id", struck.id())
                        .param("count", count)
                        .param("reason", struck.reason())
                        .param("by", struck.by())
                        .param("byName", struck.byName())
                        .param("at", Timestamp.from(struck.at()))
                        .update()
                == 1;
    }

    Optional<Inquiry> count(UUID id) {
        return jdbc.sql(COUNTS + "WHERE c.id = ?")
                .param(id)
                .query(InquiryStore::inquiry)
                .optional();
    }

    int size(Set<UUID> series) {
        return jdbc.sql("SELECT count(*) FROM inquiry_count WHERE " + SEEN)
                .param("every", series.isEmpty())
                .param("series", series.toArray(UUID[]::new))
                .query(Integer.class)
                .single();
    }

    /**
     * Those that were entered last first.
     *
     * @param series of the person; empty: all
     */
    List<Inquiry> counts(Set<UUID> series, int offset, int most) {
        return jdbc.sql(COUNTS + "WHERE " + SEEN + " ORDER BY c.hour DESC, c.id DESC OFFSET :offset LIMIT :most")
                .param("every", series.isEmpty())
                .param("series", series.toArray(UUID[]::new))
                .param("offset", offset)
                .param("most", most)
                .query(InquiryStore::inquiry)
                .list();
    }

    /** Behind one in the order of their ids. */
    List<Inquiry> behind(Set<UUID> series, @Nullable UUID after, int most) {
        return jdbc.sql(COUNTS + "WHERE " + SEEN
                        + " AND (:after::uuid IS NULL OR c.id > :after) ORDER BY c.id LIMIT :most")
                .param("every", series.isEmpty())
                .param("series", series.toArray(UUID[]::new))
                .param("after", after)
                .param("most", most)
                .query(InquiryStore::inquiry)
                .list();
    }

    private static Inquiry inquiry(ResultSet rs, int line) throws SQLException {
        UUID struck = rs.getObject("struck_id", UUID.class);
        return new Inquiry(
                rs.getObject("id", UUID.class),
                rs.getTimestamp("hour").toInstant(),
                rs.getObject("series_id", UUID.class),
                rs.getString("channel"),
                rs.getInt("count"),
                rs.getString("topic"),
                rs.getObject("by_id", UUID.class),
                rs.getString("by_name"),
                rs.getTimestamp("at").toInstant(),
                struck == null
                        ? null
                        : new Inquiry.Struck(
                                struck,
                                rs.getString("reason"),
                                rs.getObject("struck_by", UUID.class),
                                rs.getString("struck_by_name"),
                                rs.getTimestamp("struck_at").toInstant()));
    }

    /**
     * Inquiries by hour, of those hours that were counted.
     *
     * @param series empty: over everything
     */
    SortedMap<Instant, Integer> hours(Set<UUID> series, Instant from, Instant to) {
        TreeMap<Instant, Integer> hours = new TreeMap<>();
        jdbc.sql("SELECT c.hour, sum(c.count) AS count FROM inquiry_count c WHERE c.hour >= :from AND c.hour < :to AND "
                        + SEEN
                        + " AND NOT EXISTS (SELECT FROM inquiry_struck s WHERE s.count_id = c.id) GROUP BY c.hour")
                .param("every", series.isEmpty())
                .param("series", series.toArray(UUID[]::new))
                .param("from", Timestamp.from(from))
                .param("to", Timestamp.from(to))
                .query(rs -> {
                    hours.put(rs.getTimestamp("hour").toInstant(), (int)
                            Math.min(rs.getLong("count"), Integer.MAX_VALUE));
                });
        return hours;
    }

    /** Nobody else looks for a surge until the transaction ends. */
    void lockSurges() {
        jdbc.sql("LOCK TABLE inquiry_surge IN SHARE ROW EXCLUSIVE MODE").update();
    }

    void insert(Surge one) {
        jdbc.sql("""
                        INSERT INTO inquiry_surge (id, code, series_id, hour, count, usual, at)
                        VALUES (:id, :code, :series, :hour, :count, :usual, :at)""")
                .param("id", one.id())
                .param("code", one.code())
                .param("series", one.series())
                .param("hour", Timestamp.from(one.hour()))
                .param("count", one.count())
                .param("usual", one.usual())
                .param("at", Timestamp.from(one.at()))
                .update();
    }

    boolean insert(UUID surge, Surge.Settled settled) {
        return jdbc.sql("""
                                INSERT INTO inquiry_settled (id, surge_id, text, by_id, by_name, at)
                                VALUES (:id, :surge, :text, :by, :byName, :at) ON CONFLICT (surge_id) DO NOTHING""")
                        .param("id", settled.id())
                        .param("surge", surge)
                        .param("text", settled.text())
                        .param("by", settled.by())
                        .param("byName", settled.byName())
                        .param("at", Timestamp.from(settled.at()))
                        .update()
                == 1;
    }

    /** All, the newest first. */
    List<Surge> surges(int most) {
        return jdbc.sql(SURGES + "ORDER BY u.at DESC, u.id DESC LIMIT ?")
                .param(most)
                .query(InquiryStore::surge)
                .list();
    }

    List<Surge> openSurges() {
        return jdbc.sql(SURGES + "WHERE s.id IS NULL ORDER BY u.at DESC, u.id DESC")
                .query(InquiryStore::surge)
                .list();
    }

    Optional<Surge> surge(String code) {
        return jdbc.sql(SURGES + "WHERE u.code = ?")
                .param(code)
                .query(InquiryStore::surge)
                .optional();
    }

    /** When the last surge was settled that has to do with a series; null: any. */
    Optional<Instant> lastSettled(@Nullable UUID series) {
        return jdbc.sql("""
                        SELECT s.at FROM inquiry_settled s JOIN inquiry_surge u ON u.id = s.surge_id
                        WHERE :series::uuid IS NULL OR u.series_id IS NULL OR u.series_id = :series
                        ORDER BY s.at DESC LIMIT 1""")
                .param("series", series)
                .query((rs, line) -> rs.getTimestamp("at").toInstant())
                .optional();
    }

    private static Surge surge(ResultSet rs, int line) throws SQLException {
        UUID settled = rs.getObject("settled_id", UUID.class);
        return new Surge(
                rs.getObject("id", UUID.class),
                rs.getString("code"),
                rs.getObject("series_id", UUID.class),
                rs.getTimestamp("hour").toInstant(),
                rs.getInt("count"),
                rs.getBigDecimal("usual"),
                rs.getTimestamp("at").toInstant(),
                settled == null
                        ? null
                        : new Surge.Settled(
                                settled,
                                rs.getString("text"),
                                rs.getObject("by_id", UUID.class),
                                rs.getString("by_name"),
                                rs.getTimestamp("settled_at").toInstant()));
    }
}

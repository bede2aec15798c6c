package dev.shisa.server.notice;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The tables of what happened, of notices and of what people chose. */
@Repository
class NoticeStore {

    private static final TypeReference<List<String>> ARGS = new TypeReference<>() {};

    /** What a person may see now: a scope that was narrowed takes away what was told before, too. */
    private static final String VISIBLE = """
            FROM notice WHERE person_id = :person
                AND (:everywhere OR (NOT whole AND (series_id IS NULL OR series_id = ANY (:scope::uuid[]))))""";

    private final JdbcClient jdbc;
    private final JsonMapper json;

    NoticeStore(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    // ---- what happened ----

    /** False if the same was told before. */
    boolean add(UUID id, Happening happening, Instant at) {
        return jdbc.sql("""
                        INSERT INTO notice_event
                            (id, key, kind, series_id, thing, person_id, whole, count, urgent, args, href, at)
                        VALUES (:id, :key, :kind, :series, :thing, :person, :whole, :count, :urgent, :args::jsonb, :href, :at)
                        ON CONFLICT (key) DO NOTHING""")
                        .param("id", id)
                        .param("key", happening.key())
                        .param("kind", happening.kind().id())
                        .param("series", happening.seriesId())
                        .param("thing", happening.thing())
                        .param("person", happening.person())
                        .param("whole", happening.whole())
                        .param("count", happening.count())
                        .param("urgent", happening.urgent())
                        .param("args", json.writeValueAsString(happening.args()))
                        .param("href", happening.href())
                        .param("at", Timestamp.from(at))
                        .update()
                == 1;
    }

    /** Something that happened and that nobody was told of yet. */
    record Waiting(UUID id, Happening happening, Instant at) {}

    /** The next that wait, held until the transaction ends, so that no other server spreads them. */
    List<Waiting> waiting(int most) {
        return jdbc.sql("""
                        SELECT * FROM notice_event WHERE spread_at IS NULL
                        ORDER BY at, id LIMIT :most FOR UPDATE SKIP LOCKED""")
                .param("most", most)
                .query((row, n) -> new Waiting(
                        row.getObject("id", UUID.class),
                        new Happening(
                                kind(row),
                                row.getString("key"),
                                row.getObject("series_id", UUID.class),
                                row.getString("thing"),
                                row.getObject("person_id", UUID.class),
                                row.getBoolean("whole"),
                                row.getInt("count"),
                                row.getBoolean("urgent"),
                                json.readValue(row.getString("args"), ARGS),
                                row.getString("href")),
                        row.getTimestamp("at").toInstant()))
                .list();
    }

    void spread(Collection<UUID> events, Instant at) {
        jdbc.sql("UPDATE notice_event SET spread_at = :at WHERE id = ANY (:ids::uuid[])")
                .param("at", Timestamp.from(at))
                .param("ids", events.toArray(UUID[]::new))
                .update();
    }

    /** Forgets what happened before an instant, and notices that were gathered before it. */
    void forgetBefore(Instant at) {
        jdbc.sql("DELETE FROM notice_event WHERE spread_at < ?")
                .param(Timestamp.from(at))
                .update();
        jdbc.sql("DELETE FROM notice WHERE at < ?").param(Timestamp.from(at)).update();
        jdbc.sql("DELETE FROM notice_message WHERE state <> 'waiting' AND made_at < ?")
                .param(Timestamp.from(at))
                .update();
    }

    // ---- what somebody is told ----

    /** Who is told: a person, or a channel. */
    record Receiver(UUID id, boolean person) {}

    /** Adds it, or counts it in the notice of the same kind and thing that is neither read nor sent. */
    void put(UUID id, Receiver receiver, Waiting told, Topic.Timing timing) {
        Happening what = told.happening();
        jdbc.sql("""
                        INSERT INTO notice (id, receiver, person_id, channel_id, kind, series_id, whole, thing, count, urgent,
                            timing, args, href, first_at, at)
                        VALUES (:id, :receiver, :person, :channel, :kind, :series, :whole, :thing, :count, :urgent,
                            :timing, :args::jsonb, :href, :at, :at)
                        ON CONFLICT (receiver, kind, thing) WHERE read_at IS NULL AND message_id IS NULL DO UPDATE
                            SET count = notice.count + excluded.count, urgent = notice.urgent OR excluded.urgent,
                                timing = CASE WHEN notice.timing = 'soon' THEN 'soon' ELSE excluded.timing END,
                                args = excluded.args, href = excluded.href, at = excluded.at""")
                .param("id", id)
                .param("receiver", receiver.id())
                .param("person", receiver.person() ? receiver.id() : null)
                .param("channel", receiver.person() ? null : receiver.id())
                .param("kind", what.kind().id())
                .param("series", what.seriesId())
                .param("whole", what.whole())
                .param("thing", what.thing())
                .param("count", what.count())
                .param("urgent", what.urgent())
                .param("timing", timing.id())
                .param("args", json.writeValueAsString(what.args()))
                .param("href", what.href())
                .param("at", Timestamp.from(told.at()))
                .update();
    }

    /**
     * A person's notices, the newest first.
     *
     * @param scope the series that the person is limited to; empty: all
     */
    List<Notice> of(UUID person, Set<UUID> scope, boolean unreadOnly, int offset, int most) {
        return visible("SELECT *", person, scope, unreadOnly, " ORDER BY at DESC, id DESC OFFSET :offset LIMIT :most")
                .param("offset", offset)
                .param("most", most)
                .query((row, n) -> notice(row))
                .list();
    }

    /** Those before one of them by id, newest first. */
    List<Notice> before(UUID person, Set<UUID> scope, boolean unreadOnly, @Nullable UUID before, int most) {
        return visible(
                        "SELECT *",
                        person,
                        scope,
                        unreadOnly,
                        " AND (CAST(:before AS uuid) IS NULL OR id < :before) ORDER BY id DESC LIMIT :most")
                .param("before", before)
                .param("most", most)
                .query((row, n) -> notice(row))
                .list();
    }

    int count(UUID person, Set<UUID> scope, boolean unreadOnly) {
        return visible("SELECT count(*)", person, scope, unreadOnly, "")
                .query(Integer.class)
                .single();
    }

    Optional<Notice> one(UUID id, UUID person, Set<UUID> scope) {
        return visible("SELECT *", person, scope, false, " AND id = :id")
                .param("id", id)
                .query((row, n) -> notice(row))
                .optional();
    }

    /** Reads one, or all that are unread and visible when {@code id} is null. */
    void read(@Nullable UUID id, UUID person, Set<UUID> scope, Instant at) {
        visible(
                        "UPDATE notice SET read_at = :at WHERE id IN (SELECT id",
                        person,
                        scope,
                        true,
                        " AND (CAST(:id AS uuid) IS NULL OR id = :id))")
                .param("at", Timestamp.from(at))
                .param("id", id)
                .update();
    }

    private JdbcClient.StatementSpec visible(
            String select, UUID person, Set<UUID> scope, boolean unreadOnly, String end) {
        return jdbc.sql(select + " " + VISIBLE + (unreadOnly ? " AND read_at IS NULL" : "") + end)
                .param("person", person)
                .param("everywhere", scope.isEmpty())
                .param("scope", scope.toArray(UUID[]::new));
    }

    // ---- what goes into messages ----

    /** To whom something urgent waits to be sent that happened long enough ago for more of it to have been gathered. */
    List<Receiver> soon(Instant gathered, Instant notSentSince) {
        return jdbc.sql("""
                        SELECT receiver, bool_or(person_id IS NOT NULL) AS person FROM notice n
                        WHERE timing = 'soon' AND message_id IS NULL AND read_at IS NULL
                            AND NOT EXISTS (SELECT FROM notice_message m
                                WHERE m.receiver = n.receiver AND m.sort = 'soon' AND m.made_at > :since)
                        GROUP BY receiver HAVING min(first_at) <= :gathered ORDER BY receiver""")
                .param("since", Timestamp.from(notSentSince))
                .param("gathered", Timestamp.from(gathered))
                .query(NoticeStore::receiver)
                .list();
    }

    /** To whom anything waits to be sent. */
    List<Receiver> digests() {
        return jdbc.sql("""
                        SELECT receiver, bool_or(person_id IS NOT NULL) AS person FROM notice
                        WHERE timing IN ('soon', 'digest') AND message_id IS NULL AND read_at IS NULL
                        GROUP BY receiver ORDER BY receiver""").query(NoticeStore::receiver).list();
    }

    /** Puts what waits for a receiver into a message. */
    void into(UUID message, Receiver receiver, boolean alsoOfTheDay) {
        jdbc.sql("""
                        UPDATE notice SET message_id = :message
                        WHERE receiver = :receiver AND message_id IS NULL AND read_at IS NULL
                            AND (timing = 'soon' OR (:digest AND timing = 'digest'))""")
                .param("message", message)
                .param("receiver", receiver.id())
                .param("digest", alsoOfTheDay)
                .update();
    }

    /** What a message tells of, urgent and new things first. */
    List<Notice> in(UUID message) {
        return jdbc.sql("SELECT * FROM notice WHERE message_id = ? ORDER BY urgent DESC, at DESC, id")
                .param(message)
                .query((row, n) -> notice(row))
                .list();
    }

    // ---- what people chose ----

    Map<Topic, Topic.Way> choices(UUID person) {
        Map<Topic, Topic.Way> choices = new EnumMap<>(Topic.class);
        jdbc.sql("SELECT topic, way FROM notice_choice WHERE person_id = ?")
                .param(person)
                .query((row, n) -> Map.entry(row.getString("topic"), row.getString("way")))
                .list()
                .forEach(one -> Topic.of(one.getKey())
                        .ifPresent(topic -> Topic.Way.of(one.getValue()).ifPresent(way -> choices.put(topic, way))));
        return choices;
    }

    void choose(UUID person, Topic topic, Topic.Way way) {
        jdbc.sql("""
                        INSERT INTO notice_choice (person_id, topic, way) VALUES (:person, :topic, :way)
                        ON CONFLICT (person_id, topic) DO UPDATE SET way = excluded.way""")
                .param("person", person)
                .param("topic", topic.id())
                .param("way", way.id())
                .update();
    }

    // ---- what is wrong at present ----

    /** Notes that something is wrong; false if it was already. */
    boolean begins(String key, Instant at) {
        return jdbc.sql("INSERT INTO notice_condition (key, since) VALUES (:key, :at) ON CONFLICT (key) DO NOTHING")
                        .param("key", key)
                        .param("at", Timestamp.from(at))
                        .update()
                == 1;
    }

    /** Forgets what is over: all that begin so and are not among these. */
    void endAllBut(String start, Collection<String> keys) {
        jdbc.sql("DELETE FROM notice_condition WHERE starts_with(key, :start) AND key <> ALL (:keys::text[])")
                .param("start", start)
                .param("keys", keys.toArray(String[]::new))
                .update();
    }

    /** Everything that somebody was told or chose. */
    void forget(UUID person) {
        jdbc.sql("DELETE FROM notice WHERE person_id = ?").param(person).update();
        jdbc.sql("DELETE FROM notice_message WHERE person_id = ?").param(person).update();
        jdbc.sql("DELETE FROM notice_choice WHERE person_id = ?").param(person).update();
    }

    private static Receiver receiver(ResultSet row, int n) throws SQLException {
        return new Receiver(row.getObject("receiver", UUID.class), row.getBoolean("person"));
    }

    private Notice notice(ResultSet row) throws SQLException {
        Timestamp read = row.getTimestamp("read_at");
        return new Notice(
                row.getObject("id", UUID.class),
                kind(row),
                row.getObject("series_id", UUID.class),
                row.getBoolean("whole"),
                row.getInt("count"),
                row.getBoolean("urgent"),
                json.readValue(row.getString("args"), ARGS),
                row.getString("href"),
                row.getTimestamp("at").toInstant(),
                read == null ? null : read.toInstant());
    }

    private static NoticeKind kind(ResultSet row) throws SQLException {
        String id = row.getString("kind");
        return NoticeKind.of(id).orElseThrow(() -> new IllegalStateException("a notice of the kind " + id));
    }
}

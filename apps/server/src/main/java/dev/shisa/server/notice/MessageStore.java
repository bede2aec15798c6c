package dev.shisa.server.notice;

import dev.shisa.server.platform.outgoing.Outcome;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The table of messages: what waits to be sent, and what became of the others. */
@Repository
class MessageStore {

    private static final TypeReference<List<String>> ARGS = new TypeReference<>() {};

    private final JdbcClient jdbc;
    private final JsonMapper json;

    MessageStore(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /** Adds one that is due now. */
    void add(UUID id, NoticeStore.Receiver receiver, NoticeMessage.Sort sort, Instant now) {
        jdbc.sql("""
                        INSERT INTO notice_message (id, receiver, person_id, channel_id, sort, state, made_at, due_at)
                        VALUES (:id, :receiver, :person, :channel, :sort, 'waiting', :now, :now)""")
                .param("id", id)
                .param("receiver", receiver.id())
                .param("person", receiver.person() ? receiver.id() : null)
                .param("channel", receiver.person() ? null : receiver.id())
                .param("sort", sort.id())
                .param("now", Timestamp.from(now))
                .update();
    }

    /** By which way a message goes; each has a line of its own. */
    enum To {
        PEOPLE,
        ROOMS
    }

    /** Takes the next one that is due for this server until {@code until}; a server that is killed meanwhile leaves it to the next. */
    Optional<NoticeMessage> take(To to, Instant now, Instant until) {
        return jdbc.sql("""
                        UPDATE notice_message SET due_at = :until, attempts = attempts + 1 WHERE id = (
                            SELECT id FROM notice_message WHERE state = 'waiting' AND due_at <= :now
                                AND (person_id IS NULL) = :rooms
                            ORDER BY due_at, id LIMIT 1 FOR UPDATE SKIP LOCKED) RETURNING *""")
                .param("rooms", to == To.ROOMS)
                .param("now", Timestamp.from(now))
                .param("until", Timestamp.from(until))
                .query((row, n) -> message(row))
                .optional();
    }

    /**
     * Notes what became of an attempt.
     *
     * @param again when the next one is due; only counts while it waits
     */
    void ended(UUID id, NoticeMessage.State state, Outcome outcome, Instant now, Instant again) {
        jdbc.sql("""
                        UPDATE notice_message SET state = :state, code = :code, args = :args::jsonb, due_at = :again,
                            ended_at = :ended WHERE id = :id""")
                .param("state", state.id())
                .param("code", outcome.code())
                .param("args", json.writeValueAsString(outcome.args()))
                .param("again", Timestamp.from(again))
                .param(
                        "ended",
                        state == NoticeMessage.State.WAITING ? null : Timestamp.from(now),
                        java.sql.Types.TIMESTAMP)
                .param("id", id)
                .update();
    }

    /** Lets one that ended be sent again; false if it waits anyway. */
    boolean again(UUID id, Instant now) {
        return jdbc.sql("""
                        UPDATE notice_message SET state = 'waiting', due_at = :now, attempts = 0, ended_at = NULL
                        WHERE id = :id AND state <> 'waiting'""").param("now", Timestamp.from(now)).param("id", id).update() == 1;
    }

    Optional<NoticeMessage> one(UUID id) {
        return jdbc.sql("SELECT * FROM notice_message WHERE id = ?")
                .param(id)
                .query((row, n) -> message(row))
                .optional();
    }

    /** The newest first, those before one of them. */
    List<NoticeMessage> before(@Nullable UUID before, int most) {
        return jdbc.sql("""
                        SELECT * FROM notice_message WHERE CAST(:before AS uuid) IS NULL OR id < :before
                        ORDER BY id DESC LIMIT :most""")
                .param("before", before)
                .param("most", most)
                .query((row, n) -> message(row))
                .list();
    }

    /** The newest to one receiver. */
    Optional<NoticeMessage> last(UUID receiver) {
        return jdbc.sql("SELECT * FROM notice_message WHERE receiver = ? ORDER BY made_at DESC, id DESC LIMIT 1")
                .param(receiver)
                .query((row, n) -> message(row))
                .optional();
    }

    private NoticeMessage message(ResultSet row) throws SQLException {
        Timestamp ended = row.getTimestamp("ended_at");
        String sort = row.getString("sort");
        String state = row.getString("state");
        return new NoticeMessage(
                row.getObject("id", UUID.class),
                row.getObject("person_id", UUID.class),
                row.getObject("channel_id", UUID.class),
                NoticeMessage.Sort.valueOf(sort.toUpperCase(Locale.ROOT)),
                Arrays.stream(NoticeMessage.State.values())
                        .filter(one -> one.id().equals(state))
                        .findFirst()
                        .orElseThrow(() -> new IllegalStateException("a message in the state " + state)),
                row.getTimestamp("made_at").toInstant(),
                row.getTimestamp("due_at").toInstant(),
                row.getInt("attempts"),
                ended == null ? null : ended.toInstant(),
                row.getString("code"),
                json.readValue(row.getString("args"), ARGS));
    }
}

package dev.shisa.server.webhook;

import dev.shisa.server.platform.ledger.LedgerRecord;
import dev.shisa.server.platform.ledger.PersonTraces;
import dev.shisa.server.platform.ledger.Redaction;
import dev.shisa.server.platform.outgoing.SignedWebhooks;
import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The tables {@code webhook} and {@code webhook_delivery}. */
@Repository
class WebhookStore implements PersonTraces {

    /** Older attempts are of no use to anybody. */
    static final int TOLD_MAX = 200;

    private final JdbcClient jdbc;
    private final JsonMapper json;

    WebhookStore(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    void insert(Webhook webhook) {
        jdbc.sql("""
                        INSERT INTO webhook (id, name, url, inside, events, made_at, made_by, log, leaf, due_at)
                        VALUES (:id, :name, :url, :inside, :events, :at, :by, :log, :leaf, :at)""")
                .param("id", webhook.id())
                .param("name", webhook.name())
                .param("url", webhook.uri().toString())
                .param("inside", webhook.inside())
                .param("events", Webhook.ids(webhook.events()).toArray(String[]::new))
                .param("at", Timestamp.from(webhook.madeAt()))
                .param("by", webhook.madeBy())
                .param("log", webhook.told().log())
                .param("leaf", webhook.told().leaf())
                .update();
    }

    List<Webhook> all() {
        return jdbc.sql("SELECT * FROM webhook ORDER BY id")
                .query(WebhookStore::row)
                .list();
    }

    Optional<Webhook> byId(UUID id) {
        return jdbc.sql("SELECT * FROM webhook WHERE id = ?")
                .param(id)
                .query(WebhookStore::row)
                .optional();
    }

    /** False if it was chosen so before, or the address is gone. */
    boolean choose(UUID id, Set<Webhook.Event> events) {
        return jdbc.sql("UPDATE webhook SET events = :events WHERE id = :id AND events <> :events::text[]")
                        .param("events", Webhook.ids(events).toArray(String[]::new))
                        .param("id", id)
                        .update()
                == 1;
    }

    void delete(UUID id) {
        jdbc.sql("DELETE FROM webhook WHERE id = ?").param(id).update();
    }

    /** Takes the next attempt for this server until {@code until}; false if another one has it or it is not due. */
    boolean take(UUID id, Instant now, Instant until) {
        return jdbc.sql("""
                        UPDATE webhook SET due_at = :until
                        WHERE id = :id AND due_at <= :now AND paused_at IS NULL""")
                        .param("until", Timestamp.from(until))
                        .param("id", id)
                        .param("now", Timestamp.from(now))
                        .update()
                == 1;
    }

    /** Nothing of it was told. */
    void passed(UUID id, LedgerRecord.Position place) {
        jdbc.sql("UPDATE webhook SET log = :log, leaf = :leaf WHERE id = :id")
                .param("log", place.log())
                .param("leaf", place.leaf())
                .param("id", id)
                .update();
    }

    void arrived(UUID id, LedgerRecord.Position told) {
        jdbc.sql("""
                        UPDATE webhook SET log = :log, leaf = :leaf, attempts = 0, failing_since = NULL
                        WHERE id = :id""")
                .param("log", told.log())
                .param("leaf", told.leaf())
                .param("id", id)
                .update();
    }

    void failed(UUID id, Instant now, Instant again, boolean pause) {
        jdbc.sql("""
                        UPDATE webhook SET attempts = attempts + 1, failing_since = coalesce(failing_since, :now),
                            due_at = :again, paused_at = :paused WHERE id = :id""")
                .param("now", Timestamp.from(now))
                .param("again", Timestamp.from(again))
                .param("paused", pause ? Timestamp.from(now) : null, java.sql.Types.TIMESTAMP)
                .param("id", id)
                .update();
    }

    void due(UUID id, Instant at) {
        jdbc.sql("UPDATE webhook SET due_at = :at WHERE id = :id")
                .param("at", Timestamp.from(at))
                .param("id", id)
                .update();
    }

    void resume(UUID id, Instant now) {
        jdbc.sql("""
                        UPDATE webhook SET paused_at = NULL, attempts = 0, failing_since = NULL, due_at = :now
                        WHERE id = :id""").param("now", Timestamp.from(now)).param("id", id).update();
    }

    void note(UUID webhook, Instant at, String number, String event, SignedWebhooks.Sent outcome, boolean byItself) {
        jdbc.sql("""
                        INSERT INTO webhook_delivery (webhook_id, at, number, event, code, args, by_itself)
                        VALUES (:webhook, :at, :number, :event, :code, :args::jsonb, :byItself)""")
                .param("webhook", webhook)
                .param("at", Timestamp.from(at))
                .param("number", number)
                .param("event", event)
                .param("code", outcome.code())
                .param("args", json.writeValueAsString(outcome.args()))
                .param("byItself", byItself)
                .update();
        jdbc.sql("""
                        DELETE FROM webhook_delivery WHERE webhook_id = :webhook AND id <= (
                            SELECT id FROM webhook_delivery WHERE webhook_id = :webhook ORDER BY id DESC
                            OFFSET :most LIMIT 1)""").param("webhook", webhook).param("most", TOLD_MAX).update();
    }

    List<Webhook.Told> told(UUID webhook, int most) {
        return jdbc.sql("SELECT * FROM webhook_delivery WHERE webhook_id = ? ORDER BY id DESC LIMIT ?")
                .params(webhook, most)
                .query((row, number) -> new Webhook.Told(
                        row.getLong("id"),
                        row.getTimestamp("at").toInstant(),
                        row.getString("number"),
                        row.getString("event"),
                        row.getString("code"),
                        json.readValue(row.getString("args"), new TypeReference<List<String>>() {}),
                        row.getBoolean("by_itself")))
                .list();
    }

    @Override
    public void forget(Redaction.PersonGone who) {
        jdbc.sql("UPDATE webhook SET made_by = :instead WHERE made_by = :name")
                .param("instead", who.instead())
                .param("name", who.name())
                .update();
    }

    private static Webhook row(ResultSet row, int number) throws SQLException {
        return new Webhook(
                row.getObject("id", UUID.class),
                row.getString("name"),
                URI.create(row.getString("url")),
                row.getBoolean("inside"),
                Arrays.stream((String[]) row.getArray("events").getArray())
                        .flatMap(id -> Webhook.Event.of(id).stream())
                        .collect(Collectors.toSet()),
                row.getTimestamp("made_at").toInstant(),
                row.getString("made_by"),
                new LedgerRecord.Position(row.getInt("log"), row.getLong("leaf")),
                row.getInt("attempts"),
                instant(row, "failing_since"),
                row.getTimestamp("due_at").toInstant(),
                instant(row, "paused_at"));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp at = row.getTimestamp(column);
        return at == null ? null : at.toInstant();
    }
}

package dev.shisa.server.tracker;

import dev.shisa.server.platform.ledger.PersonTraces;
import dev.shisa.server.platform.ledger.Redaction;
import dev.shisa.server.platform.outgoing.Outcome;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The table {@code tracker}, and of {@code tracker_issue} how each issue stands. */
@Repository
class TrackerStore implements PersonTraces {

    private final JdbcClient jdbc;

    TrackerStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    // ---- trackers --------------------------------------------------------------------------------

    void insert(Tracker tracker) {
        Tracker.Place place = tracker.place();
        jdbc.sql("""
                        INSERT INTO tracker (id, name, kind, url, inside, project, login, called, made_at, made_by, due_at)
                        VALUES (:id, :name, :kind, :url, :inside, :project, :login, :called, :at, :by, :at)""")
                .param("id", tracker.id())
                .param("name", tracker.name())
                .param("kind", place.kind().id())
                .param("url", place.url())
                .param("inside", place.inside())
                .param("project", place.project())
                .param("login", place.login())
                .param("called", tracker.called())
                .param("at", Timestamp.from(tracker.made().at()))
                .param("by", tracker.made().by())
                .update();
    }

    /** Those that are connected or being connected, the first first. */
    List<Tracker> all() {
        return jdbc.sql("SELECT * FROM tracker WHERE removed_at IS NULL ORDER BY id")
                .query(TrackerStore::tracker)
                .list();
    }

    Optional<Tracker> byId(UUID id) {
        return jdbc.sql("SELECT * FROM tracker WHERE id = ?")
                .param(id)
                .query(TrackerStore::tracker)
                .optional();
    }

    /** The one whose next look is due; it is not due again before {@code until}. */
    Optional<Tracker> take(Instant now, Instant until) {
        return jdbc.sql("""
                        UPDATE tracker SET due_at = :until WHERE id = (
                            SELECT id FROM tracker WHERE used AND removed_at IS NULL AND due_at <= :now
                            ORDER BY due_at LIMIT 1 FOR UPDATE SKIP LOCKED)
                        RETURNING *""")
                .param("until", Timestamp.from(until))
                .param("now", Timestamp.from(now))
                .query(TrackerStore::tracker)
                .optional();
    }

    void use(UUID id, String called, Instant now) {
        jdbc.sql("""
                        UPDATE tracker SET used = true, called = :called, due_at = :now, attempts = 0, failing_since = NULL,
                            code = '', args = '{}' WHERE id = :id""")
                .param("called", called)
                .param("now", Timestamp.from(now))
                .param("id", id)
                .update();
    }

    /** One that is not removed, which nobody changes until this transaction ends. */
    Optional<Tracker> locked(UUID id) {
        return jdbc.sql("SELECT * FROM tracker WHERE id = ? AND removed_at IS NULL FOR UPDATE")
                .param(id)
                .query(TrackerStore::tracker)
                .optional();
    }

    void remove(UUID id, Instant now) {
        jdbc.sql("UPDATE tracker SET removed_at = :now, login = '' WHERE id = :id")
                .param("now", Timestamp.from(now))
                .param("id", id)
                .update();
    }

    void well(UUID id, String called) {
        jdbc.sql("""
                        UPDATE tracker SET called = :called, attempts = 0, failing_since = NULL, code = '', args = '{}'
                        WHERE id = :id""").param("called", called).param("id", id).update();
    }

    void troubled(UUID id, Outcome.Failed why, Instant now, Instant next) {
        jdbc.sql("""
                        UPDATE tracker SET attempts = attempts + 1, failing_since = coalesce(failing_since, :now),
                            code = :code, args = :args, due_at = :next WHERE id = :id""")
                .param("now", Timestamp.from(now))
                .param("code", why.code())
                .param("args", why.args().toArray(String[]::new))
                .param("next", Timestamp.from(next))
                .param("id", id)
                .update();
    }

    // ---- issues ----------------------------------------------------------------------------------

    Map<UUID, Issue.Stand> stands(Collection<UUID> issues) {
        Map<UUID, Issue.Stand> all = new HashMap<>();
        jdbc.sql("SELECT * FROM tracker_issue WHERE id = ANY (?)")
                .param(issues.toArray(UUID[]::new))
                .query((ResultSet row) -> {
                    all.put(row.getObject("id", UUID.class), stand(row));
                });
        return all;
    }

    /** The issue that is sent next: whoever is told has it alone until {@code until}. */
    Optional<UUID> takeIssue(Instant now, Instant until) {
        return jdbc.sql("""
                        UPDATE tracker_issue SET step = 'going', attempts = attempts + 1, due_at = :until WHERE id = (
                            SELECT i.id FROM tracker_issue i JOIN tracker t ON t.id = i.tracker_id
                            WHERE i.step = 'waiting' AND i.ended_at IS NULL AND (i.due_at IS NULL OR i.due_at <= :now)
                              AND t.used AND t.removed_at IS NULL
                            ORDER BY i.due_at NULLS FIRST, i.id LIMIT 1 FOR UPDATE OF i SKIP LOCKED)
                        RETURNING id""")
                .param("until", Timestamp.from(until))
                .param("now", Timestamp.from(now))
                .query(UUID.class)
                .optional();
    }

    /** What waits for a tracker that is removed is not sent. */
    void left() {
        jdbc.sql("""
                        UPDATE tracker_issue SET step = 'failed', code = 'removed', args = '{}' FROM tracker t
                        WHERE t.id = tracker_id AND t.removed_at IS NOT NULL AND step = 'waiting'""").update();
    }

    /** What waits is sent at once. */
    void now(UUID tracker) {
        jdbc.sql("UPDATE tracker_issue SET due_at = NULL WHERE tracker_id = ? AND step = 'waiting'")
                .param(tracker)
                .update();
    }

    /** How far an issue is, which nobody takes further until this transaction ends. */
    Issue.Step hold(UUID id) {
        return Issue.Step.valueOf(jdbc.sql("SELECT upper(step) FROM tracker_issue WHERE id = ? FOR UPDATE")
                .param(id)
                .query(String.class)
                .single());
    }

    /** What a server was sending that ended meanwhile: nobody knows what the tracker has. */
    void lost(Instant now) {
        jdbc.sql("UPDATE tracker_issue SET step = 'unclear', code = 'killed' WHERE step = 'going' AND due_at <= ?")
                .param(Timestamp.from(now))
                .update();
    }

    void arrived(UUID id, Adapter.There there, Instant now) {
        jdbc.sql("""
                        UPDATE tracker_issue SET step = 'there', code = '', args = '{}', there_ref = :ref, there_key = :key,
                            there_url = :url, there_state = :state, there_closed = :closed, there_assignee = :assignee,
                            seen_at = :now WHERE id = :id""").params(params(id, there, now)).update();
    }

    void missed(UUID id, Issue.Step step, Outcome.Failed why, Instant next) {
        jdbc.sql("UPDATE tracker_issue SET step = :step, code = :code, args = :args, due_at = :next WHERE id = :id")
                .param("step", step.name().toLowerCase(Locale.ROOT))
                .param("code", why.code())
                .param("args", why.args().toArray(String[]::new))
                .param("next", Timestamp.from(next))
                .param("id", id)
                .update();
    }

    /** Nothing more is sent to a tracker before then. */
    void quiet(UUID tracker, Instant next) {
        jdbc.sql("""
                        UPDATE tracker_issue SET due_at = greatest(due_at, :next)
                        WHERE tracker_id = :tracker AND step = 'waiting'""")
                .param("next", Timestamp.from(next))
                .param("tracker", tracker)
                .update();
    }

    /** False where it does not wait for a person. */
    boolean again(UUID id) {
        return jdbc.sql("""
                        UPDATE tracker_issue SET step = 'waiting', attempts = 0, due_at = NULL
                        WHERE id = ? AND step IN ('unclear', 'failed')""").param(id).update() == 1;
    }

    /** Those of a tracker that it is asked for, who were not asked for the longest time first: by their id their ref. */
    Map<UUID, String> watched(UUID tracker, int most) {
        Map<UUID, String> refs = new HashMap<>();
        jdbc.sql("""
                        SELECT id, there_ref FROM tracker_issue
                        WHERE tracker_id = :tracker AND step = 'there' AND ended_at IS NULL
                        ORDER BY seen_at NULLS FIRST, id LIMIT :most""").param("tracker", tracker).param("most", most).query((ResultSet row) -> {
            refs.put(row.getObject("id", UUID.class), row.getString("there_ref"));
        });
        return refs;
    }

    /** What the tracker says of one; that it was closed is news once. */
    void told(UUID id, Adapter.There there, Instant now) {
        jdbc.sql("""
                        UPDATE tracker_issue SET there_key = :key, there_url = :url, there_state = :state,
                            there_assignee = :assignee, seen_at = :now,
                            news = :closed AND (news OR NOT there_closed), there_closed = :closed
                        WHERE id = :id AND there_ref = :ref""").params(params(id, there, now)).update();
    }

    void gone(UUID id, Instant now) {
        jdbc.sql(
                        "UPDATE tracker_issue SET step = 'gone', news = true, seen_at = :now WHERE id = :id AND step = 'there'")
                .param("now", Timestamp.from(now))
                .param("id", id)
                .update();
    }

    /** False if somebody did so before. */
    boolean looked(UUID id) {
        return jdbc.sql("UPDATE tracker_issue SET news = false WHERE id = ? AND news")
                        .param(id)
                        .update()
                == 1;
    }

    @Override
    public void forget(Redaction.PersonGone who) {
        jdbc.sql("UPDATE tracker SET made_by = :instead WHERE made_by = :name")
                .param("instead", who.instead())
                .param("name", who.name())
                .update();
        // Whoever has it there is a name that the tracker says: it is said again at the next look, as it is then.
        jdbc.sql("UPDATE tracker_issue SET there_assignee = '' WHERE there_assignee = :name")
                .param("name", who.name())
                .update();
    }

    private static Map<String, Object> params(UUID id, Adapter.There there, Instant now) {
        return Map.of(
                "id", id,
                "ref", there.ref(),
                "key", there.key(),
                "url", there.url(),
                "state", there.state(),
                "closed", there.closed(),
                "assignee", there.assignee(),
                "now", Timestamp.from(now));
    }

    private static Issue.Stand stand(ResultSet row) throws SQLException {
        return new Issue.Stand(
                Issue.Step.valueOf(row.getString("step").toUpperCase(Locale.ROOT)),
                row.getInt("attempts"),
                row.getString("code"),
                texts(row, "args"),
                new Adapter.There(
                        row.getString("there_ref"),
                        row.getString("there_key"),
                        row.getString("there_url"),
                        row.getString("there_state"),
                        row.getBoolean("there_closed"),
                        row.getString("there_assignee")),
                row.getBoolean("news"),
                instant(row, "seen_at"));
    }

    private static Tracker tracker(ResultSet row, int number) throws SQLException {
        return new Tracker(
                row.getObject("id", UUID.class),
                new Tracker.Place(
                        TrackerKind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
                        row.getString("url"),
                        row.getBoolean("inside"),
                        row.getString("project"),
                        row.getString("login")),
                row.getString("name"),
                row.getString("called"),
                row.getBoolean("used"),
                row.getTimestamp("removed_at") != null,
                new Tracker.Made(row.getTimestamp("made_at").toInstant(), row.getString("made_by")),
                new Tracker.Trouble(
                        row.getString("code"),
                        texts(row, "args"),
                        row.getInt("attempts"),
                        instant(row, "failing_since")));
    }

    private static List<String> texts(ResultSet row, String column) throws SQLException {
        return Arrays.asList((String[]) row.getArray(column).getArray());
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp at = row.getTimestamp(column);
        return at == null ? null : at.toInstant();
    }
}

package dev.shisa.server.audience;

import dev.shisa.server.platform.outgoing.Outcome;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The tables of notices to users: who wants them, what they say, and what became of each mail. */
@Repository
class AudienceStore {

    private static final TypeReference<List<String>> ARGS = new TypeReference<>() {};

    private final JdbcClient jdbc;
    private final JsonMapper json;

    AudienceStore(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    // Who wants to be told

    int requestsSince(Instant since) {
        return jdbc.sql("SELECT count(*) FROM audience_request WHERE made_at >= ?")
                .param(Timestamp.from(since))
                .query(Integer.class)
                .single();
    }

    /** How many open requests there are of one mail box: what stands behind a plus names a folder in it (RFC 5233). */
    int requestsOf(String mail) {
        return jdbc.sql("""
                        SELECT count(*) FROM audience_request
                        WHERE regexp_replace(lower(mail), '[+][^@]*@', '@') = regexp_replace(lower(?), '[+][^@]*@', '@')""").param(mail).query(Integer.class).single();
    }

    void insert(UUID id, Wish wish, Instant now, Instant until) {
        jdbc.sql("""
                        INSERT INTO audience_request
                            (id, mail, language, every_series, series, kinds, state, made_at, due_at, expires_at)
                        VALUES (:id, :mail, :language, :every, :series, :kinds, 'waiting', :now, :now, :until)""")
                .param("id", id)
                .param("mail", wish.mail())
                .param("language", wish.language())
                .param("every", wish.everySeries())
                .param("series", wish.series().toArray(UUID[]::new))
                .param("kinds", kinds(wish))
                .param("now", Timestamp.from(now))
                .param("until", Timestamp.from(until))
                .update();
    }

    private static String[] kinds(Wish wish) {
        return wish.kinds().stream().map(AudienceKind::id).sorted().toArray(String[]::new);
    }

    /** A wish that can still be agreed to, or was. */
    Optional<Wish> request(byte[] hash, Instant now) {
        return jdbc.sql("SELECT * FROM audience_request WHERE key_hash = ? AND expires_at > ?")
                .params(hash, Timestamp.from(now))
                .query((row, n) -> wish(row))
                .optional();
    }

    /** Notes that a wish was agreed to; false if it was before. */
    boolean finish(byte[] hash) {
        return jdbc.sql("UPDATE audience_request SET state = 'done' WHERE key_hash = ? AND state <> 'done'")
                        .param(hash)
                        .update()
                == 1;
    }

    /** Adds somebody who has agreed, or changes what is wanted. */
    void subscribe(UUID id, Wish wish, Instant now) {
        jdbc.sql("""
                        INSERT INTO audience_user
                            (id, mail, language, every_series, series, kinds, made_at, changed_at)
                        VALUES (:id, :mail, :language, :every, :series, :kinds, :now, :now)
                        ON CONFLICT (lower(mail)) DO UPDATE SET mail = excluded.mail, language = excluded.language,
                            every_series = excluded.every_series, series = excluded.series, kinds = excluded.kinds,
                            changed_at = excluded.changed_at""")
                .param("id", id)
                .param("mail", wish.mail())
                .param("language", wish.language())
                .param("every", wish.everySeries())
                .param("series", wish.series().toArray(UUID[]::new))
                .param("kinds", kinds(wish))
                .param("now", Timestamp.from(now))
                .update();
    }

    private static Wish wish(ResultSet row) throws SQLException {
        return new Wish(
                row.getString("mail"),
                row.getString("language"),
                row.getBoolean("every_series"),
                ids(row.getArray("series")),
                Arrays.stream((String[]) row.getArray("kinds").getArray())
                        .flatMap(id -> AudienceKind.of(id).stream())
                        .collect(Collectors.toSet()));
    }

    static List<UUID> ids(Array array) throws SQLException {
        return List.of((UUID[]) array.getArray());
    }

    /** How many addresses would be told this of one of these series: users and businesses, each address once. */
    int receivers(AudienceKind kind, Collection<UUID> series) {
        return jdbc.sql("""
                        SELECT count(*) FROM (
                            SELECT lower(mail) FROM audience_user
                            WHERE :kind = ANY (kinds) AND (every_series OR series && :series)
                            UNION
                            SELECT lower(mail) FROM audience_business
                            WHERE active AND mail <> '' AND (every_series OR series && :series)) told""")
                .param("kind", kind.id())
                .param("series", series.toArray(UUID[]::new))
                .query(Integer.class)
                .single();
    }

    /** How many users want to be told what: without their addresses, which are nobody's business. */
    List<Wish> wishes() {
        return jdbc.sql("SELECT '' AS mail, language, every_series, series, kinds FROM audience_user")
                .query((row, n) -> wish(row))
                .list();
    }

    int users() {
        return jdbc.sql("SELECT count(*) FROM audience_user")
                .query(Integer.class)
                .single();
    }

    /** Ends what the receiver of a mail is told; false if that was so. */
    boolean stopUser(UUID delivery) {
        return jdbc.sql("SELECT mail FROM audience_delivery WHERE id = ? AND user_id IS NOT NULL")
                .param(delivery)
                .query(String.class)
                .optional()
                .filter(mail -> !mail.isEmpty())
                .map(this::forget)
                .orElse(false);
    }

    /** Removes an address wherever it stands; counts stay. False if it is no user's. */
    boolean forget(String mail) {
        jdbc.sql("""
                        UPDATE audience_delivery SET mail = '', args = '[]',
                            state = CASE WHEN state = 'waiting' THEN 'stopped' ELSE state END
                        WHERE lower(mail) = lower(:mail) AND user_id IS NOT NULL""").param("mail", mail).update();
        jdbc.sql("DELETE FROM audience_request WHERE lower(mail) = lower(?)")
                .param(mail)
                .update();
        return jdbc.sql("DELETE FROM audience_user WHERE lower(mail) = lower(?)")
                        .param(mail)
                        .update()
                > 0;
    }

    // Notices

    void insert(UserNotice notice) {
        jdbc.sql("""
                        INSERT INTO audience_notice (id, code, kind, source, series, made_at)
                        VALUES (:id, :code, :kind, :source, :series, :at)""")
                .param("id", notice.id())
                .param("code", notice.code())
                .param("kind", notice.kind().id())
                .param("source", notice.source())
                .param("series", notice.series().toArray(UUID[]::new))
                .param("at", Timestamp.from(notice.madeAt()))
                .update();
    }

    /** Saves a draft; its text as it is stored. */
    String insert(UUID notice, UserNotice.Draft draft) {
        String text = json.writeValueAsString(draft.content());
        jdbc.sql("""
                        INSERT INTO audience_draft (id, notice_id, number, content, by_id, by_name, at)
                        VALUES (:id, :notice, :number, :content, :by, :name, :at)""")
                .param("id", draft.id())
                .param("notice", notice)
                .param("number", draft.number())
                .param("content", text)
                .param("by", draft.by())
                .param("name", draft.byName())
                .param("at", Timestamp.from(draft.at()))
                .update();
        return text;
    }

    void insert(UUID notice, UserNotice.Step step) {
        jdbc.sql("""
                        INSERT INTO audience_step
                            (id, notice_id, draft_id, act, users, businesses, by_id, by_name, at)
                        VALUES (:id, :notice, :draft, :act, :users, :businesses, :by, :name, :at)""")
                .param("id", step.id())
                .param("notice", notice)
                .param("draft", step.draft())
                .param("act", step.act().id())
                .param("users", step.users())
                .param("businesses", step.businesses())
                .param("by", step.by())
                .param("name", step.byName())
                .param("at", Timestamp.from(step.at()))
                .update();
    }

    /** Keeps whoever else does something about a notice waiting until the transaction ends. */
    void lock(UUID notice) {
        jdbc.sql("SELECT id FROM audience_notice WHERE id = ? FOR UPDATE")
                .param(notice)
                .query(UUID.class)
                .single();
    }

    /** All notices, the newest first. */
    List<UserNotice> notices() {
        return notices("true", Map.of());
    }

    Optional<UserNotice> byCode(String code) {
        return notices("n.code = :code", Map.of("code", code.toUpperCase(Locale.ROOT))).stream()
                .findFirst();
    }

    Optional<UserNotice> byId(UUID id) {
        return notices("n.id = :id", Map.of("id", id)).stream().findFirst();
    }

    Optional<UserNotice> bySource(String source) {
        return notices("n.source = :source", Map.of("source", source)).stream().findFirst();
    }

    List<UserNotice> bySources(Collection<String> sources) {
        return notices("n.source = ANY (:sources)", Map.of("sources", sources.toArray(String[]::new)));
    }

    private List<UserNotice> notices(String where, Map<String, ?> params) {
        Map<UUID, List<UserNotice.Draft>> drafts = new LinkedHashMap<>();
        jdbc.sql("SELECT d.* FROM audience_draft d JOIN audience_notice n ON n.id = d.notice_id WHERE " + where
                        + " ORDER BY d.number")
                .params(params)
                .query(row -> {
                    drafts.computeIfAbsent(row.getObject("notice_id", UUID.class), id -> new ArrayList<>())
                            .add(new UserNotice.Draft(
                                    row.getObject("id", UUID.class),
                                    row.getInt("number"),
                                    json.readValue(row.getString("content"), NoticeContent.class),
                                    row.getObject("by_id", UUID.class),
                                    row.getString("by_name"),
                                    row.getTimestamp("at").toInstant()));
                });
        return jdbc.sql("""
                        SELECT n.*, s.id AS step, s.draft_id, s.act, s.users, s.businesses, s.by_id, s.by_name, s.at
                        FROM audience_notice n LEFT JOIN audience_step s ON s.notice_id = n.id
                        WHERE\s""" + where + " ORDER BY n.made_at DESC, n.id DESC")
                .params(params)
                .query((row, n) -> notice(row, drafts))
                .list();
    }

    private static UserNotice notice(ResultSet row, Map<UUID, List<UserNotice.Draft>> drafts) throws SQLException {
        UUID id = row.getObject("id", UUID.class);
        UUID step = row.getObject("step", UUID.class);
        String kind = row.getString("kind");
        return new UserNotice(
                id,
                row.getString("code"),
                AudienceKind.of(kind).orElseThrow(() -> new IllegalStateException("a notice of the kind " + kind)),
                row.getString("source"),
                ids(row.getArray("series")),
                row.getTimestamp("made_at").toInstant(),
                Objects.requireNonNull(drafts.get(id)),
                step == null
                        ? null
                        : new UserNotice.Step(
                                step,
                                row.getObject("draft_id", UUID.class),
                                UserNotice.Act.valueOf(row.getString("act").toUpperCase(Locale.ROOT)),
                                row.getInt("users"),
                                row.getInt("businesses"),
                                row.getObject("by_id", UUID.class),
                                row.getString("by_name"),
                                row.getTimestamp("at").toInstant()));
    }

    // Mails

    /** Adds a mail to each user who wants this, unless one goes to the same address; how many were added. */
    int deliver(UUID notice, AudienceKind kind, Collection<UUID> series, Instant now) {
        return jdbc.sql("""
                        INSERT INTO audience_delivery (id, notice_id, user_id, mail, language, state, due_at)
                        SELECT gen_random_uuid(), :notice, id, mail, language, 'waiting', :now FROM audience_user
                        WHERE :kind = ANY (kinds) AND (every_series OR series && :series)
                        ON CONFLICT DO NOTHING""")
                .param("notice", notice)
                .param("kind", kind.id())
                .param("series", series.toArray(UUID[]::new))
                .param("now", Timestamp.from(now))
                .update();
    }

    /** How many mails were handed over since then. */
    int triedSince(Instant since) {
        return jdbc.sql("""
                        SELECT (SELECT count(*) FROM audience_delivery WHERE tried_at > :since)
                            + (SELECT count(*) FROM audience_request WHERE tried_at > :since)""")
                .param("since", Timestamp.from(since))
                .query(Integer.class)
                .single();
    }

    /** A mail that asks back. */
    record Asking(UUID id, Wish wish, int attempts, Instant until) {}

    /** Takes the next mail that asks back; its link opens what this hash is of. */
    Optional<Asking> takeAsking(byte[] hash, Instant now, Instant until) {
        return jdbc.sql("""
                        UPDATE audience_request SET state = 'sending', due_at = :until, tried_at = :now, key_hash = :hash,
                            attempts = attempts + 1
                        WHERE id = (SELECT id FROM audience_request
                            WHERE state = 'waiting' AND due_at <= :now AND expires_at > :now
                            ORDER BY due_at, id LIMIT 1 FOR UPDATE SKIP LOCKED) RETURNING *""")
                .param("hash", hash)
                .param("now", Timestamp.from(now))
                .param("until", Timestamp.from(until))
                .query((row, n) -> new Asking(
                        row.getObject("id", UUID.class),
                        wish(row),
                        row.getInt("attempts"),
                        row.getTimestamp("expires_at").toInstant()))
                .optional();
    }

    /** Notes what became of a mail that asks back; somebody may have agreed meanwhile. */
    void asked(UUID id, String state, Instant again) {
        jdbc.sql("UPDATE audience_request SET state = ?, due_at = ? WHERE id = ? AND state = 'sending'")
                .params(state, Timestamp.from(again), id)
                .update();
    }

    /**
     * A mail to a receiver, as it is sent.
     *
     * @param business whether it goes to one that is asked to answer
     */
    record Going(UUID id, UUID notice, String mail, String language, int attempts, boolean business) {}

    /** Takes the next mail; its links open what this hash is of. */
    Optional<Going> take(byte[] hash, Instant now, Instant until) {
        Optional<Going> taken = jdbc.sql("""
                        UPDATE audience_delivery SET state = 'sending', due_at = :until, tried_at = :now,
                            attempts = attempts + 1
                        WHERE id = (SELECT id FROM audience_delivery WHERE state = 'waiting' AND due_at <= :now
                            ORDER BY due_at, id LIMIT 1 FOR UPDATE SKIP LOCKED) RETURNING *""")
                .param("now", Timestamp.from(now))
                .param("until", Timestamp.from(until))
                .query((row, n) -> new Going(
                        row.getObject("id", UUID.class),
                        row.getObject("notice_id", UUID.class),
                        row.getString("mail"),
                        row.getString("language"),
                        row.getInt("attempts"),
                        row.getObject("business_id", UUID.class) != null))
                .optional();
        taken.ifPresent(going -> jdbc.sql("INSERT INTO audience_key (hash, delivery_id) VALUES (?, ?)")
                .params(hash, going.id())
                .update());
        return taken;
    }

    /** Stops the mails of a notice that have not been handed over; how many there were. */
    int stopWaiting(UUID notice) {
        return jdbc.sql("UPDATE audience_delivery SET state = 'stopped' WHERE notice_id = ? AND state = 'waiting'")
                .param(notice)
                .update();
    }

    /** How many mails have not been handed over, to whomever. */
    int waiting() {
        return jdbc.sql("""
                        SELECT (SELECT count(*) FROM audience_delivery WHERE state = 'waiting')
                            + (SELECT count(*) FROM audience_request WHERE state = 'waiting')""").query(Integer.class).single();
    }

    /** Stops all of them. */
    void stopWaiting() {
        jdbc.sql("UPDATE audience_delivery SET state = 'stopped' WHERE state = 'waiting'")
                .update();
        jdbc.sql("UPDATE audience_request SET state = 'failed' WHERE state = 'waiting'")
                .update();
    }

    /** Stops a mail that was taken and not handed over. */
    void stopped(UUID delivery) {
        jdbc.sql("UPDATE audience_delivery SET state = 'stopped' WHERE id = ? AND state = 'sending'")
                .param(delivery)
                .update();
    }

    /** Notes what became of a mail. */
    void ended(UUID id, String state, Outcome outcome, Instant again) {
        jdbc.sql("""
                        UPDATE audience_delivery SET state = :state, due_at = :again, code = :code,
                            args = CASE WHEN mail = '' THEN '[]' ELSE :args::jsonb END
                        WHERE id = :id AND state = 'sending'""")
                .param("state", state)
                .param("again", Timestamp.from(again))
                .param("code", outcome.code())
                .param("args", json.writeValueAsString(outcome.args()))
                .param("id", id)
                .update();
    }

    /** Notes that a mail came back that the server had taken; false if it is none of these. */
    boolean returned(UUID id, Outcome outcome) {
        return jdbc.sql("""
                        UPDATE audience_delivery SET state = 'failed', code = :code, args = :args::jsonb
                        WHERE id = :id AND state IN ('sent', 'unclear')""")
                        .param("code", outcome.code())
                        .param("args", json.writeValueAsString(outcome.args()))
                        .param("id", id)
                        .update()
                == 1;
    }

    /** What was handed over by a server that ended before it knew: nobody can tell whether it arrived. */
    int settle(Instant now) {
        jdbc.sql("DELETE FROM audience_request WHERE expires_at <= ?")
                .param(Timestamp.from(now))
                .update();
        jdbc.sql("UPDATE audience_request SET state = 'sent' WHERE state = 'sending' AND due_at <= ?")
                .param(Timestamp.from(now))
                .update();
        return jdbc.sql("""
                        UPDATE audience_delivery SET state = 'unclear', code = 'killed', args = '[]'
                        WHERE state = 'sending' AND due_at <= ?""").param(Timestamp.from(now)).update();
    }

    /** Lets everything of a notice be sent that may not have arrived; how many mails that are. */
    int again(UUID notice, Instant now) {
        return jdbc.sql("""
                        UPDATE audience_delivery SET state = 'waiting', attempts = 0, due_at = ?
                        WHERE notice_id = ? AND state IN ('failed', 'unclear') AND mail <> ''""").params(Timestamp.from(now), notice).update();
    }

    /**
     * A mail by a link in it.
     *
     * @param wanted whether its receiver is still told
     */
    record Sent(UUID id, UUID notice, String language, boolean wanted, boolean acknowledged) {}

    Optional<Sent> mail(byte[] hash) {
        return jdbc.sql("""
                        SELECT d.*, b.active FROM audience_key k JOIN audience_delivery d ON d.id = k.delivery_id
                            LEFT JOIN audience_business b ON b.id = d.business_id
                        WHERE k.hash = ?""")
                .param(hash)
                .query((row, n) -> new Sent(
                        row.getObject("id", UUID.class),
                        row.getObject("notice_id", UUID.class),
                        row.getString("language"),
                        row.getObject("user_id", UUID.class) != null || row.getBoolean("active"),
                        row.getTimestamp("acknowledged_at") != null))
                .optional();
    }

    void opened(UUID delivery, Instant now) {
        jdbc.sql("UPDATE audience_delivery SET opened_at = coalesce(opened_at, ?) WHERE id = ?")
                .params(Timestamp.from(now), delivery)
                .update();
    }

    void acknowledged(UUID delivery, Instant now) {
        jdbc.sql("""
                        UPDATE audience_delivery SET opened_at = coalesce(opened_at, :now),
                            acknowledged_at = coalesce(acknowledged_at, :now)
                        WHERE id = :id""").param("now", Timestamp.from(now)).param("id", delivery).update();
    }

    /**
     * What became of the mails of a notice.
     *
     * @param open that wait or are on their way
     * @param failed that did not arrive, or may not have
     */
    record Tally(int all, int open, int sent, int failed, int stopped, int opened, int acknowledged) {

        static final Tally NONE = new Tally(0, 0, 0, 0, 0, 0, 0);
    }

    /** Of every notice; it reads all mails, so it is for pages that show them all. */
    Map<UUID, Tally> tallies() {
        return tallies("", Map.of());
    }

    /** Of one notice. */
    Tally tally(UUID notice) {
        return tallies("WHERE notice_id = :notice", Map.of("notice", notice)).getOrDefault(notice, Tally.NONE);
    }

    /** How many mails of which notices did not arrive, or may not have. */
    Map<UUID, Integer> failed() {
        Map<UUID, Integer> failed = new HashMap<>();
        jdbc.sql("""
                        SELECT notice_id, count(*) AS mails FROM audience_delivery
                        WHERE state IN ('failed', 'unclear') GROUP BY notice_id""").query(row -> {
            failed.put(row.getObject("notice_id", UUID.class), row.getInt("mails"));
        });
        return failed;
    }

    private Map<UUID, Tally> tallies(String where, Map<String, UUID> params) {
        Map<UUID, Tally> tallies = new LinkedHashMap<>();
        // Where is one of the two texts above.
        jdbc.sql("""
                        SELECT notice_id, count(*) AS whole,
                            count(*) FILTER (WHERE state IN ('waiting', 'sending')) AS open,
                            count(*) FILTER (WHERE state = 'sent') AS sent,
                            count(*) FILTER (WHERE state IN ('failed', 'unclear')) AS failed,
                            count(*) FILTER (WHERE state = 'stopped') AS stopped,
                            count(opened_at) AS opened, count(acknowledged_at) AS acknowledged
                        FROM audience_delivery %s GROUP BY notice_id""".formatted(where)).params(params).query(row -> {
            tallies.put(
                    row.getObject("notice_id", UUID.class),
                    new Tally(
                            row.getInt("whole"),
                            row.getInt("open"),
                            row.getInt("sent"),
                            row.getInt("failed"),
                            row.getInt("stopped"),
                            row.getInt("opened"),
                            row.getInt("acknowledged")));
        });
        return tallies;
    }

    /**
     * A mail that did not arrive, or may not have.
     *
     * @param mail empty: its receiver is gone
     */
    record Failure(String mail, String state, Instant at, String code, List<String> args) {

        Failure {
            args = List.copyOf(args);
        }
    }

    List<Failure> failures(UUID notice, int most) {
        return jdbc.sql("""
                        SELECT * FROM audience_delivery WHERE notice_id = ? AND state IN ('failed', 'unclear')
                        ORDER BY tried_at DESC, id LIMIT ?""")
                .params(notice, most)
                .query((row, n) -> new Failure(
                        row.getString("mail"),
                        row.getString("state"),
                        instant(row.getTimestamp("tried_at")),
                        row.getString("code"),
                        json.readValue(row.getString("args"), ARGS)))
                .list();
    }

    private static Instant instant(@Nullable Timestamp time) {
        return time == null ? Instant.EPOCH : time.toInstant();
    }
}

package dev.shisa.server.psirt;

import dev.shisa.server.evidence.StoredFile;
import dev.shisa.server.platform.account.Secrets;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Cases, their entries, their files, and who came to them. */
@Repository
class CaseStore {

    private final JdbcClient jdbc;
    private final JsonMapper json;

    CaseStore(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /** What of an entry stands in the ledger instead of its content. */
    static String seal(byte[] salt, String content) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(salt);
            return HexFormat.of().formatHex(digest.digest(content.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is part of every JDK", e);
        }
    }

    // Cases

    void insert(UUID id, String number, byte @Nullable [] keyHash, Instant at) {
        jdbc.sql("""
                        INSERT INTO psirt_case (id, number, key_hash, assigned, state, opened_at, changed_at)
                        VALUES (:id, :number, :key, '{}', :state, :at, :at)""")
                .param("id", id)
                .param("number", number)
                .param("key", keyHash)
                .param("state", CaseState.RECEIVED.id())
                .param("at", Timestamp.from(at))
                .update();
    }

    boolean exists(String number) {
        return jdbc.sql("SELECT count(*) FROM psirt_case WHERE number = ?")
                        .param(number)
                        .query(Integer.class)
                        .single()
                > 0;
    }

    /** Writes down where a case is found. */
    void derive(Case one, Instant at) {
        jdbc.sql("UPDATE psirt_case SET assigned = ?::uuid[], state = ?, changed_at = ? WHERE id = ?")
                .params(
                        one.assigned().keySet().stream().map(UUID::toString).toArray(String[]::new),
                        one.state().id(),
                        Timestamp.from(at),
                        one.id())
                .update();
    }

    Optional<Case> byNumber(String number) {
        return rows("number = ?", number).stream().findFirst();
    }

    Optional<Case> byId(UUID id) {
        return rows("id = ?", id).stream().findFirst();
    }

    Optional<Case> ofEntry(UUID entry) {
        return rows("id = (SELECT case_id FROM psirt_entry WHERE id = ?)", entry).stream()
                .findFirst();
    }

    Optional<Case> byKey(String key) {
        byte[] hash = Secrets.hash(key);
        return rows("key_hash = ? OR id IN (SELECT case_id FROM psirt_mail WHERE key_hash = ?)", hash, hash).stream()
                .findFirst();
    }

    /** Holds a case until the transaction ends, so that its entries come one after the other. */
    void lock(UUID id) {
        jdbc.sql("SELECT id FROM psirt_case WHERE id = ? FOR UPDATE")
                .param(id)
                .query(UUID.class)
                .single();
    }

    /** The cases that somebody works on, those that changed last first. */
    List<Case> of(UUID person) {
        return rows("? = ANY(assigned)", person);
    }

    /** Whether somebody works on any, closed ones too. */
    boolean hasAny(UUID person) {
        return jdbc.sql("SELECT EXISTS (SELECT FROM psirt_case WHERE assigned @> ARRAY[?]::uuid[])")
                .param(person)
                .query(Boolean.class)
                .single();
    }

    /** All that are not closed, for what runs by itself. */
    List<Case> open() {
        return rows("state <> ?", CaseState.CLOSED.id());
    }

    private List<Case> rows(String where, Object... params) {
        record Row(UUID id, String number, boolean page) {}
        List<Row> rows = jdbc.sql("""
                        SELECT id, number, key_hash IS NOT NULL OR EXISTS (SELECT FROM psirt_mail m
                            WHERE m.case_id = c.id AND m.key_hash IS NOT NULL AND m.state IN ('sent', 'unclear')) AS page FROM psirt_case c
                        WHERE\s""" + where + " ORDER BY changed_at DESC, id DESC")
                .params(params)
                .query((rs, n) -> new Row(
                        rs.getObject("id", UUID.class), String.valueOf(rs.getString("number")), rs.getBoolean("page")))
                .list();
        if (rows.isEmpty()) {
            return List.of();
        }
        Map<UUID, List<Entry>> entries = entries(rows.stream().map(Row::id).toList());
        return rows.stream()
                .filter(r -> entries.containsKey(r.id()))
                .map(r -> new Case(r.id(), r.number(), r.page(), entries.getOrDefault(r.id(), List.of())))
                .toList();
    }

    // Entries

    private Map<UUID, List<Entry>> entries(Collection<UUID> cases) {
        Map<UUID, List<Entry>> entries = new LinkedHashMap<>();
        jdbc.sql("SELECT * FROM psirt_entry WHERE case_id IN (:cases) ORDER BY added")
                .param("cases", cases)
                .query(rs -> {
                    entries.computeIfAbsent(rs.getObject("case_id", UUID.class), _ -> new ArrayList<>())
                            .add(entry(rs));
                });
        return entries;
    }

    private Entry entry(ResultSet rs) throws SQLException {
        Content content = json.readValue(rs.getString("content"), Content.class);
        return new Entry(
                rs.getObject("id", UUID.class),
                EntryKind.parse(content.kind()).orElse(EntryKind.NOTE),
                content.values(),
                content.about(),
                rs.getObject("by_id", UUID.class),
                String.valueOf(rs.getString("by_name")),
                rs.getTimestamp("at").toInstant());
    }

    /** An entry as JSON holds it. */
    record Content(
            String kind,
            Map<String, String> values,
            @Nullable UUID about) {}

    String content(Entry entry) {
        return json.writeValueAsString(new Content(entry.kind().id(), new TreeMap<>(entry.values()), entry.about()));
    }

    void insert(UUID caseId, Entry entry, String content, byte[] salt) {
        jdbc.sql("""
                        INSERT INTO psirt_entry (id, case_id, content, salt, by_id, by_name, at)
                        VALUES (:id, :case, :content, :salt, :by, :name, :at)""")
                .param("id", entry.id())
                .param("case", caseId)
                .param("content", content)
                .param("salt", salt)
                .param("by", entry.byId())
                .param("name", entry.byName())
                .param("at", Timestamp.from(entry.at()))
                .update();
    }

    // Files

    /** A file of a case. */
    record Attached(UUID id, StoredFile file, Instant at) {}

    void insert(UUID id, UUID caseId, StoredFile file, Instant at) {
        jdbc.sql("""
                        INSERT INTO psirt_file (id, case_id, sha256, size_bytes, name, media_type, disagrees, at)
                        VALUES (:id, :case, :sha, :size, :name, :type, :disagrees, :at)""")
                .param("id", id)
                .param("case", caseId)
                .param("sha", file.sha256())
                .param("size", file.sizeBytes())
                .param("name", file.fileName())
                .param("type", file.mediaType())
                .param("disagrees", file.nameDisagrees())
                .param("at", Timestamp.from(at))
                .update();
    }

    List<Attached> files(UUID caseId) {
        return jdbc.sql("SELECT * FROM psirt_file WHERE case_id = ? ORDER BY at, id")
                .param(caseId)
                .query(CaseStore::attached)
                .list();
    }

    private static Attached attached(ResultSet rs, int line) throws SQLException {
        return new Attached(
                rs.getObject("id", UUID.class),
                new StoredFile(
                        rs.getString("sha256"),
                        rs.getLong("size_bytes"),
                        rs.getString("name"),
                        rs.getString("media_type"),
                        rs.getBoolean("disagrees")),
                rs.getTimestamp("at").toInstant());
    }

    /** How many bytes came without an account since then, over all cases and what is kept apart; each once. */
    long bytesSince(Instant since) {
        return jdbc.sql("""
                        SELECT coalesce((SELECT sum(f.size_bytes) FROM psirt_file f WHERE f.at > :since AND EXISTS (
                                SELECT FROM psirt_entry e WHERE e.case_id = f.case_id AND e.at > :since AND e.by_id IS NULL
                                    AND e.content::jsonb -> 'values' ->> 'file' = f.id::text)
                                AND NOT EXISTS (SELECT FROM psirt_quarantine q JOIN psirt_kept_file k ON k.kept_id = q.id
                                    WHERE q.case_id = f.case_id AND k.sha256 = f.sha256)), 0)
                            + coalesce((SELECT sum(size_bytes) FROM psirt_kept_file WHERE at > :since), 0)""")
                .param("since", Timestamp.from(since))
                .query(Long.class)
                .single();
    }

    /** How many cases came since then. */
    int openedSince(Instant since) {
        return jdbc.sql("SELECT count(*) FROM psirt_case WHERE opened_at > ?")
                .param(Timestamp.from(since))
                .query(Integer.class)
                .single();
    }

    // Who came

    /** One who saw a case, took something, or was refused. */
    record Access(UUID id, UUID caseId, UUID personId, String byName, String act, Instant at) {}

    /** Of one person at one time. */
    void insert(List<Access> accesses) {
        Access first = accesses.getFirst();
        jdbc.sql("""
                        INSERT INTO psirt_access (id, case_id, person_id, by_name, act, at)
                        SELECT id, case_id, :person, :name, :act, :at
                        FROM unnest(:ids::uuid[], :cases::uuid[]) AS given (id, case_id)""")
                .param("ids", accesses.stream().map(Access::id).toArray(UUID[]::new))
                .param("cases", accesses.stream().map(Access::caseId).toArray(UUID[]::new))
                .param("person", first.personId())
                .param("name", first.byName())
                .param("act", first.act())
                .param("at", Timestamp.from(first.at()))
                .update();
    }

    /** The newest first. */
    List<Access> accesses(UUID caseId, int most) {
        return jdbc.sql("SELECT * FROM psirt_access WHERE case_id = ? ORDER BY at DESC, id DESC LIMIT ?")
                .params(caseId, most)
                .query((rs, n) -> new Access(
                        rs.getObject("id", UUID.class),
                        rs.getObject("case_id", UUID.class),
                        rs.getObject("person_id", UUID.class),
                        rs.getString("by_name"),
                        rs.getString("act"),
                        rs.getTimestamp("at").toInstant()))
                .list();
    }

    // Rules

    Rules rules() {
        return jdbc.sql("SELECT * FROM psirt_rules")
                .query((rs, n) -> new Rules(
                        rs.getInt("acknowledge_days"),
                        rs.getInt("status_days"),
                        rs.getInt("fix_days"),
                        List.of((UUID[]) rs.getArray("on_duty").getArray()),
                        rs.getBoolean("acknowledge_mail"),
                        rs.getInt("version")))
                .optional()
                .orElse(Rules.USUAL);
    }

    /** False when somebody else has entered some since they were seen. */
    boolean enter(Rules rules) {
        return jdbc.sql("""
                        INSERT INTO psirt_rules (one, acknowledge_days, status_days, fix_days, on_duty, acknowledge_mail,
                            version)
                        VALUES (true, :acknowledge, :status, :fix, :duty::uuid[], :mail, :seen + 1)
                        ON CONFLICT (one) DO UPDATE SET acknowledge_days = excluded.acknowledge_days,
                            status_days = excluded.status_days, fix_days = excluded.fix_days, on_duty = excluded.on_duty,
                            acknowledge_mail = excluded.acknowledge_mail, version = excluded.version
                        WHERE psirt_rules.version = :seen""")
                        .param("acknowledge", rules.acknowledgeDays())
                        .param("status", rules.statusDays())
                        .param("fix", rules.fixDays())
                        .param(
                                "duty",
                                rules.onDuty().stream().map(UUID::toString).toArray(String[]::new))
                        .param("mail", rules.acknowledgeMail())
                        .param("seen", rules.version())
                        .update()
                == 1;
    }

    // Quarantine

    /** A report that is kept apart. */
    @SuppressWarnings("ArrayRecordComponent") // held for a moment, never compared
    record Kept(
            UUID id,
            String why,
            Map<String, String> values,
            int times,
            Instant firstAt,
            Instant lastAt,
            String state,
            byte[] keyHash) {}

    /**
     * Keeps a report apart; the same again only counts, and the page of whoever said it first stays open.
     *
     * @return the given id, or that of the same that waits already
     */
    UUID keep(
            UUID id, String why, byte[] digest, byte[] source, byte[] keyHash, Map<String, String> values, Instant at) {
        return jdbc.sql("""
                        INSERT INTO psirt_quarantine (id, why, digest, source, key_hash, content, times, first_at, last_at, state)
                        VALUES (:id, :why, :digest, :source, :key, :content, 1, :at, :at, 'waiting')
                        ON CONFLICT (digest) WHERE state = 'waiting'
                            DO UPDATE SET times = psirt_quarantine.times + 1, last_at = excluded.last_at
                        RETURNING id""")
                .param("id", id)
                .param("why", why)
                .param("digest", digest)
                .param("source", source)
                .param("key", keyHash)
                .param("content", json.writeValueAsString(new TreeMap<>(values)))
                .param("at", Timestamp.from(at))
                .query(UUID.class)
                .single();
    }

    /** Whoever sends the same at the same time waits here until the transaction ends. */
    void lockSending(String sending) {
        jdbc.sql("SELECT 1 FROM (SELECT pg_advisory_xact_lock(hashtextextended(:key, 0))) locked")
                .param("key", "psirt sending " + sending)
                .query(Integer.class)
                .single();
    }

    /** Notes a sending of a reporter's words; false if it was taken before. */
    boolean send(String sending, UUID caseId, Instant at) {
        return jdbc.sql("""
            INSERT INTO psirt_sending (sending, case_id, at) VALUES (:sending, :case, :at)
            ON CONFLICT (sending) DO NOTHING""")
                        .param("sending", sending)
                        .param("case", caseId)
                        .param("at", Timestamp.from(at))
                        .update()
                == 1;
    }

    boolean isSent(String sending) {
        return jdbc.sql("SELECT EXISTS (SELECT FROM psirt_sending WHERE sending = ?)")
                .param(sending)
                .query(Boolean.class)
                .single();
    }

    /** A report that is or was kept apart, by the key of its reporter's page. */
    Optional<UUID> keptId(byte[] keyHash) {
        return jdbc.sql("SELECT id FROM psirt_quarantine WHERE key_hash = :key")
                .param("key", keyHash)
                .query(UUID.class)
                .optional();
    }

    /** Keeps a file with a report that is kept apart; the same again is there already. */
    void keepFile(UUID id, UUID kept, StoredFile file, Instant at) {
        jdbc.sql("""
                        INSERT INTO psirt_kept_file (id, kept_id, sha256, size_bytes, name, media_type, disagrees, at)
                        VALUES (:id, :kept, :sha, :size, :name, :type, :disagrees, :at)
                        ON CONFLICT (kept_id, sha256) DO NOTHING""")
                .param("id", id)
                .param("kept", kept)
                .param("sha", file.sha256())
                .param("size", file.sizeBytes())
                .param("name", file.fileName())
                .param("type", file.mediaType())
                .param("disagrees", file.nameDisagrees())
                .param("at", Timestamp.from(at))
                .update();
    }

    /** The files of a report that is kept apart. */
    List<Attached> keptFiles(UUID kept) {
        return jdbc.sql("SELECT * FROM psirt_kept_file WHERE kept_id = ? ORDER BY at, id")
                .param(kept)
                .query(CaseStore::attached)
                .list();
    }

    int waiting() {
        return jdbc.sql("SELECT count(*) FROM psirt_quarantine WHERE state = 'waiting'")
                .query(Integer.class)
                .single();
    }

    int waitingOf(byte[] source) {
        return jdbc.sql("SELECT count(*) FROM psirt_quarantine WHERE state = 'waiting' AND source = ?")
                .param(source)
                .query(Integer.class)
                .single();
    }

    /** Those that wait, the oldest first. */
    List<Kept> kept(int offset, int most) {
        return jdbc.sql("""
                        SELECT * FROM psirt_quarantine WHERE state = 'waiting' ORDER BY first_at, id OFFSET ? LIMIT ?""").params(offset, most).query(this::kept).list();
    }

    Optional<Kept> keptLocked(UUID id) {
        return jdbc.sql("SELECT * FROM psirt_quarantine WHERE id = ? AND state = 'waiting' FOR UPDATE")
                .param(id)
                .query(this::kept)
                .optional();
    }

    private Kept kept(ResultSet rs, int line) throws SQLException {
        return new Kept(
                rs.getObject("id", UUID.class),
                String.valueOf(rs.getString("why")),
                json.readValue(rs.getString("content"), new TypeReference<Map<String, String>>() {}),
                rs.getInt("times"),
                rs.getTimestamp("first_at").toInstant(),
                rs.getTimestamp("last_at").toInstant(),
                String.valueOf(rs.getString("state")),
                rs.getBytes("key_hash"));
    }

    /** How a report that was kept apart stands, by the key of its reporter's page. */
    Optional<String> keptState(byte[] keyHash) {
        return jdbc.sql("SELECT state FROM psirt_quarantine WHERE key_hash = ?")
                .param(keyHash)
                .query(String.class)
                .optional();
    }

    void decide(UUID id, String state, UUID by, Instant at, @Nullable UUID caseId) {
        jdbc.sql("""
                        UPDATE psirt_quarantine SET state = :state, decided_by = :by, decided_at = :at, case_id = :case
                        WHERE id = :id""")
                .param("state", state)
                .param("by", by)
                .param("at", Timestamp.from(at))
                .param("case", caseId)
                .param("id", id)
                .update();
    }
}

package dev.shisa.server.evidence;

import dev.shisa.conformity.Confirmation;
import dev.shisa.conformity.Fact;
import dev.shisa.conformity.Slot;
import dev.shisa.conformity.Strength;
import dev.shisa.conformity.Subject;
import dev.shisa.conformity.Value;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Rows of facts with their confirmations, withdrawals and what replaces what. */
@Component
class FactStore {

    private static final String ENTRY = """
            SELECT f.*, e.code AS evidence_code,
                   c.person_id AS confirmed_by, c.name AS confirmed_name, c.at AS confirmed_at, c.note AS confirmed_note,
                   w.person_id AS withdrawn_by, w.name AS withdrawn_name, w.at AS withdrawn_at, w.reason AS withdrawn_reason,
                   ARRAY(SELECT p.superseded FROM fact_supersedes p WHERE p.fact_id = f.id) AS supersedes,
                   (SELECT p.fact_id FROM fact_supersedes p WHERE p.superseded = f.id
                       AND NOT EXISTS (SELECT FROM fact_withdrawal v WHERE v.fact_id = p.fact_id)
                    ORDER BY p.fact_id DESC LIMIT 1) AS superseded_by
            FROM fact f
            JOIN evidence e ON e.id = f.evidence_id
            LEFT JOIN fact_confirmation c ON c.fact_id = f.id AND c.undone_at IS NULL
            LEFT JOIN fact_withdrawal w ON w.fact_id = f.id
            """;

    private final JdbcClient jdbc;

    FactStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void insert(Fact fact, String detail) {
        jdbc.sql("""
                        INSERT INTO fact (id, subject_kind, subject_id, key, item, value_type, value, detail, strength,
                            observed_at, recorded_at, valid_until, evidence_id)
                        VALUES (:id, :kind, :subject, :key, :item, :type, :value, :detail, :strength,
                            :observed, :recorded, :until, :evidence)""")
                .param("id", fact.id())
                .param("kind", fact.subject().kind().code())
                .param("subject", fact.subject().id())
                .param("key", fact.slot().key().value())
                .param("item", fact.slot().item())
                .param("type", fact.value().type().name().toLowerCase(Locale.ROOT))
                .param("value", fact.value().canonical())
                .param("detail", detail)
                .param("strength", fact.strength().code())
                .param("observed", Timestamp.from(fact.observedAt()))
                .param("recorded", Timestamp.from(fact.recordedAt()))
                .param("until", timestamp(fact.validUntil()))
                .param("evidence", fact.evidence())
                .update();
        fact.supersedes()
                .forEach(superseded -> jdbc.sql("INSERT INTO fact_supersedes (fact_id, superseded) VALUES (?, ?)")
                        .params(fact.id(), superseded)
                        .update());
    }

    List<FactEntry> ofEvidence(UUID evidence) {
        return jdbc.sql(ENTRY + " WHERE f.evidence_id = :evidence ORDER BY f.key, f.item, f.recorded_at, f.id")
                .param("evidence", evidence)
                .query(FactStore::entry)
                .list();
    }

    List<FactEntry> ofEvidences(Collection<UUID> evidences) {
        return jdbc.sql(ENTRY + " WHERE f.evidence_id = ANY (:evidences) ORDER BY f.key, f.item, f.recorded_at, f.id")
                .param("evidences", evidences.toArray(UUID[]::new))
                .query(FactStore::entry)
                .list();
    }

    List<FactEntry> byIds(Collection<UUID> ids) {
        return jdbc.sql(ENTRY + " WHERE f.id = ANY (:ids)")
                .param("ids", ids.toArray(UUID[]::new))
                .query(FactStore::entry)
                .list();
    }

    List<FactEntry> history(Subject subject, Slot slot) {
        return jdbc.sql(ENTRY + """
                         WHERE f.subject_kind = :kind AND f.subject_id = :subject AND f.key = :key AND f.item = :item
                        ORDER BY f.observed_at DESC, f.recorded_at DESC, f.id DESC""")
                .param("kind", subject.kind().code())
                .param("subject", subject.id())
                .param("key", slot.key().value())
                .param("item", slot.item())
                .query(FactStore::entry)
                .list();
    }

    /** All facts of these subjects that are not withdrawn, replaced ones too: only the engine decides what counts. */
    List<FactEntry> ofSubjects(Collection<Subject> subjects) {
        return jdbc.sql(ENTRY + """
                         WHERE f.subject_id = ANY (:ids) AND f.subject_kind = ANY (:kinds) AND w.fact_id IS NULL
                        ORDER BY f.key, f.item, f.observed_at""")
                .param("ids", ids(subjects))
                .param("kinds", kinds(subjects))
                .query(FactStore::entry)
                .list();
    }

    /** A part of the same facts, in the order of their ids; of a key or an item only, if it is not empty. */
    List<FactEntry> behind(Collection<Subject> subjects, String key, String item, @Nullable UUID after, int most) {
        return jdbc.sql(ENTRY + """
                         WHERE f.subject_id = ANY (:ids) AND f.subject_kind = ANY (:kinds) AND w.fact_id IS NULL
                          AND (:key = '' OR f.key = :key) AND (:item = '' OR f.item = :item)
                          AND (:after::uuid IS NULL OR f.id > :after::uuid)
                        ORDER BY f.id LIMIT :most""")
                .param("ids", ids(subjects))
                .param("kinds", kinds(subjects))
                .param("key", key)
                .param("item", item)
                .param("after", after)
                .param("most", most)
                .query(FactStore::entry)
                .list();
    }

    /** How many standing facts there are about a subject with these words beside them; only words that are asked for. */
    Map<SaidOf, Integer> saying(Collection<FactEntry> entries) {
        Map<SaidOf, Integer> found = new HashMap<>();
        jdbc.sql("""
                        SELECT f.subject_id, f.detail, count(*) AS times
                        FROM fact f
                        WHERE f.subject_id = ANY (:ids) AND f.detail = ANY (:details)
                          AND NOT EXISTS (SELECT FROM fact_withdrawal w WHERE w.fact_id = f.id)
                          AND NOT EXISTS (SELECT FROM fact_supersedes p WHERE p.superseded = f.id)
                        GROUP BY f.subject_id, f.detail""")
                .param("ids", ids(entries.stream().map(FactEntry::subject).toList()))
                .param(
                        "details",
                        entries.stream()
                                .map(FactEntry::detail)
                                .filter(detail -> !detail.isBlank())
                                .distinct()
                                .toArray(String[]::new))
                .query((RowCallbackHandler) rs -> found.put(
                        new SaidOf(rs.getObject("subject_id", UUID.class), rs.getString("detail")),
                        rs.getInt("times")));
        return found;
    }

    /** Words beside facts about a subject. */
    record SaidOf(UUID subject, String detail) {

        static SaidOf of(FactEntry entry) {
            return new SaidOf(entry.subject().id(), entry.detail());
        }
    }

    /** The same facts without what only people want to know. */
    List<Fact> forEngine(Collection<Subject> subjects) {
        return jdbc.sql("""
                        SELECT f.*, c.person_id AS confirmed_by, c.name AS confirmed_name, c.at AS confirmed_at,
                               c.note AS confirmed_note,
                               ARRAY(SELECT p.superseded FROM fact_supersedes p WHERE p.fact_id = f.id) AS supersedes
                        FROM fact f LEFT JOIN fact_confirmation c ON c.fact_id = f.id AND c.undone_at IS NULL
                        WHERE f.subject_id = ANY (:ids) AND f.subject_kind = ANY (:kinds)
                          AND NOT EXISTS (SELECT FROM fact_withdrawal w WHERE w.fact_id = f.id)""")
                .param("ids", ids(subjects))
                .param("kinds", kinds(subjects))
                .query((rs, line) -> fact(rs, confirmedBy(rs)))
                .list();
    }

    private static UUID[] ids(Collection<Subject> subjects) {
        return subjects.stream().map(Subject::id).distinct().toArray(UUID[]::new);
    }

    private static String[] kinds(Collection<Subject> subjects) {
        return subjects.stream().map(s -> s.kind().code()).distinct().toArray(String[]::new);
    }

    /** Writes a confirmation; false if the fact is confirmed already. */
    boolean confirm(UUID id, UUID fact, UUID person, String name, Instant at, String note) {
        return jdbc.sql("""
                        INSERT INTO fact_confirmation (id, fact_id, person_id, name, at, note)
                        VALUES (:id, :fact, :person, :name, :at, :note) ON CONFLICT DO NOTHING""")
                        .param("id", id)
                        .param("fact", fact)
                        .param("person", person)
                        .param("name", name)
                        .param("at", Timestamp.from(at))
                        .param("note", note)
                        .update()
                == 1;
    }

    /** Writes a confirmation that was given at another installation. */
    void takeOver(UUID id, UUID fact, UUID importId, String name, Instant at, String note) {
        jdbc.sql("""
                        INSERT INTO fact_confirmation (id, fact_id, import_id, name, at, note)
                        VALUES (:id, :fact, :import, :name, :at, :note)""")
                .param("id", id)
                .param("fact", fact)
                .param("import", importId)
                .param("name", name)
                .param("at", Timestamp.from(at))
                .param("note", note)
                .update();
    }

    /** Takes back what this person confirmed of this evidence since an instant: the facts, each with its confirmation. */
    Map<UUID, UUID> unconfirm(UUID evidence, UUID person, Instant since, Instant now) {
        Map<UUID, UUID> undone = new HashMap<>();
        jdbc.sql("""
                        UPDATE fact_confirmation c SET undone_at = :now FROM fact f
                        WHERE f.id = c.fact_id AND f.evidence_id = :evidence AND c.person_id = :person
                          AND c.undone_at IS NULL AND c.at >= :since
                        RETURNING c.id, c.fact_id""")
                .param("now", Timestamp.from(now))
                .param("evidence", evidence)
                .param("person", person)
                .param("since", Timestamp.from(since))
                .query((ResultSet row) -> {
                    undone.put(row.getObject("fact_id", UUID.class), row.getObject("id", UUID.class));
                });
        return undone;
    }

    /** The confirmations of this evidence that were taken back, one for each act. */
    Map<UUID, List<EvidenceDetails.TakenBack>> takenBack(Collection<UUID> evidences) {
        Map<UUID, List<EvidenceDetails.TakenBack>> found = new HashMap<>();
        jdbc.sql("""
            SELECT f.evidence_id, c.name, c.at, c.note, c.undone_at, count(*) AS facts
            FROM fact_confirmation c JOIN fact f ON f.id = c.fact_id
            WHERE f.evidence_id = ANY (:evidences) AND c.undone_at IS NOT NULL
            GROUP BY f.evidence_id, c.person_id, c.name, c.at, c.note, c.undone_at ORDER BY c.at""").param("evidences", evidences.toArray(UUID[]::new)).query((RowCallbackHandler)
                rs -> found.computeIfAbsent(rs.getObject("evidence_id", UUID.class), id -> new ArrayList<>())
                        .add(new EvidenceDetails.TakenBack(
                                rs.getString("name"),
                                rs.getTimestamp("at").toInstant(),
                                rs.getString("note"),
                                rs.getTimestamp("undone_at").toInstant(),
                                rs.getInt("facts"))));
        return found;
    }

    /**
     * Writes a withdrawal; false if the fact is withdrawn already.
     *
     * @param person null: a watch takes back what it said
     */
    boolean withdraw(UUID fact, @Nullable UUID person, String name, Instant at, String reason) {
        return jdbc.sql("""
                        INSERT INTO fact_withdrawal (fact_id, person_id, name, at, reason)
                        VALUES (:fact, :person, :name, :at, :reason) ON CONFLICT DO NOTHING""")
                        .param("fact", fact)
                        .param("person", person)
                        .param("name", name)
                        .param("at", Timestamp.from(at))
                        .param("reason", reason)
                        .update()
                == 1;
    }

    private static FactEntry entry(ResultSet rs, int line) throws SQLException {
        FactEntry.ConfirmedBy confirmed = confirmedBy(rs);
        Instant withdrawnAt = EvidenceStore.instant(rs, "withdrawn_at");
        FactEntry.Withdrawal withdrawal = withdrawnAt == null
                ? null
                : new FactEntry.Withdrawal(
                        rs.getObject("withdrawn_by", UUID.class),
                        rs.getString("withdrawn_name"),
                        withdrawnAt,
                        rs.getString("withdrawn_reason"));
        return new FactEntry(
                fact(rs, confirmed),
                rs.getString("detail"),
                rs.getString("evidence_code"),
                confirmed,
                withdrawal,
                rs.getObject("superseded_by", UUID.class));
    }

    private static FactEntry.@Nullable ConfirmedBy confirmedBy(ResultSet rs) throws SQLException {
        Instant confirmedAt = EvidenceStore.instant(rs, "confirmed_at");
        return confirmedAt == null
                ? null
                : new FactEntry.ConfirmedBy(
                        rs.getObject("confirmed_by", UUID.class),
                        rs.getString("confirmed_name"),
                        confirmedAt,
                        rs.getString("confirmed_note"));
    }

    private static Fact fact(ResultSet rs, FactEntry.@Nullable ConfirmedBy confirmed) throws SQLException {
        Value.Type type = Value.Type.valueOf(rs.getString("value_type").toUpperCase(Locale.ROOT));
        UUID[] supersedes = (UUID[]) rs.getArray("supersedes").getArray();
        return new Fact(
                rs.getObject("id", UUID.class),
                new Subject(
                        Subject.Kind.parse(rs.getString("subject_kind")).orElseThrow(),
                        rs.getObject("subject_id", UUID.class)),
                Slot.of(rs.getString("key"), rs.getString("item")),
                Value.parse(type, rs.getString("value")).orElseThrow(),
                Strength.parse(rs.getString("strength")).orElseThrow(),
                rs.getTimestamp("observed_at").toInstant(),
                rs.getTimestamp("recorded_at").toInstant(),
                EvidenceStore.instant(rs, "valid_until"),
                rs.getObject("evidence_id", UUID.class),
                Set.copyOf(Arrays.asList(supersedes)),
                confirmed == null ? null : new Confirmation(confirmed.name(), confirmed.at()));
    }

    private static @Nullable Timestamp timestamp(@Nullable Instant at) {
        return at == null ? null : Timestamp.from(at);
    }
}

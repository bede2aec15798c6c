package dev.shisa.server.evidence;

import dev.shisa.conformity.FactKey;
import dev.shisa.conformity.Strength;
import dev.shisa.conformity.Subject;
import dev.shisa.server.platform.web.SearchWords;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Rows of evidence: written once, listed, found. */
@Component
class EvidenceStore {

    /** Evidence of which a fact waits for a second person. */
    private static final String WAITING = """
            e.id IN (SELECT t.evidence_id FROM fact_waiting t WHERE NOT t.declared OR t.key = ANY (:declared))""";

    /** Evidence {@code n} that continues other evidence, and was not taken back: with a fact that is not withdrawn, or none. */
    private static final String CONTINUES = """
            (NOT EXISTS (SELECT FROM fact f WHERE f.evidence_id = n.id)
                OR EXISTS (SELECT FROM fact f WHERE f.evidence_id = n.id
                    AND NOT EXISTS (SELECT FROM fact_withdrawal w WHERE w.fact_id = f.id)))""";

    /**
     * What lists show of the rows {@code ROWS}; their facts are looked at for these only. A fact stands while it is neither
     * withdrawn nor replaced by one that is not withdrawn; which of them wait for a
     * second person stands in {@code fact_waiting}.
     */
    private static final String SUMMARY_OF = """
            SELECT e.*, x.facts, x.standing, x.waiting, x.keys, x.confirmed_by
            FROM ROWS e
            CROSS JOIN LATERAL (
                SELECT count(*) AS facts,
                       count(*) FILTER (WHERE s.standing) AS standing,
                       count(*) FILTER (WHERE NOT t.declared OR t.key = ANY (:declared)) AS waiting,
                       array_agg(DISTINCT f.key) FILTER (WHERE s.standing) AS keys,
                       array_agg(DISTINCT c.name) FILTER (WHERE c.id IS NOT NULL) AS confirmed_by
                FROM fact f
                LEFT JOIN fact_confirmation c ON c.fact_id = f.id AND c.undone_at IS NULL
                LEFT JOIN fact_waiting t ON t.fact_id = f.id
                CROSS JOIN LATERAL (
                    SELECT NOT EXISTS (SELECT FROM fact_withdrawal w WHERE w.fact_id = f.id)
                       AND NOT EXISTS (SELECT FROM fact_supersedes p WHERE p.superseded = f.id
                           AND NOT EXISTS (SELECT FROM fact_withdrawal v WHERE v.fact_id = p.fact_id)) AS standing) s
                WHERE f.evidence_id = e.id) x
            """;

    private static final String SUMMARY = withFacts("evidence");

    private final JdbcClient jdbc;
    private final JsonMapper json;
    private final MadeTitles titles;

    EvidenceStore(JdbcClient jdbc, JsonMapper json, MadeTitles titles) {
        this.titles = titles;
        this.jdbc = jdbc;
        this.json = json;
    }

    List<UUID> about(Collection<Subject> subjects, @Nullable Set<FactKey> keys) {
        return jdbc.sql("""
                        SELECT e.id FROM evidence e WHERE EXISTS (SELECT FROM fact f WHERE f.evidence_id = e.id
                            AND f.subject_id = ANY (:subjects) AND (:any OR f.key = ANY (:keys)))
                        ORDER BY e.recorded_at, e.id""")
                .param("subjects", subjects.stream().map(Subject::id).toArray(UUID[]::new))
                .param("any", keys == null)
                .param(
                        "keys",
                        keys == null
                                ? new String[0]
                                : keys.stream().map(FactKey::value).toArray(String[]::new))
                .query((row, n) -> row.getObject("id", UUID.class))
                .list();
    }

    boolean codeIsTaken(String code) {
        return jdbc.sql("SELECT EXISTS (SELECT FROM evidence WHERE code = ?)")
                .param(code)
                .query(Boolean.class)
                .single();
    }

    void insert(
            UUID id,
            String code,
            NewEvidence e,
            Instant observedAt,
            Instant recordedAt,
            @Nullable Instant until,
            @Nullable String sending,
            @Nullable UUID importId) {
        StoredFile file = e.file();
        jdbc.sql("""
                        INSERT INTO evidence (id, code, kind, strength, title, statement, place, series_id, release_id, url,
                            blob_sha256, file_name, media_type, size_bytes, name_disagrees, record, observed_at, recorded_at,
                            valid_until, submitted_by, submitted_name, via, renews, sent_once, import_id)
                        VALUES (:id, :code, :kind, :strength, :title, :statement, :place, :series, :release, :url,
                            :sha256, :fileName, :mediaType, :size, :disagrees, :record::jsonb, :observed, :recorded,
                            :until, :by, :byName, :via, :renews, :sending, :import)""")
                .param("id", id)
                .param("code", code)
                .param("kind", e.kind().id())
                .param("strength", e.strength().code())
                .param("title", e.title())
                .param("statement", e.statement())
                .param("place", e.place())
                .param("series", e.seriesId())
                .param("release", e.releaseId())
                .param("url", e.url())
                .param("sha256", file == null ? null : file.sha256())
                .param("fileName", file == null ? null : file.fileName())
                .param("mediaType", file == null ? null : file.mediaType())
                .param("size", file == null ? null : file.sizeBytes())
                .param("disagrees", file != null && file.nameDisagrees())
                .param("record", json.writeValueAsString(e.record()))
                .param("observed", Timestamp.from(observedAt))
                .param("recorded", Timestamp.from(recordedAt))
                .param("until", until == null ? null : Timestamp.from(until))
                .param("by", e.by() == null ? null : e.by().id())
                .param("byName", e.byName())
                .param("via", e.via())
                .param("renews", e.renews())
                .param("sending", sending)
                .param("import", importId)
                .update();
    }

    /** What a sending recorded; who sends the same meanwhile waits here until this transaction ends. */
    Optional<UUID> recordedBy(String sending) {
        jdbc.sql("SELECT pg_advisory_xact_lock(hashtextextended(:sending, 0))")
                .param("sending", sending)
                .query((rs, n) -> true)
                .single();
        return jdbc.sql("SELECT id FROM evidence WHERE sent_once = :sending")
                .param("sending", sending)
                .query(UUID.class)
                .optional();
    }

    /** Locks a piece of evidence until the end of the transaction, so that acts on its facts come one after another. */
    void lock(UUID id) {
        jdbc.sql("SELECT id FROM evidence WHERE id = ? FOR UPDATE")
                .param(id)
                .query(UUID.class)
                .optional();
    }

    Optional<Row> byId(UUID id, Set<FactKey> declared) {
        return jdbc.sql(SUMMARY + " WHERE e.id = :id")
                .param("declared", keys(declared))
                .param("id", id)
                .query(this::row)
                .optional();
    }

    /** In the order in which they were recorded. */
    List<Row> rows(Collection<UUID> ids, Set<FactKey> declared) {
        return jdbc.sql(SUMMARY + " WHERE e.id = ANY (:ids) ORDER BY e.recorded_at, e.id")
                .param("declared", keys(declared))
                .param("ids", ids.toArray(UUID[]::new))
                .query(this::row)
                .list();
    }

    List<Row> rowsOf(Collection<String> codes, Set<FactKey> declared) {
        return jdbc.sql(SUMMARY + " WHERE e.code = ANY (:codes)")
                .param("declared", keys(declared))
                .param("codes", codes.toArray(String[]::new))
                .query(this::row)
                .list();
    }

    Optional<Row> byCode(String code, Set<FactKey> declared) {
        return jdbc.sql(SUMMARY + " WHERE e.code = :code")
                .param("declared", keys(declared))
                .param("code", code)
                .query(this::row)
                .optional();
    }

    /** The series that a piece of evidence is about; empty if it is the company's, or not there. */
    Optional<UUID> seriesOf(String code) {
        return jdbc.sql("SELECT series_id FROM evidence WHERE code = ? AND series_id IS NOT NULL")
                .param(code)
                .query(UUID.class)
                .optional();
    }

    Map<UUID, EvidenceSummary> byIds(Collection<UUID> ids, Set<FactKey> declared) {
        Map<UUID, EvidenceSummary> found = new HashMap<>();
        if (!ids.isEmpty()) {
            jdbc.sql(SUMMARY + " WHERE e.id = ANY (:ids)")
                    .param("declared", keys(declared))
                    .param("ids", ids.toArray(UUID[]::new))
                    .query(this::summary)
                    .list()
                    .forEach(e -> found.put(e.id(), e));
        }
        return found;
    }

    List<EvidenceSummary> search(EvidenceFilter filter, Set<UUID> except, Set<FactKey> declared, Instant now) {
        return page(filter, "", except, declared, now).query(this::summary).list();
    }

    /** A page and how many there are, found in one pass: whatever is searched for is looked for in every row. */
    EvidenceLog.Page page(EvidenceFilter filter, Set<UUID> except, Set<FactKey> declared, Instant now) {
        if (!filter.isNarrow()) {
            return new EvidenceLog.Page(search(filter, except, declared, now), count(filter, except, declared, now));
        }
        int[] found = {0};
        List<EvidenceSummary> rows = page(filter, ", count(*) OVER () AS found", except, declared, now)
                .query((rs, line) -> {
                    found[0] = rs.getInt("found");
                    return summary(rs, line);
                })
                .list();
        return new EvidenceLog.Page(
                rows, rows.isEmpty() && filter.offset() > 0 ? count(filter, except, declared, now) : found[0]);
    }

    /** Only ids are put in order; the rest is read of the page's rows alone. */
    private JdbcClient.StatementSpec page(
            EvidenceFilter filter, String more, Set<UUID> except, Set<FactKey> declared, Instant now) {
        String ordered = " ORDER BY " + order(filter);
        return filtered(
                        "SELECT e.id" + more + " FROM evidence e",
                        filter,
                        except,
                        now,
                        select -> withFacts("(SELECT * FROM (" + select + ordered
                                        + " LIMIT :limit OFFSET :offset) p JOIN evidence USING (id))")
                                + ordered)
                .param("declared", keys(declared))
                .param("limit", filter.limit())
                .param("offset", filter.offset());
    }

    List<UUID> ids(EvidenceFilter filter, Set<UUID> except, Set<FactKey> declared, Instant now, int most) {
        return filtered(
                        "SELECT e.id FROM evidence e",
                        filter,
                        except,
                        now,
                        select -> select + " ORDER BY " + order(filter) + " LIMIT :most")
                .param("declared", keys(declared))
                .param("most", most)
                .query((row, n) -> row.getObject("id", UUID.class))
                .list();
    }

    long newest(Collection<UUID> scope) {
        return jdbc.sql("""
                        SELECT e.added FROM evidence e WHERE :all OR e.series_id IS NULL OR e.series_id = ANY (:scope::uuid[])
                        ORDER BY e.added DESC LIMIT 1""")
                .param("all", scope.isEmpty())
                .param("scope", scope.toArray(UUID[]::new))
                .query(Long.class)
                .optional()
                .orElse(0L);
    }

    /** The same in the order in which they were recorded, behind one of them. */
    List<EvidenceSummary> behind(
            EvidenceFilter filter, @Nullable UUID after, Set<UUID> except, Set<FactKey> declared, Instant now) {
        return filtered(
                        "SELECT e.* FROM evidence e",
                        filter,
                        except,
                        now,
                        select -> withFacts("(" + select + (after == null ? "" : " AND e.id > :after")
                                        + " ORDER BY e.id LIMIT :limit)")
                                + " ORDER BY e.id")
                .param("declared", keys(declared))
                .param("limit", filter.limit())
                .param("after", after)
                .query(this::summary)
                .list();
    }

    /** The newest whose own texts contain all the words: of these series and the organisation's, or of all. */
    List<Found> containing(SearchWords words, Collection<UUID> scope, int atMost) {
        return jdbc.sql("""
                        SELECT e.code, e.kind, e.title, e.file_name, e.series_id, concat_ws(' ', e.statement, e.place, e.file_name, e.url,
                            e.submitted_name, e.record ->> 'model', e.record ->> 'firmware') AS text
                        FROM evidence e
                        WHERE (:all OR e.series_id IS NULL OR e.series_id = ANY (:scope::uuid[]))
                          AND NOT EXISTS (SELECT FROM unnest(:words::text[]) word WHERE position(word in e.folded) = 0)
                        ORDER BY e.recorded_at DESC NULLS LAST, e.id LIMIT :most""")
                .param("all", scope.isEmpty())
                .param("scope", scope.toArray(UUID[]::new))
                .param("words", words.words().toArray(String[]::new))
                .param("most", atMost)
                .query((rs, n) -> new Found(
                        rs.getString("code"),
                        titles.of(rs),
                        rs.getObject("series_id", UUID.class),
                        rs.getString("text")))
                .list();
    }

    int count(EvidenceFilter filter, Set<UUID> except, Set<FactKey> declared, Instant now) {
        return filtered("SELECT count(*) FROM evidence e", filter, except, now, select -> select)
                .param("declared", keys(declared))
                .query(Integer.class)
                .single();
    }

    Map<UUID, UUID> renewedBy(Collection<UUID> ids) {
        Map<UUID, UUID> latest = new HashMap<>();
        jdbc.sql("SELECT DISTINCT ON (renews) renews, id FROM evidence n WHERE renews = ANY (:ids) AND " + CONTINUES
                        + " ORDER BY renews, recorded_at DESC")
                .param("ids", ids.toArray(UUID[]::new))
                .query((RowCallbackHandler)
                        row -> latest.put(row.getObject("renews", UUID.class), row.getObject("id", UUID.class)));
        return latest;
    }

    private JdbcClient.StatementSpec filtered(
            String select, EvidenceFilter filter, Set<UUID> except, Instant now, UnaryOperator<String> around) {
        List<String> conditions = new ArrayList<>(List.of("true"));
        Map<String, Object> params = new LinkedHashMap<>();
        if (!filter.scope().isEmpty()) {
            conditions.add("(e.series_id IS NULL OR e.series_id = ANY (:scope))");
            params.put("scope", filter.scope().toArray(UUID[]::new));
        }
        if (filter.ofSeriesOnly()) {
            conditions.add("e.series_id IS NOT NULL");
        }
        if (!except.isEmpty()) {
            conditions.add("(e.series_id IS NULL OR e.series_id <> ALL (:except))");
            params.put("except", except.toArray(UUID[]::new));
        }
        if (filter.seriesId() != null) {
            conditions.add("e.series_id = :series");
            params.put("series", filter.seriesId());
        }
        if (!filter.codes().isEmpty()) {
            conditions.add("e.code = ANY (:codes)");
            params.put("codes", filter.codes().toArray(String[]::new));
        }
        if (filter.notBy() != null) {
            // Said so that the planner can tell that these are nearly all.
            conditions.add("(e.submitted_by IS NULL OR e.submitted_by <> :notBy)");
            params.put("notBy", filter.notBy());
        }
        if (filter.upTo() != null) {
            conditions.add("e.added <= :upTo");
            params.put("upTo", filter.upTo());
        }
        List<String> words = SearchWords.of(filter.words()).words();
        for (int i = 0; i < words.size(); i++) {
            conditions.add("position(:word" + i + " in e.folded) > 0");
            params.put("word" + i, words.get(i));
        }
        if (filter.kind() != null) {
            conditions.add("e.kind = :kind");
            params.put("kind", filter.kind().id());
        }
        if (filter.strength() != null) {
            conditions.add("e.strength = :strength");
            params.put("strength", filter.strength().code());
        }
        if (filter.expiresWithinDays() != null) {
            // What a later piece of evidence continues needs nobody's attention any more.
            conditions.add("e.valid_until <= :before AND NOT EXISTS (SELECT FROM evidence n WHERE n.renews = e.id AND "
                    + CONTINUES + ")");
            params.put("before", Timestamp.from(now.plus(filter.expiresWithinDays(), ChronoUnit.DAYS)));
            if (filter.expiresWithinDays() > 0) {
                conditions.add("e.valid_until > :now");
                params.put("now", Timestamp.from(now));
            }
        }
        if (filter.confirmation() != null) {
            conditions.add(
                    switch (filter.confirmation()) {
                        case WAITING -> WAITING;
                        case CONFIRMED -> "NOT (" + WAITING + """
                            ) AND EXISTS (SELECT FROM fact f JOIN fact_confirmation c ON c.fact_id = f.id
                                WHERE f.evidence_id = e.id AND c.undone_at IS NULL)""";
                    });
        }
        return jdbc.sql(around.apply(select + " WHERE " + String.join(" AND ", conditions)))
                .params(params);
    }

    /** What lists show of some evidence: the facts are only looked at for these rows. */
    private static String withFacts(String rows) {
        return SUMMARY_OF.replace("ROWS", rows);
    }

    private static String order(EvidenceFilter filter) {
        String column = switch (filter.sort()) {
            case TITLE -> "lower(e.title)";
            case STRENGTH -> "array_position(ARRAY['declared', 'documented', 'tested', 'measured'], e.strength)";
            case RECORDED -> "e.recorded_at";
            case EXPIRY -> "e.valid_until";
            case CONFIRMATION -> "(" + WAITING + ")";
        };
        return column + (filter.descending() ? " DESC NULLS LAST" : " NULLS LAST") + ", e.recorded_at DESC, e.id";
    }

    private static String[] keys(Set<FactKey> keys) {
        return keys.stream().map(FactKey::value).toArray(String[]::new);
    }

    private EvidenceSummary summary(ResultSet rs, int line) throws SQLException {
        return new EvidenceSummary(
                rs.getObject("id", UUID.class),
                rs.getString("code"),
                EvidenceKind.parse(rs.getString("kind")).orElseThrow(),
                Strength.parse(rs.getString("strength")).orElseThrow(),
                titles.of(rs),
                rs.getString("place"),
                rs.getObject("series_id", UUID.class),
                rs.getString("file_name"),
                rs.getString("media_type"),
                rs.getObject("size_bytes", Long.class),
                rs.getString("url"),
                rs.getTimestamp("observed_at").toInstant(),
                rs.getTimestamp("recorded_at").toInstant(),
                instant(rs, "valid_until"),
                rs.getObject("submitted_by", UUID.class),
                rs.getString("submitted_name"),
                rs.getString("via"),
                strings(rs, "keys").stream().sorted().map(FactKey::new).toList(),
                rs.getInt("facts"),
                rs.getInt("standing"),
                rs.getInt("waiting"),
                strings(rs, "confirmed_by"));
    }

    private Row row(ResultSet rs, int line) throws SQLException {
        EvidenceSummary summary = summary(rs, line);
        String sha256 = rs.getString("blob_sha256");
        String fileName = rs.getString("file_name");
        String mediaType = rs.getString("media_type");
        StoredFile file = sha256 == null || fileName == null || mediaType == null
                ? null
                : new StoredFile(
                        sha256, rs.getLong("size_bytes"), fileName, mediaType, rs.getBoolean("name_disagrees"));
        Map<String, String> record = json.readValue(rs.getString("record"), new TypeReference<>() {});
        return new Row(
                summary,
                rs.getString("statement"),
                rs.getObject("release_id", UUID.class),
                file,
                record,
                rs.getObject("renews", UUID.class));
    }

    static @Nullable Instant instant(ResultSet rs, String column) throws SQLException {
        Timestamp at = rs.getTimestamp(column);
        return at == null ? null : at.toInstant();
    }

    private static List<String> strings(ResultSet rs, String column) throws SQLException {
        Array array = rs.getArray(column);
        return array == null ? List.of() : Arrays.asList((String[]) array.getArray());
    }

    /** A piece of evidence without its facts. */
    record Row(
            EvidenceSummary summary,
            String statement,
            @Nullable UUID releaseId,
            @Nullable StoredFile file,
            Map<String, String> record,
            @Nullable UUID renews) {}

    /** A piece of evidence as the search shows it; without a series: of the organisation. */
    record Found(String code, EvidenceTitle title, @Nullable UUID seriesId, String text) {}
}

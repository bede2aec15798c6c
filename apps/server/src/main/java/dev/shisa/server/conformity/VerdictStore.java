package dev.shisa.server.conformity;

import dev.shisa.conformity.NextQuestion;
import dev.shisa.conformity.Proof;
import dev.shisa.conformity.ProofJson;
import dev.shisa.conformity.RequirementId;
import dev.shisa.conformity.Slot;
import dev.shisa.conformity.Subject;
import dev.shisa.conformity.VerdictState;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcOperations;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Verdicts, their history, and the standing of each series. */
@Component
class VerdictStore {

    /**
     * More than a new product has open, since what is to come is counted from it; of what else is to be done as much: what
     * waits for a second person hides no question. The question flow asks again after each answer.
     */
    static final int NEXT_MAX = 400;

    private static final String COLUMNS = """
            series_id, framework, requirement, release_id, state, towards, edition, decided_at, since, changes_at, ground
            """;

    private final JdbcClient jdbc;
    private final NamedParameterJdbcOperations batches;
    private final JsonMapper json;

    VerdictStore(JdbcClient jdbc, NamedParameterJdbcOperations batches, JsonMapper json) {
        this.jdbc = jdbc;
        this.batches = batches;
        this.json = json;
    }

    /**
     * What is known of a verdict before it is decided again.
     *
     * @param content {@link Row#content}
     * @param asked {@link Row#asked}; null: decided before that was remembered
     */
    record Before(
            VerdictState state,
            @Nullable VerdictState towards,
            String edition,
            Instant since,
            @Nullable Instant changesAt,
            String content,
            @Nullable String asked) {

        /** Whether a new decision says the same, apart from its instant. */
        boolean isSame(Row row) {
            return edition.equals(row.verdict().edition())
                    && content.equals(row.content())
                    && row.asked().equals(asked);
        }
    }

    /**
     * A verdict as it is stored.
     *
     * @param proof canonical JSON
     * @param content SHA-256 of everything but the instant of the decision
     * @param asked by which text and rule it came out: {@link Reopenings#asked}
     */
    record Row(StoredVerdict verdict, String proof, String content, String asked) {

        static Row of(StoredVerdict verdict, Proof proof, String asked) {
            String json = ProofJson.write(proof);
            // The name stands only once in a proof: inside of texts its quotation marks are escaped.
            String instant = "\"decidedAt\":\"" + proof.decidedAt() + "\"";
            return new Row(
                    verdict,
                    json,
                    sha256(verdict.releaseId() + " " + verdict.changesAt() + " " + json.replace(instant, "")),
                    asked);
        }

        static String sha256(String text) {
            try {
                return HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("SHA-256 is part of every JDK", e);
            }
        }
    }

    /** The verdicts of a series without their grounds. */
    Map<RequirementId, Before> before(UUID seriesId) {
        Map<RequirementId, Before> before = new HashMap<>();
        jdbc.sql("""
                        SELECT framework, requirement, state, towards, edition, since, changes_at, content, asked
                        FROM verdict WHERE series_id = :series""")
                .param("series", seriesId)
                .query((row, n) -> before.put(
                        new RequirementId(row.getString("framework"), row.getString("requirement")),
                        new Before(
                                state(row.getString("state")),
                                towards(row),
                                row.getString("edition"),
                                row.getTimestamp("since").toInstant(),
                                changesAt(row),
                                row.getString("content"),
                                row.getString("asked"))))
                .list();
        return before;
    }

    List<StoredVerdict> of(UUID seriesId) {
        return jdbc.sql("SELECT " + COLUMNS + " FROM verdict WHERE series_id = :series ORDER BY framework, requirement")
                .param("series", seriesId)
                .query(this::verdict)
                .list();
    }

    Optional<StoredVerdict> one(UUID seriesId, RequirementId requirement) {
        return jdbc.sql("SELECT " + COLUMNS + """
                         FROM verdict
                        WHERE series_id = :series AND framework = :framework AND requirement = :requirement""")
                .param("series", seriesId)
                .param("framework", requirement.framework())
                .param("requirement", requirement.number())
                .query(this::verdict)
                .optional();
    }

    /** A verdict with its proof as it is stored: canonical JSON. */
    record Proven(StoredVerdict verdict, String proof) {}

    Optional<Proven> proven(UUID seriesId, RequirementId requirement) {
        return jdbc.sql("SELECT " + COLUMNS + """
                        , proof FROM verdict
                        WHERE series_id = :series AND framework = :framework AND requirement = :requirement""")
                .param("series", seriesId)
                .param("framework", requirement.framework())
                .param("requirement", requirement.number())
                .query((row, n) -> new Proven(verdict(row, n), row.getString("proof")))
                .optional();
    }

    Optional<String> proof(UUID seriesId, RequirementId requirement) {
        return jdbc.sql("""
                        SELECT proof FROM verdict
                        WHERE series_id = :series AND framework = :framework AND requirement = :requirement""")
                .param("series", seriesId)
                .param("framework", requirement.framework())
                .param("requirement", requirement.number())
                .query(String.class)
                .optional();
    }

    /** All proofs of a series in a framework. */
    Map<RequirementId, String> proofs(UUID seriesId, String framework) {
        Map<RequirementId, String> proofs = new HashMap<>();
        jdbc.sql("SELECT requirement, proof FROM verdict WHERE series_id = :series AND framework = :framework")
                .param("series", seriesId)
                .param("framework", framework)
                .query((row, n) ->
                        proofs.put(new RequirementId(framework, row.getString("requirement")), row.getString("proof")))
                .list();
        return proofs;
    }

    void put(Collection<Row> rows) {
        batches.batchUpdate("""
                INSERT INTO verdict (series_id, framework, requirement, release_id, state, towards, edition,
                    decided_at, since, changes_at, ground, proof, content, asked)
                VALUES (:series, :framework, :requirement, :release, :state, :towards, :edition,
                    :decided, :since, :changes, :ground::jsonb, :proof, :content, :asked)
                ON CONFLICT (series_id, framework, requirement) DO UPDATE
                SET release_id = excluded.release_id, state = excluded.state, towards = excluded.towards,
                    edition = excluded.edition, decided_at = excluded.decided_at, since = excluded.since,
                    changes_at = excluded.changes_at, ground = excluded.ground, proof = excluded.proof,
                    content = excluded.content, asked = excluded.asked""", rows.stream().map(this::params).toArray(SqlParameterSource[]::new));
    }

    private SqlParameterSource params(Row row) {
        StoredVerdict verdict = row.verdict();
        VerdictState towards = verdict.towards();
        Instant changes = verdict.changesAt();
        return new MapSqlParameterSource()
                .addValue("series", verdict.seriesId())
                .addValue("framework", verdict.requirement().framework())
                .addValue("requirement", verdict.requirement().number())
                .addValue("release", verdict.releaseId(), Types.OTHER)
                .addValue("state", verdict.state().code())
                .addValue("towards", towards == null ? null : towards.code(), Types.VARCHAR)
                .addValue("edition", verdict.edition())
                .addValue("decided", Timestamp.from(verdict.decidedAt()))
                .addValue("since", Timestamp.from(verdict.since()))
                .addValue("changes", changes == null ? null : Timestamp.from(changes), Types.TIMESTAMP)
                .addValue("ground", json.writeValueAsString(verdict.ground()))
                .addValue("proof", row.proof())
                .addValue("content", row.content())
                .addValue("asked", row.asked());
    }

    void forget(UUID seriesId, RequirementId requirement) {
        jdbc.sql("""
                        DELETE FROM verdict
                        WHERE series_id = :series AND framework = :framework AND requirement = :requirement""")
                .param("series", seriesId)
                .param("framework", requirement.framework())
                .param("requirement", requirement.number())
                .update();
    }

    void forgetStanding(UUID subjectId, String framework) {
        jdbc.sql("DELETE FROM standing WHERE series_id = :subject AND framework = :framework")
                .param("subject", subjectId)
                .param("framework", framework)
                .update();
    }

    /** Writes a change into the history; returns its number. */
    long changed(StoredVerdict now, @Nullable VerdictState from, Change change) {
        return jdbc.sql("""
                        INSERT INTO verdict_change (series_id, framework, requirement, at, from_state, to_state, towards,
                            cause, cause_args, caused_at)
                        VALUES (:series, :framework, :requirement, :at, :from, :to, :towards,
                            :cause, :args::jsonb, :caused)
                        RETURNING id""")
                .param("series", now.seriesId())
                .param("framework", now.requirement().framework())
                .param("requirement", now.requirement().number())
                .param("at", Timestamp.from(now.decidedAt()))
                .param("from", from == null ? null : from.code())
                .param("to", now.state().code())
                .param("towards", now.towards() == null ? null : now.towards().code())
                .param("cause", change.cause().key())
                .param("args", json.writeValueAsString(change.cause().args()))
                .param("caused", Timestamp.from(change.at()))
                .query(Long.class)
                .single();
    }

    List<VerdictChange> history(UUID seriesId, RequirementId requirement, int most) {
        return jdbc.sql("""
                        SELECT * FROM verdict_change
                        WHERE series_id = :series AND framework = :framework AND requirement = :requirement
                        ORDER BY id DESC LIMIT :most""")
                .param("series", seriesId)
                .param("framework", requirement.framework())
                .param("requirement", requirement.number())
                .param("most", most)
                .query(this::change)
                .list();
    }

    List<VerdictChange> latest(Subjects subjects, @Nullable String framework, int most) {
        return jdbc.sql("""
                        SELECT * FROM verdict_change WHERE from_state IS NOT NULL
                          AND (:all OR series_id = ANY (:only::uuid[])) AND series_id <> ALL (:except::uuid[])
                          AND (:framework::text IS NULL OR framework = :framework)
                        ORDER BY id DESC LIMIT :most""")
                .params(subjects.params())
                .param("framework", framework)
                .param("most", most)
                .query(this::change)
                .list();
    }

    /** Writes what lists show of a series, unless it is there already. */
    void standing(
            UUID seriesId,
            String framework,
            Map<VerdictState, Integer> counts,
            List<NextQuestion> next,
            @Nullable LocalDate supportEnds,
            Instant at) {
        Map<String, Integer> byCode = new HashMap<>();
        counts.forEach((state, number) -> byCode.put(state.code(), number));
        Set<NextQuestion> questions =
                next.stream().filter(NextQuestion::isAnswered).limit(NEXT_MAX).collect(Collectors.toSet());
        Set<NextQuestion> acts =
                next.stream().filter(act -> !act.isAnswered()).limit(NEXT_MAX).collect(Collectors.toSet());
        List<NextQuestion> first = next.stream()
                .filter(one -> questions.contains(one) || acts.contains(one))
                .toList();
        jdbc.sql("""
                        INSERT INTO standing (series_id, framework, counts, next, next_in_short, support_ends, decided_at)
                        VALUES (:series, :framework, :counts::jsonb, :next::jsonb, :short::jsonb, :ends, :at)
                        ON CONFLICT (series_id, framework) DO UPDATE
                        SET counts = excluded.counts, next = excluded.next,
                            next_in_short = excluded.next_in_short,
                            support_ends = excluded.support_ends, decided_at = excluded.decided_at
                        WHERE (standing.counts, standing.next, standing.next_in_short, standing.support_ends)
                            IS DISTINCT FROM
                              (excluded.counts, excluded.next, excluded.next_in_short, excluded.support_ends)""")
                .param("series", seriesId)
                .param("framework", framework)
                .param("counts", json.writeValueAsString(byCode))
                .param(
                        "next",
                        json.writeValueAsString(first.stream().map(NextRow::of).toList()))
                .param("short", json.writeValueAsString(NextInShort.of(first)))
                .param("ends", supportEnds)
                .param("at", Timestamp.from(at))
                .update();
    }

    /** The day is said of the series, whatever the framework. */
    void supportEnds(UUID seriesId, @Nullable LocalDate day) {
        jdbc.sql("""
                        UPDATE standing SET support_ends = :day::date
                        WHERE series_id = :series AND support_ends IS DISTINCT FROM :day::date""").param("series", seriesId).param("day", day).update();
    }

    /** By subject and guide. */
    Map<UUID, Map<String, Standing>> standings(Collection<UUID> series, Instant now) {
        if (series.isEmpty()) {
            return Map.of();
        }
        return jdbc
                .sql("""
                        SELECT s.series_id, s.framework, s.counts, s.next_in_short, s.support_ends,
                               s.series_id IN (SELECT series_id FROM redecision_series)
                            OR s.series_id IN (SELECT series_id FROM verdict WHERE changes_at <= :now) AS waiting
                        FROM standing s WHERE s.series_id = ANY (:series)""")
                .param("series", series.toArray(UUID[]::new))
                .param("now", Timestamp.from(now))
                .query(this::standing)
                .list()
                .stream()
                .collect(Collectors.groupingBy(
                        Standing::seriesId, Collectors.toMap(Standing::framework, standing -> standing)));
    }

    /**
     * Which series, or the organisation.
     *
     * @param only these; all if none is named
     * @param except none of these
     */
    record Subjects(Collection<UUID> only, Collection<UUID> except) {

        private Map<String, Object> params() {
            return Map.of(
                    "all", only.isEmpty(), "only", only.toArray(UUID[]::new), "except", except.toArray(UUID[]::new));
        }
    }

    /** How many have something open in a guide that they follow. */
    int open(Subjects subjects) {
        return jdbc.sql("""
                        SELECT count(DISTINCT series_id) FROM standing
                        WHERE open > 0 AND (:all OR series_id = ANY (:only::uuid[]))
                          AND series_id <> ALL (:except::uuid[])""").params(subjects.params()).query(Integer.class).single();
    }

    /** Those of them behind one, in the order of their ids. */
    List<UUID> open(Subjects subjects, UUID after, int most) {
        return jdbc.sql("""
                        SELECT DISTINCT series_id FROM standing
                        WHERE open > 0 AND series_id > :after AND (:all OR series_id = ANY (:only::uuid[]))
                          AND series_id <> ALL (:except::uuid[])
                        ORDER BY series_id LIMIT :most""")
                .params(subjects.params())
                .param("after", after)
                .param("most", most)
                .query((row, n) -> row.getObject("series_id", UUID.class))
                .list();
    }

    /** Those in which something fails or must be looked at again, and the maker has not decided against it. */
    List<UUID> pressing(Subjects subjects, LocalDate today, int most) {
        return jdbc.sql("""
                        SELECT DISTINCT series_id FROM verdict v
                        WHERE state IN ('not-met', 'recheck')
                          AND (:all OR series_id = ANY (:only::uuid[])) AND series_id <> ALL (:except::uuid[])
                          AND NOT EXISTS (SELECT FROM not_adopted n WHERE n.subject_id = v.series_id
                              AND n.framework = v.framework AND n.requirement = v.requirement
                              AND n.ended_at IS NULL AND (n.until IS NULL OR n.until >= :today))
                        ORDER BY series_id LIMIT :most""")
                .params(subjects.params())
                .param("today", today)
                .param("most", most)
                .query((row, n) -> row.getObject("series_id", UUID.class))
                .list();
    }

    /** Those that were judged by a guide, behind one of them, in the order of their ids. */
    List<UUID> judged(Subjects subjects, String framework, @Nullable UUID after, int most) {
        return jdbc.sql("""
                        SELECT series_id FROM standing
                        WHERE framework = :framework AND (:after::uuid IS NULL OR series_id > :after::uuid)
                          AND (:all OR series_id = ANY (:only::uuid[])) AND series_id <> ALL (:except::uuid[])
                        ORDER BY series_id LIMIT :most""")
                .params(subjects.params())
                .param("framework", framework)
                .param("after", after)
                .param("most", most)
                .query((row, n) -> row.getObject("series_id", UUID.class))
                .list();
    }

    /** How many requirements each subject has settled in the first of these guides that it follows. */
    Map<UUID, Long> settled(List<String> frameworks) {
        return places("""
                SELECT series_id, min(array_position(:frameworks, framework) * 1000000::bigint + settled) % 1000000 AS place
                FROM standing WHERE framework = ANY (:frameworks) GROUP BY series_id""", frameworks);
    }

    /** The last day of support, in days. */
    Map<UUID, Long> supportEnds(List<String> frameworks) {
        return places("""
                SELECT series_id, min(support_ends - date '1970-01-01')::bigint AS place FROM standing
                WHERE framework = ANY (:frameworks) AND support_ends IS NOT NULL GROUP BY series_id""", frameworks);
    }

    /**
     * What the next step of each subject is, the kinds as {@link NextSteps} ranks them, of questions the fewest first;
     * subjects without a next step are not in it.
     */
    Map<UUID, Long> nextSteps(List<String> frameworks) {
        return places("""
                SELECT series_id, min(place) AS place FROM (
                    SELECT series_id, CASE
                        WHEN next_in_short ->> 'resolve' IS NOT NULL THEN 0
                        WHEN (next_in_short ->> 'questions')::int > 0
                            THEN 1000000 + (next_in_short ->> 'questions')::bigint
                        WHEN (next_in_short ->> 'contradicted')::int > 0 THEN 1900000
                        WHEN (next_in_short ->> 'parameter')::boolean THEN 2000000
                        WHEN (next_in_short ->> 'confirmations')::int > 0 THEN 3000000
                        WHEN next_in_short -> 'single' ->> 'weak' IS NOT NULL THEN 4000000
                        WHEN (counts ->> 'recheck')::int > 0 THEN 5000000 END AS place
                    FROM standing WHERE framework = ANY (:frameworks)) s
                WHERE place IS NOT NULL GROUP BY series_id""", frameworks);
    }

    private Map<UUID, Long> places(String sql, List<String> frameworks) {
        Map<UUID, Long> places = new HashMap<>();
        jdbc.sql(sql).param("frameworks", frameworks.toArray(String[]::new)).query(row -> {
            places.put(row.getObject("series_id", UUID.class), row.getLong("place"));
        });
        return places;
    }

    /** The next questions of each guide that was decided for these subjects. */
    Map<UUID, Map<String, List<NextQuestion>>> next(Collection<UUID> subjects) {
        Map<UUID, Map<String, List<NextQuestion>>> bySubject = new HashMap<>();
        jdbc.sql("SELECT series_id, framework, next FROM standing WHERE series_id = ANY (:subjects)")
                .param("subjects", subjects.toArray(UUID[]::new))
                .query((row, n) -> bySubject
                        .computeIfAbsent(row.getObject("series_id", UUID.class), id -> new HashMap<>())
                        .put(
                                row.getString("framework"),
                                json.readValue(row.getString("next"), new TypeReference<List<NextRow>>() {}).stream()
                                        .map(NextRow::question)
                                        .toList()))
                .list();
        return bySubject;
    }

    List<Verdicts.OpenVerdict> inStates(Collection<UUID> series, Set<VerdictState> states) {
        return jdbc.sql("""
                        SELECT series_id, framework, requirement, state,
                               CASE WHEN state = 'recheck' THEN jsonb_path_query_array(
                                   ground, '$.points[*] ? (@.reason == "CONTRADICTION")')::text END AS contradicted
                        FROM verdict
                        WHERE series_id = ANY (:series) AND state = ANY (:states)""")
                .param("series", series.toArray(UUID[]::new))
                .param("states", states.stream().map(VerdictState::code).toArray(String[]::new))
                .query((row, n) -> new Verdicts.OpenVerdict(
                        row.getObject("series_id", UUID.class),
                        new RequirementId(row.getString("framework"), row.getString("requirement")),
                        state(row.getString("state")),
                        contradictions(row.getString("contradicted"))))
                .list();
    }

    private List<Ground.Point> contradictions(@Nullable String points) {
        return points == null || points.equals("[]")
                ? List.of()
                : json.readValue(points, new TypeReference<List<Ground.Point>>() {});
    }

    private Standing standing(ResultSet row, int n) throws SQLException {
        Map<String, Integer> byCode =
                json.readValue(row.getString("counts"), new TypeReference<Map<String, Integer>>() {});
        Map<VerdictState, Integer> counts = new EnumMap<>(VerdictState.class);
        byCode.forEach((code, number) -> VerdictState.parse(code).ifPresent(state -> counts.put(state, number)));
        return new Standing(
                row.getObject("series_id", UUID.class),
                row.getString("framework"),
                counts,
                0,
                json.readValue(row.getString("next_in_short"), NextInShort.class),
                row.getObject("support_ends", LocalDate.class),
                row.getBoolean("waiting"));
    }

    private StoredVerdict verdict(ResultSet row, int n) throws SQLException {
        return new StoredVerdict(
                row.getObject("series_id", UUID.class),
                new RequirementId(row.getString("framework"), row.getString("requirement")),
                row.getObject("release_id", UUID.class),
                state(row.getString("state")),
                towards(row),
                row.getString("edition"),
                row.getTimestamp("decided_at").toInstant(),
                row.getTimestamp("since").toInstant(),
                changesAt(row),
                json.readValue(row.getString("ground"), Ground.class));
    }

    private VerdictChange change(ResultSet row, int n) throws SQLException {
        String from = row.getString("from_state");
        return new VerdictChange(
                row.getLong("id"),
                row.getObject("series_id", UUID.class),
                new RequirementId(row.getString("framework"), row.getString("requirement")),
                row.getTimestamp("at").toInstant(),
                from == null ? null : state(from),
                state(row.getString("to_state")),
                towards(row),
                row.getString("cause"),
                json.readValue(row.getString("cause_args"), new TypeReference<List<String>>() {}),
                row.getTimestamp("caused_at").toInstant());
    }

    private static @Nullable VerdictState towards(ResultSet row) throws SQLException {
        String code = row.getString("towards");
        return code == null ? null : state(code);
    }

    private static @Nullable Instant changesAt(ResultSet row) throws SQLException {
        Timestamp at = row.getTimestamp("changes_at");
        return at == null ? null : at.toInstant();
    }

    private static VerdictState state(String code) {
        return VerdictState.parse(code).orElseThrow(() -> new IllegalStateException("stored state " + code));
    }

    /** A next question as stored. */
    record NextRow(
            NextQuestion.Kind kind,
            @Nullable String subjectKind,
            @Nullable UUID subjectId,
            @Nullable String key,
            @Nullable String item,
            @Nullable String parameter,
            @Nullable UUID fact,
            List<String> decides,
            List<String> touches) {

        static NextRow of(NextQuestion question) {
            Subject subject = question.subject();
            Slot slot = question.slot();
            return new NextRow(
                    question.kind(),
                    subject == null ? null : subject.kind().code(),
                    subject == null ? null : subject.id(),
                    slot == null ? null : slot.key().value(),
                    slot == null ? null : slot.item(),
                    question.parameter(),
                    question.fact(),
                    question.decides().stream()
                            .map(RequirementId::toString)
                            .sorted()
                            .toList(),
                    question.touches().stream()
                            .map(RequirementId::toString)
                            .sorted()
                            .toList());
        }

        NextQuestion question() {
            return new NextQuestion(
                    kind,
                    subjectKind == null || subjectId == null
                            ? null
                            : new Subject(Subject.Kind.parse(subjectKind).orElseThrow(), subjectId),
                    key == null ? null : Slot.of(key, item == null ? "" : item),
                    parameter,
                    fact,
                    ids(decides),
                    ids(touches));
        }

        private static Set<RequirementId> ids(List<String> texts) {
            return texts.stream()
                    .map(text -> RequirementId.parse(text).orElseThrow())
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }
}

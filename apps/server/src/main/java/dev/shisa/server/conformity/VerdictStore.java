package dev.shisa.server.conformity;

import dev.shisa.conformity.NextQuestion;
import dev.shisa.conformity.RequirementId;
import dev.shisa.conformity.Slot;
import dev.shisa.conformity.Subject;
import dev.shisa.conformity.VerdictState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Verdicts, their history, and the standing of each series. */
@Component
class VerdictStore {

    /** Lists offer a few next questions; the question flow asks again after each answer. */
    static final int NEXT_MAX = 60;

    private static final String COLUMNS = """
            series_id, framework, requirement, release_id, state, towards, edition, decided_at, since, changes_at, ground
            """;

    private final JdbcClient jdbc;
    private final JsonMapper json;

    VerdictStore(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /**
     * Lets one transaction at a time recompute a series: without it two answers given at once would each be decided
     * without the other. Taken before the facts are read, so that what is read includes what the other committed.
     */
    void lock(UUID seriesId) {
        jdbc.sql("SELECT pg_advisory_xact_lock(hashtextextended('verdicts ' || :series, 0))")
                .param("series", seriesId.toString())
                .query((row, n) -> true)
                .list();
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

    void put(StoredVerdict verdict, String proof) {
        jdbc.sql("""
                        INSERT INTO verdict (series_id, framework, requirement, release_id, state, towards, edition,
                            decided_at, since, changes_at, ground, proof)
                        VALUES (:series, :framework, :requirement, :release, :state, :towards, :edition,
                            :decided, :since, :changes, :ground::jsonb, :proof)
                        ON CONFLICT (series_id, framework, requirement) DO UPDATE
                        SET release_id = excluded.release_id, state = excluded.state, towards = excluded.towards,
                            edition = excluded.edition, decided_at = excluded.decided_at, since = excluded.since,
                            changes_at = excluded.changes_at, ground = excluded.ground, proof = excluded.proof""")
                .param("series", verdict.seriesId())
                .param("framework", verdict.requirement().framework())
                .param("requirement", verdict.requirement().number())
                .param("release", verdict.releaseId())
                .param("state", verdict.state().code())
                .param(
                        "towards",
                        verdict.towards() == null ? null : verdict.towards().code())
                .param("edition", verdict.edition())
                .param("decided", Timestamp.from(verdict.decidedAt()))
                .param("since", Timestamp.from(verdict.since()))
                .param("changes", verdict.changesAt() == null ? null : Timestamp.from(verdict.changesAt()))
                .param("ground", json.writeValueAsString(verdict.ground()))
                .param("proof", proof)
                .update();
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

    /** Writes a change into the history; returns its number. */
    long changed(StoredVerdict now, @Nullable VerdictState from, Cause cause) {
        return jdbc.sql("""
                        INSERT INTO verdict_change
                            (series_id, framework, requirement, at, from_state, to_state, towards, cause, cause_args)
                        VALUES (:series, :framework, :requirement, :at, :from, :to, :towards, :cause, :args::jsonb)
                        RETURNING id""")
                .param("series", now.seriesId())
                .param("framework", now.requirement().framework())
                .param("requirement", now.requirement().number())
                .param("at", Timestamp.from(now.decidedAt()))
                .param("from", from == null ? null : from.code())
                .param("to", now.state().code())
                .param("towards", now.towards() == null ? null : now.towards().code())
                .param("cause", cause.key())
                .param("args", json.writeValueAsString(cause.args()))
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

    List<VerdictChange> latest(Collection<UUID> series, int most) {
        if (series.isEmpty()) {
            return List.of();
        }
        return jdbc.sql("""
                        SELECT * FROM verdict_change WHERE series_id IN (:series) AND from_state IS NOT NULL
                        ORDER BY id DESC LIMIT :most""")
                .param("series", series)
                .param("most", most)
                .query(this::change)
                .list();
    }

    /** Series with a verdict that rests on a fact which has expired since. */
    List<Due> due(Instant now, int most) {
        return jdbc.sql("""
                        SELECT series_id, framework, requirement FROM verdict
                        WHERE changes_at <= :now ORDER BY changes_at LIMIT :most""")
                .param("now", Timestamp.from(now))
                .param("most", most)
                .query((row, n) -> new Due(
                        row.getObject("series_id", UUID.class),
                        new RequirementId(row.getString("framework"), row.getString("requirement"))))
                .list();
    }

    long countDue(Instant now) {
        return jdbc.sql("SELECT count(*) FROM verdict WHERE changes_at <= :now")
                .param("now", Timestamp.from(now))
                .query(Long.class)
                .single();
    }

    record Due(UUID seriesId, RequirementId requirement) {}

    void standing(
            UUID seriesId,
            String framework,
            Map<VerdictState, Integer> counts,
            List<NextQuestion> next,
            @Nullable LocalDate supportEnds,
            Instant at) {
        Map<String, Integer> byCode = new HashMap<>();
        counts.forEach((state, number) -> byCode.put(state.code(), number));
        List<NextQuestion> first = next.stream().limit(NEXT_MAX).toList();
        jdbc.sql("""
                        INSERT INTO standing (series_id, framework, counts, next, next_in_short, support_ends, decided_at)
                        VALUES (:series, :framework, :counts::jsonb, :next::jsonb, :short::jsonb, :ends, :at)
                        ON CONFLICT (series_id, framework) DO UPDATE
                        SET counts = excluded.counts, next = excluded.next,
                            next_in_short = excluded.next_in_short,
                            support_ends = excluded.support_ends, decided_at = excluded.decided_at""")
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

    Map<UUID, Standing> standings(Collection<UUID> series, String framework) {
        if (series.isEmpty()) {
            return Map.of();
        }
        return jdbc
                .sql(
                        "SELECT series_id, counts, next_in_short, support_ends FROM standing WHERE framework = :framework AND series_id = ANY (:series)")
                .param("framework", framework)
                .param("series", series.toArray(UUID[]::new))
                .query(this::standing)
                .list()
                .stream()
                .collect(Collectors.toMap(Standing::seriesId, s -> s));
    }

    List<NextQuestion> next(UUID seriesId, String framework) {
        return jdbc
                .sql("SELECT next FROM standing WHERE framework = :framework AND series_id = :series")
                .param("framework", framework)
                .param("series", seriesId)
                .query((row, n) -> json.readValue(row.getString("next"), new TypeReference<List<NextRow>>() {}))
                .optional()
                .orElse(List.of())
                .stream()
                .map(NextRow::question)
                .toList();
    }

    List<Verdicts.OpenVerdict> inStates(Collection<UUID> series, String framework, Set<VerdictState> states) {
        return jdbc.sql("""
                        SELECT series_id, framework, requirement, state FROM verdict
                        WHERE series_id = ANY (:series) AND framework = :framework AND state = ANY (:states)""")
                .param("series", series.toArray(UUID[]::new))
                .param("framework", framework)
                .param("states", states.stream().map(VerdictState::code).toArray(String[]::new))
                .query((row, n) -> new Verdicts.OpenVerdict(
                        row.getObject("series_id", UUID.class),
                        new RequirementId(row.getString("framework"), row.getString("requirement")),
                        state(row.getString("state"))))
                .list();
    }

    private Standing standing(ResultSet row, int n) throws SQLException {
        Map<String, Integer> byCode =
                json.readValue(row.getString("counts"), new TypeReference<Map<String, Integer>>() {});
        Map<VerdictState, Integer> counts = new EnumMap<>(VerdictState.class);
        byCode.forEach((code, number) -> VerdictState.parse(code).ifPresent(state -> counts.put(state, number)));
        return new Standing(
                row.getObject("series_id", UUID.class),
                counts,
                json.readValue(row.getString("next_in_short"), NextInShort.class),
                row.getObject("support_ends", LocalDate.class));
    }

    private StoredVerdict verdict(ResultSet row, int n) throws SQLException {
        Timestamp changes = row.getTimestamp("changes_at");
        return new StoredVerdict(
                row.getObject("series_id", UUID.class),
                new RequirementId(row.getString("framework"), row.getString("requirement")),
                row.getObject("release_id", UUID.class),
                state(row.getString("state")),
                row.getString("towards") == null ? null : state(row.getString("towards")),
                row.getString("edition"),
                row.getTimestamp("decided_at").toInstant(),
                row.getTimestamp("since").toInstant(),
                changes == null ? null : changes.toInstant(),
                json.readValue(row.getString("ground"), Ground.class));
    }

    private VerdictChange change(ResultSet row, int n) throws SQLException {
        String from = row.getString("from_state");
        String towards = row.getString("towards");
        return new VerdictChange(
                row.getLong("id"),
                row.getObject("series_id", UUID.class),
                new RequirementId(row.getString("framework"), row.getString("requirement")),
                row.getTimestamp("at").toInstant(),
                from == null ? null : state(from),
                state(row.getString("to_state")),
                towards == null ? null : state(towards),
                row.getString("cause"),
                json.readValue(row.getString("cause_args"), new TypeReference<List<String>>() {}));
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

package dev.shisa.server.bench;

import dev.shisa.probe.Note;
import dev.shisa.probe.Report;
import dev.shisa.server.bench.BenchTarget.Consent;
import dev.shisa.server.bench.BenchTarget.LogIn;
import dev.shisa.server.platform.storage.SealedSecrets;
import dev.shisa.server.platform.storage.SealedSecrets.Sealed;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Devices on the bench and the runs of the probe. Log-ins and notes are sealed, bound to their series or run. */
@Repository
class BenchStore implements SealedSecrets.Keeper {

    /** Of the engine's records, also of a report that an earlier version wrote. */
    static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private static final String RUN = """
            SELECT id, series_id, release_id, address, changes, seconds, requests, state, started_at, ended_at, by_id,
                by_name, report, notes, evidence, problem, file_name, file_sha256, performed_by, taken_at
            FROM bench_run\s""";

    private final JdbcClient jdbc;
    private final SealedSecrets sealed;

    BenchStore(JdbcClient jdbc, @Value("${shisa.data}") Path data) {
        this.jdbc = jdbc;
        this.sealed = new SealedSecrets(data, "bench-key", "bench.key");
    }

    Optional<BenchTarget> target(UUID seriesId) {
        Map<String, String> logins = jdbc
                .sql("SELECT service, login FROM bench_login WHERE series_id = ?")
                .params(seriesId)
                .query((rs, n) -> Map.entry(rs.getString("service"), rs.getString("login")))
                .list()
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        return jdbc.sql("SELECT * FROM bench_target WHERE series_id = ?")
                .params(seriesId)
                .query((rs, n) -> target(rs, logins))
                .optional();
    }

    private static BenchTarget target(ResultSet rs, Map<String, String> logins) throws SQLException {
        UUID by = rs.getObject("consent_by", UUID.class);
        return new BenchTarget(
                rs.getObject("series_id", UUID.class),
                rs.getString("address"),
                rs.getString("address6"),
                rs.getBoolean("without_ipv6"),
                rs.getBoolean("every_side"),
                (Boolean) rs.getObject("self_signed"),
                number(rs, "free_tries_max"),
                number(rs, "lock_seconds_min"),
                number(rs, "password_length_min"),
                logins,
                rs.getInt("log_in_count"),
                by == null
                        ? null
                        : new Consent(
                                by,
                                rs.getString("consent_name"),
                                rs.getTimestamp("consent_at").toInstant()),
                rs.getInt("version"));
    }

    private static OptionalInt number(ResultSet rs, String column) throws SQLException {
        Integer number = (Integer) rs.getObject(column);
        return number == null ? OptionalInt.empty() : OptionalInt.of(number);
    }

    @Override
    public SealedSecrets key() {
        return sealed;
    }

    /** Log-ins, and the notes of the newest runs. */
    @Override
    public List<Sealed> kept() {
        return jdbc.sql("""
                        SELECT series_id AS owner, log_ins AS sealed FROM bench_target WHERE log_ins IS NOT NULL
                        UNION ALL (SELECT id, notes FROM bench_run WHERE notes IS NOT NULL ORDER BY started_at DESC LIMIT 100)""")
                .query((rs, n) -> new Sealed(rs.getObject("owner", UUID.class), rs.getBytes("sealed")))
                .list();
    }

    /** The log-ins that were handed out with the device of a series. */
    List<LogIn> logIns(UUID seriesId) {
        return jdbc.sql("SELECT log_ins FROM bench_target WHERE series_id = ? AND log_ins IS NOT NULL")
                .params(seriesId)
                .query((rs, n) -> Objects.requireNonNull(rs.getBytes("log_ins")))
                .optional()
                .map(bytes -> List.of(read(sealed.open(seriesId, bytes), LogIn[].class)))
                .orElse(List.of());
    }

    /**
     * Enters the device of a series if nobody has since this version was read; 0 where there was none.
     *
     * @param logIns null: those that are there stay
     */
    boolean put(BenchTarget target, @Nullable List<LogIn> logIns) {
        byte[] fresh = logIns == null || logIns.isEmpty() ? null : sealed.seal(target.seriesId(), write(logIns));
        Consent consent = target.consent();
        boolean done = jdbc.sql("""
                        INSERT INTO bench_target AS t (series_id, address, address6, without_ipv6, every_side, self_signed,
                            free_tries_max, lock_seconds_min, password_length_min, log_ins, log_in_count, consent_by,
                            consent_name, consent_at)
                        VALUES (:series, :address, :address6, :without6, :sides, :selfSigned, :tries, :lock, :length,
                            :logIns, :count, :by, :name, :at)
                        ON CONFLICT (series_id) DO UPDATE
                        SET address = excluded.address, address6 = excluded.address6,
                            without_ipv6 = excluded.without_ipv6, every_side = excluded.every_side,
                            self_signed = excluded.self_signed, free_tries_max = excluded.free_tries_max,
                            lock_seconds_min = excluded.lock_seconds_min,
                            password_length_min = excluded.password_length_min,
                            log_ins = CASE WHEN :keep THEN t.log_ins ELSE excluded.log_ins END,
                            log_in_count = CASE WHEN :keep THEN t.log_in_count ELSE excluded.log_in_count END,
                            consent_by = excluded.consent_by, consent_name = excluded.consent_name,
                            consent_at = excluded.consent_at, version = t.version + 1
                        WHERE t.version = :version""")
                        .param("series", target.seriesId())
                        .param("address", target.address())
                        .param("address6", target.address6())
                        .param("without6", target.withoutIpv6())
                        .param("sides", target.everySide())
                        .param("selfSigned", target.selfSigned())
                        .param("tries", BenchTarget.boxed(target.freeTriesMax()))
                        .param("lock", BenchTarget.boxed(target.lockSecondsMin()))
                        .param("length", BenchTarget.boxed(target.passwordLengthMin()))
                        .param("logIns", fresh)
                        .param("count", logIns == null ? 0 : logIns.size())
                        .param("keep", logIns == null)
                        .param("by", consent == null ? null : consent.by())
                        .param("name", consent == null ? null : consent.name())
                        .param("at", consent == null ? null : Timestamp.from(consent.at()))
                        .param("version", target.version())
                        .update()
                == 1;
        if (done) {
            jdbc.sql("DELETE FROM bench_login WHERE series_id = ?")
                    .params(target.seriesId())
                    .update();
            target.logins()
                    .forEach((service, login) -> jdbc.sql(
                                    "INSERT INTO bench_login (series_id, service, login) VALUES (?, ?, ?)")
                            .params(target.seriesId(), service, login)
                            .update());
        }
        return done;
    }

    void consent(UUID seriesId, Consent consent) {
        jdbc.sql("""
                        UPDATE bench_target SET consent_by = :by, consent_name = :name, consent_at = :at
                        WHERE series_id = :series""")
                .param("series", seriesId)
                .param("by", consent.by())
                .param("name", consent.name())
                .param("at", Timestamp.from(consent.at()))
                .update();
    }

    /** Puts a run down; false when one of the same series is under way. */
    boolean begin(BenchRun run) {
        return jdbc.sql("""
                        INSERT INTO bench_run (id, series_id, release_id, address, changes, seconds, requests, state,
                            started_at, by_id, by_name)
                        VALUES (:id, :series, :release, :address, :changes, :seconds, :requests, 'running', :at, :by,
                            :name)
                        ON CONFLICT (series_id) WHERE state = 'running' DO NOTHING""")
                        .param("id", run.id())
                        .param("series", run.seriesId())
                        .param("release", run.releaseId())
                        .param("address", run.address())
                        .param("changes", run.changes())
                        .param("seconds", run.seconds())
                        .param("requests", run.requests())
                        .param("at", Timestamp.from(run.startedAt()))
                        .param("by", run.byId())
                        .param("name", run.by())
                        .update()
                == 1;
    }

    /** Puts a run of another computer down; false when this file was taken in before. */
    boolean take(BenchRun run, BenchRun.Taken taken) {
        return jdbc.sql("""
                        INSERT INTO bench_run (id, series_id, release_id, address, changes, seconds, requests, state,
                            started_at, by_id, by_name, file_name, file_sha256, performed_by, taken_at)
                        VALUES (:id, :series, :release, :address, :changes, :seconds, :requests, 'done', :at, :by, :name,
                            :file, :sha256, :performed, :taken)
                        ON CONFLICT (series_id, file_sha256) DO NOTHING""")
                        .param("id", run.id())
                        .param("series", run.seriesId())
                        .param("release", run.releaseId())
                        .param("address", run.address())
                        .param("changes", run.changes())
                        .param("seconds", run.seconds())
                        .param("requests", run.requests())
                        .param("at", Timestamp.from(run.startedAt()))
                        .param("by", run.byId())
                        .param("name", run.by())
                        .param("file", taken.fileName())
                        .param("sha256", taken.sha256())
                        .param("performed", taken.performedBy())
                        .param("taken", Timestamp.from(taken.at()))
                        .update()
                == 1;
    }

    /** Puts a run of another installation down, of which the ledger here has no record of its own. */
    void bring(BenchRun run) {
        BenchRun.Taken taken = run.taken();
        Report report = run.report();
        Instant ended = Objects.requireNonNull(run.endedAt());
        jdbc.sql("""
                        INSERT INTO bench_run (id, series_id, release_id, address, changes, seconds, requests, state,
                            started_at, ended_at, by_id, by_name, report, evidence, problem, file_name, file_sha256,
                            performed_by, taken_at, recorded)
                        VALUES (:id, :series, :release, :address, :changes, :seconds, :requests, :state, :at, :ended,
                            :by, :name, :report, :evidence, :problem, :file, :sha256, :performed, :taken, false)""")
                .param("id", run.id())
                .param("series", run.seriesId())
                .param("release", run.releaseId())
                .param("address", run.address())
                .param("changes", run.changes())
                .param("seconds", run.seconds())
                .param("requests", run.requests())
                .param("state", run.state().id())
                .param("at", Timestamp.from(run.startedAt()))
                .param("ended", Timestamp.from(ended))
                .param("by", run.byId())
                .param("name", run.by())
                .param("report", report == null ? null : new String(write(report), StandardCharsets.UTF_8))
                .param("evidence", run.evidence().toArray(String[]::new))
                .param("problem", run.problem())
                .param("file", taken == null ? null : taken.fileName())
                .param("sha256", taken == null ? null : taken.sha256())
                .param("performed", taken == null ? null : taken.performedBy())
                .param("taken", taken == null ? null : Timestamp.from(taken.at()))
                .update();
    }

    /** When the latest run of a release began that ended with a report. */
    Optional<Instant> latest(UUID releaseId) {
        return jdbc.sql("""
                        SELECT started_at FROM bench_run WHERE release_id = ? AND report IS NOT NULL
                        ORDER BY started_at DESC LIMIT 1""")
                .params(releaseId)
                .query((rs, n) -> rs.getTimestamp("started_at").toInstant())
                .optional();
    }

    /** Codes of the evidence that the runs of a series were recorded as. */
    Set<String> evidence(UUID seriesId) {
        return new HashSet<>(jdbc.sql("SELECT unnest(evidence) AS code FROM bench_run WHERE series_id = ?")
                .params(seriesId)
                .query((rs, n) -> String.valueOf(rs.getString("code")))
                .list());
    }

    /** The same of the runs of the device at one address. */
    Set<String> evidence(UUID seriesId, String address) {
        return new HashSet<>(
                jdbc.sql("SELECT unnest(evidence) AS code FROM bench_run WHERE series_id = ? AND address = ?")
                        .params(seriesId, address)
                        .query((rs, n) -> String.valueOf(rs.getString("code")))
                        .list());
    }

    /** Says how a run ended. */
    void end(BenchRun ended) {
        Report report = ended.report();
        byte[] notes = ended.notes().isEmpty() ? null : sealed.seal(ended.id(), write(ended.notes()));
        jdbc.sql("""
                        UPDATE bench_run
                        SET state = :state, ended_at = :at, report = :report, notes = :notes, evidence = :evidence,
                            problem = :problem
                        WHERE id = :id""")
                .param("id", ended.id())
                .param("state", ended.state().id())
                .param("at", ended.endedAt() == null ? null : Timestamp.from(ended.endedAt()))
                .param("report", report == null ? null : new String(write(report), StandardCharsets.UTF_8))
                .param("notes", notes)
                .param("evidence", ended.evidence().toArray(String[]::new))
                .param("problem", ended.problem())
                .update();
    }

    /** Ends the runs that no process is at any more, since the server that began them is gone. */
    List<BenchRun> interrupted(Instant at) {
        return interrupted(null, at);
    }

    /** The same of one series; null: of all. */
    List<BenchRun> interrupted(@Nullable UUID seriesId, Instant at) {
        List<UUID> ids = jdbc.sql("""
            UPDATE bench_run SET state = 'interrupted', ended_at = :at
            WHERE state = 'running' AND (:series::uuid IS NULL OR series_id = :series::uuid) RETURNING id""")
                .param("at", Timestamp.from(at))
                .param("series", seriesId)
                .query((rs, n) -> Objects.requireNonNull(rs.getObject("id", UUID.class)))
                .list();
        return ids.isEmpty()
                ? List.of()
                : jdbc.sql(RUN + "WHERE id IN (:ids) AND recorded")
                        .param("ids", ids)
                        .query(this::run)
                        .list();
    }

    /** The runs of a series, the latest first. */
    List<BenchRun> runs(UUID seriesId, int most) {
        return jdbc.sql(RUN + "WHERE series_id = :series ORDER BY started_at DESC, id DESC LIMIT :most")
                .param("series", seriesId)
                .param("most", most)
                .query(this::run)
                .list();
    }

    Optional<BenchRun> run(UUID seriesId, UUID id) {
        return jdbc.sql(RUN + "WHERE series_id = :series AND id = :id")
                .param("series", seriesId)
                .param("id", id)
                .query(this::run)
                .optional();
    }

    /** The last run before this one that ended with a report. */
    Optional<BenchRun> before(BenchRun run) {
        return jdbc.sql(RUN + """
                        WHERE series_id = :series AND started_at < :at AND report IS NOT NULL
                        ORDER BY started_at DESC, id DESC LIMIT 1""")
                .param("series", run.seriesId())
                .param("at", Timestamp.from(run.startedAt()))
                .query(this::run)
                .optional();
    }

    private BenchRun run(ResultSet rs, int number) throws SQLException {
        UUID id = rs.getObject("id", UUID.class);
        Timestamp ended = rs.getTimestamp("ended_at");
        String report = rs.getString("report");
        byte[] notes = rs.getBytes("notes");
        return new BenchRun(
                id,
                rs.getObject("series_id", UUID.class),
                rs.getObject("release_id", UUID.class),
                rs.getString("address"),
                rs.getBoolean("changes"),
                rs.getInt("seconds"),
                rs.getInt("requests"),
                BenchRun.State.of(rs.getString("state")),
                rs.getTimestamp("started_at").toInstant(),
                ended == null ? null : ended.toInstant(),
                rs.getObject("by_id", UUID.class),
                rs.getString("by_name"),
                report == null ? null : read(report.getBytes(StandardCharsets.UTF_8), Report.class),
                notes == null ? List.of() : List.of(read(sealed.open(id, notes), Note[].class)),
                Arrays.asList((String[]) rs.getArray("evidence").getArray()),
                rs.getString("problem"),
                rs.getString("file_name") == null
                        ? null
                        : new BenchRun.Taken(
                                rs.getString("file_name"),
                                rs.getString("file_sha256"),
                                rs.getString("performed_by"),
                                rs.getTimestamp("taken_at").toInstant()));
    }

    private static byte[] write(Object value) {
        return JSON.writeValueAsBytes(value);
    }

    private static <T> T read(byte[] json, Class<T> type) {
        try {
            return JSON.readValue(json, type);
        } catch (JacksonException e) {
            throw new IllegalStateException("what was stored cannot be read", e);
        }
    }
}

package dev.shisa.server.procedure;

import dev.shisa.server.evidence.StoredFile;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.procedure.Execution.Attached;
import dev.shisa.server.procedure.Execution.Ended;
import dev.shisa.server.procedure.Execution.Saved;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The tables of executions. */
@Repository
class ProcedureStore {

    private static final String EXECUTION = """
            SELECT id, series_id, release_id, procedure, item, model, unit, firmware, performed_by, state, begun_by,
                begun_name, begun_at, ended_name, ended_at, reason, evidence
            FROM procedure_execution\s""";

    private final JdbcClient jdbc;
    private final JsonMapper json;

    ProcedureStore(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /** Puts an execution down; false when one of the same procedure, release and item is under way. */
    boolean insert(Execution execution) {
        return jdbc.sql("""
                        INSERT INTO procedure_execution (id, series_id, release_id, procedure, item, model, unit, firmware,
                            performed_by, state, begun_by, begun_name, begun_at)
                        VALUES (:id, :series, :release, :procedure, :item, :model, :unit, :firmware, :performed, 'open', :by,
                            :name, :at)
                        ON CONFLICT (series_id, release_id, procedure, item) WHERE state = 'open' DO NOTHING""")
                        .param("id", execution.id())
                        .param("series", execution.seriesId())
                        .param("release", execution.releaseId())
                        .param("procedure", execution.procedure())
                        .param("item", execution.item())
                        .param("model", execution.model())
                        .param("unit", execution.unit())
                        .param("firmware", execution.firmware())
                        .param("performed", execution.performedBy())
                        .param("by", execution.begunBy())
                        .param("name", execution.begunName())
                        .param("at", Timestamp.from(execution.begunAt()))
                        .update()
                == 1;
    }

    /** The executions of a series, the latest first. */
    List<Execution> of(UUID seriesId) {
        return jdbc.sql(EXECUTION + "WHERE series_id = :series ORDER BY begun_at DESC, id DESC")
                .param("series", seriesId)
                .query(ProcedureStore::execution)
                .list();
    }

    Optional<Execution> one(UUID seriesId, UUID id) {
        return jdbc.sql(EXECUTION + "WHERE series_id = :series AND id = :id")
                .param("series", seriesId)
                .param("id", id)
                .query(ProcedureStore::execution)
                .optional();
    }

    Optional<Execution> open(UUID seriesId, UUID releaseId, String procedure, String item) {
        return jdbc.sql(EXECUTION + """
                        WHERE series_id = :series AND release_id = :release AND procedure = :procedure AND item = :item
                          AND state = 'open'""")
                .param("series", seriesId)
                .param("release", releaseId)
                .param("procedure", procedure)
                .param("item", item)
                .query(ProcedureStore::execution)
                .optional();
    }

    /** Keeps everybody else from changing an execution until the transaction ends; false when it is over. */
    boolean lock(UUID id) {
        return jdbc.sql("SELECT id FROM procedure_execution WHERE id = :id AND state = 'open' FOR UPDATE")
                .param("id", id)
                .query(UUID.class)
                .optional()
                .isPresent();
    }

    void end(UUID id, Execution.State state, String reason, List<String> evidence, Person person, Ended ended) {
        jdbc.sql("""
                        UPDATE procedure_execution
                        SET state = :state, reason = :reason, evidence = :evidence, ended_by = :by, ended_name = :name,
                            ended_at = :at
                        WHERE id = :id""")
                .param("id", id)
                .param("state", state.id())
                .param("reason", reason)
                .param("evidence", evidence.toArray(String[]::new))
                .param("by", person.id())
                .param("name", ended.name())
                .param("at", Timestamp.from(ended.at()))
                .update();
    }

    private static Execution execution(ResultSet rs, int number) throws SQLException {
        Timestamp ended = rs.getTimestamp("ended_at");
        return new Execution(
                rs.getObject("id", UUID.class),
                rs.getObject("series_id", UUID.class),
                rs.getObject("release_id", UUID.class),
                rs.getString("procedure"),
                rs.getString("item"),
                rs.getString("model"),
                rs.getString("unit"),
                rs.getString("firmware"),
                rs.getString("performed_by"),
                Execution.State.of(rs.getString("state")),
                rs.getObject("begun_by", UUID.class),
                rs.getString("begun_name"),
                rs.getTimestamp("begun_at").toInstant(),
                ended == null ? null : new Ended(rs.getString("ended_name"), ended.toInstant()),
                rs.getString("reason"),
                Arrays.asList((String[]) rs.getArray("evidence").getArray()));
    }

    // Steps

    Map<String, Saved> steps(UUID executionId) {
        Map<String, Saved> steps = new HashMap<>();
        jdbc.sql("""
                        SELECT step, notes, impossible, saved_name, saved_at, version FROM procedure_step
                        WHERE execution_id = :execution""").param("execution", executionId).query(this::saved).list().forEach(s -> steps.put(s.step(), s));
        return steps;
    }

    /** How many steps of each execution of a series were saved. */
    Map<UUID, Integer> counts(UUID seriesId) {
        Map<UUID, Integer> counts = new HashMap<>();
        jdbc.sql("""
                        SELECT s.execution_id, count(*) FROM procedure_step s
                        JOIN procedure_execution e ON e.id = s.execution_id
                        WHERE e.series_id = :series GROUP BY s.execution_id""").param("series", seriesId).query(rs -> {
            counts.put(rs.getObject(1, UUID.class), rs.getInt(2));
        });
        return counts;
    }

    /** Saves a step over the version that was seen; false when somebody else saved since. */
    boolean put(UUID executionId, Saved seen, Person person) {
        return jdbc.sql("""
                        INSERT INTO procedure_step AS s (execution_id, step, notes, impossible, saved_by, saved_name, saved_at,
                            version)
                        SELECT :execution, :step, :notes::jsonb, :impossible, :by, :name, :at, 1
                        WHERE :version = 0 OR EXISTS
                            (SELECT FROM procedure_step WHERE execution_id = :execution AND step = :step)
                        ON CONFLICT (execution_id, step) DO UPDATE
                        SET notes = excluded.notes, impossible = excluded.impossible, saved_by = excluded.saved_by,
                            saved_name = excluded.saved_name, saved_at = excluded.saved_at, version = s.version + 1
                        WHERE s.version = :version""")
                        .param("execution", executionId)
                        .param("step", seen.step())
                        .param("notes", json.writeValueAsString(new TreeMap<>(seen.notes())))
                        .param("impossible", seen.impossible())
                        .param("by", person.id())
                        .param("name", seen.name())
                        .param("at", Timestamp.from(seen.at()))
                        .param("version", seen.version())
                        .update()
                == 1;
    }

    private Saved saved(ResultSet rs, int number) throws SQLException {
        Map<String, String> notes = new HashMap<>();
        JsonNode stored = json.readTree(rs.getString("notes"));
        stored.propertyNames().forEach(name -> notes.put(name, stored.path(name).asString()));
        return new Saved(
                rs.getString("step"),
                notes,
                rs.getString("impossible"),
                rs.getString("saved_name"),
                rs.getTimestamp("saved_at").toInstant(),
                rs.getInt("version"));
    }

    // Files

    List<Attached> files(UUID executionId) {
        return jdbc.sql("""
                        SELECT id, field, sha256, size_bytes, file_name, media_type, name_disagrees, marker, found, added_name,
                            added_at
                        FROM procedure_file WHERE execution_id = :execution ORDER BY added_at, id""")
                .param("execution", executionId)
                .query((rs, number) -> new Attached(
                        rs.getObject("id", UUID.class),
                        rs.getString("field"),
                        new StoredFile(
                                rs.getString("sha256"),
                                rs.getLong("size_bytes"),
                                rs.getString("file_name"),
                                rs.getString("media_type"),
                                rs.getBoolean("name_disagrees")),
                        rs.getString("marker"),
                        rs.getBoolean("found"),
                        rs.getString("added_name"),
                        rs.getTimestamp("added_at").toInstant()))
                .list();
    }

    void insert(UUID executionId, Attached file, Person person) {
        jdbc.sql("""
                        INSERT INTO procedure_file (id, execution_id, field, sha256, size_bytes, file_name, media_type,
                            name_disagrees, marker, found, added_by, added_name, added_at)
                        VALUES (:id, :execution, :field, :sha256, :size, :file, :type, :disagrees, :marker, :found, :by, :name,
                            :at)""")
                .param("id", file.id())
                .param("execution", executionId)
                .param("field", file.field())
                .param("sha256", file.file().sha256())
                .param("size", file.file().sizeBytes())
                .param("file", file.file().fileName())
                .param("type", file.file().mediaType())
                .param("disagrees", file.file().nameDisagrees())
                .param("marker", file.marker())
                .param("found", file.found())
                .param("by", person.id())
                .param("name", file.name())
                .param("at", Timestamp.from(file.at()))
                .update();
    }

    boolean remove(UUID executionId, UUID fileId) {
        return jdbc.sql("DELETE FROM procedure_file WHERE execution_id = :execution AND id = :id")
                        .param("execution", executionId)
                        .param("id", fileId)
                        .update()
                == 1;
    }
}

package dev.shisa.server.application;

import dev.shisa.server.application.Entry.Attached;
import java.sql.Date;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The rows of entries and of the files that belong to them. */
@Repository
class EntryStore {

    private static final TypeReference<TreeMap<String, String>> VALUES = new TypeReference<>() {};
    private static final TypeReference<List<TreeMap<String, String>>> ROWS = new TypeReference<>() {};

    private static final String SELECT = """
            SELECT id, series_id, round, kind, about, happened_on, content, lines, recorded_by, recorded_name, recorded_at,
                undone_name, undone_at, undone_reason FROM application_entry""";

    private final JdbcClient jdbc;
    private final JsonMapper json;

    EntryStore(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /** Oldest first. */
    Journal of(UUID seriesId) {
        Map<UUID, List<Attached>> files = files(seriesId);
        return new Journal(jdbc.sql(SELECT + " WHERE series_id = :series ORDER BY recorded_at, id")
                .param("series", seriesId)
                .query((rs, n) -> entry(rs, files.getOrDefault(rs.getObject("id", UUID.class), List.of())))
                .list());
    }

    /** The journals of series that have, or had, a label: only entries that clocks need. */
    Map<UUID, Journal> labels(java.util.Collection<UUID> seriesIds) {
        Map<UUID, List<Entry>> entries = new HashMap<>();
        if (!seriesIds.isEmpty()) {
            labels(
                    " AND series_id = ANY (:series::uuid[])",
                    seriesIds.stream().map(UUID::toString).toArray(String[]::new),
                    entries);
        }
        return journals(entries);
    }

    Map<UUID, Journal> labels() {
        Map<UUID, List<Entry>> entries = new HashMap<>();
        labels("", new String[0], entries);
        return journals(entries);
    }

    private void labels(String which, String[] ids, Map<UUID, List<Entry>> entries) {
        var query = jdbc.sql(SELECT + " WHERE undone_at IS NULL AND kind IN ('label', 'renewal')" + which
                + " ORDER BY recorded_at, id");
        (which.isEmpty() ? query : query.param("series", ids))
                .query((rs, n) -> entries.computeIfAbsent(
                                rs.getObject("series_id", UUID.class), id -> new ArrayList<>())
                        .add(entry(rs, List.of())))
                .list();
    }

    private static Map<UUID, Journal> journals(Map<UUID, List<Entry>> entries) {
        Map<UUID, Journal> journals = new HashMap<>();
        entries.forEach((id, all) -> journals.put(id, new Journal(all)));
        return journals;
    }

    /** Series that have any entry. */
    List<UUID> withEntries() {
        return jdbc.sql("SELECT DISTINCT series_id FROM application_entry WHERE undone_at IS NULL")
                .query((rs, n) -> rs.getObject("series_id", UUID.class))
                .list();
    }

    private Map<UUID, List<Attached>> files(UUID seriesId) {
        Map<UUID, List<Attached>> files = new HashMap<>();
        jdbc.sql("""
                        SELECT f.entry_id, f.file_name, f.sha256, f.size_bytes, f.media_type
                        FROM application_file f JOIN application_entry e ON e.id = f.entry_id
                        WHERE e.series_id = :series ORDER BY f.entry_id, f.position""")
                .param("series", seriesId)
                .query((rs, n) -> files.computeIfAbsent(rs.getObject("entry_id", UUID.class), id -> new ArrayList<>())
                        .add(new Attached(
                                rs.getString("file_name"),
                                rs.getString("sha256"),
                                rs.getLong("size_bytes"),
                                rs.getString("media_type"))))
                .list();
        return files;
    }

    private Entry entry(ResultSet rs, List<Attached> files) throws SQLException {
        Timestamp undone = rs.getTimestamp("undone_at");
        SortedMap<String, String> values = json.readValue(rs.getString("content"), VALUES);
        List<SortedMap<String, String>> rows = List.copyOf(json.readValue(rs.getString("lines"), ROWS));
        return new Entry(
                rs.getObject("id", UUID.class),
                rs.getInt("round"),
                EntryKind.parse(rs.getString("kind")).orElseThrow(),
                rs.getObject("about", UUID.class),
                rs.getDate("happened_on").toLocalDate(),
                values,
                rows,
                files,
                rs.getObject("recorded_by", UUID.class),
                rs.getString("recorded_name"),
                rs.getTimestamp("recorded_at").toInstant(),
                undone == null
                        ? null
                        : new Entry.Undone(
                                rs.getString("undone_name"), undone.toInstant(), rs.getString("undone_reason")));
    }

    /** Whoever looks at the entries of a series to write only what is not there yet has them to itself until the end of the transaction. */
    void lock(UUID seriesId) {
        jdbc.sql("SELECT pg_advisory_xact_lock(hashtextextended(:series, 190))")
                .param("series", seriesId.toString())
                .query()
                .singleRow();
    }

    void insert(UUID seriesId, Entry entry) {
        jdbc.sql("""
                        INSERT INTO application_entry (id, series_id, round, kind, about, happened_on, content, lines,
                            recorded_by, recorded_name, recorded_at)
                        VALUES (:id, :series, :round, :kind, :about, :on, :content::jsonb, :lines::jsonb, :by, :name, :at)""")
                .param("id", entry.id())
                .param("series", seriesId)
                .param("round", entry.round())
                .param("kind", entry.kind().id())
                .param("about", entry.about())
                .param("on", Date.valueOf(entry.on()))
                .param("content", json.writeValueAsString(entry.values()))
                .param("lines", json.writeValueAsString(entry.rows()))
                .param("by", entry.by())
                .param("name", entry.byName())
                .param("at", Timestamp.from(entry.at()))
                .update();
        for (int i = 0; i < entry.files().size(); i++) {
            Attached file = entry.files().get(i);
            jdbc.sql("""
                            INSERT INTO application_file (entry_id, position, file_name, sha256, size_bytes, media_type)
                            VALUES (:entry, :position, :name, :sha256, :size, :type)""")
                    .param("entry", entry.id())
                    .param("position", i)
                    .param("name", file.fileName())
                    .param("sha256", file.sha256())
                    .param("size", file.sizeBytes())
                    .param("type", file.mediaType())
                    .update();
        }
    }

    boolean undo(UUID id, UUID by, String name, Instant at, String reason) {
        return jdbc.sql("""
                        UPDATE application_entry SET undone_by = :by, undone_name = :name, undone_at = :at,
                            undone_reason = :reason WHERE id = :id AND undone_at IS NULL""")
                        .param("by", by)
                        .param("name", name)
                        .param("at", Timestamp.from(at))
                        .param("reason", reason)
                        .param("id", id)
                        .update()
                == 1;
    }
}

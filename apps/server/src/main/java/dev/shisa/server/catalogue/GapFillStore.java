package dev.shisa.server.catalogue;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The rows of {@link GapFills}. */
@Repository
class GapFillStore {

    /** Those in force, in the order in which they were entered for their table. */
    private static final String IN_FORCE = """
            SELECT id, table_id, row_number, position, cells, entered_by, entered_name, entered_at FROM gap_fill
            WHERE ended_at IS NULL""";

    private final JdbcClient jdbc;
    private final JsonMapper json;

    GapFillStore(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /** Those of a table. */
    List<GapFills.Fill> of(String tableId) {
        return jdbc.sql(IN_FORCE + " AND table_id = :table ORDER BY position")
                .param("table", tableId)
                .query(this::fill)
                .list();
    }

    List<GapFills.Fill> all() {
        return jdbc.sql(IN_FORCE + " ORDER BY table_id, position")
                .query(this::fill)
                .list();
    }

    void insert(GapFills.Fill fill) {
        jdbc.sql("""
                        INSERT INTO gap_fill (id, table_id, row_number, position, cells, entered_by, entered_name, entered_at)
                        VALUES (:id, :table, :row, :position, :cells::jsonb, :by, :name, :at)""")
                .param("id", fill.id())
                .param("table", fill.tableId())
                .param("row", fill.row())
                .param("position", fill.position())
                .param("cells", json.writeValueAsString(fill.cells()))
                .param("by", fill.byId())
                .param("name", fill.byName())
                .param("at", Timestamp.from(fill.at()))
                .update();
    }

    /** The position behind all that was ever entered for a table. */
    int next(String tableId) {
        return jdbc.sql("SELECT coalesce(max(position), 0) + 1 FROM gap_fill WHERE table_id = :table")
                .param("table", tableId)
                .query(Integer.class)
                .single();
    }

    boolean end(String tableId, UUID id, UUID by, Instant at) {
        return jdbc.sql("""
                        UPDATE gap_fill SET ended_by = :by, ended_at = :at
                        WHERE id = :id AND table_id = :table AND ended_at IS NULL""")
                        .param("by", by)
                        .param("at", Timestamp.from(at))
                        .param("id", id)
                        .param("table", tableId)
                        .update()
                == 1;
    }

    /** Takes texts and a name out of a row. */
    void redact(UUID id, Object cells, Object name) {
        jdbc.sql("UPDATE gap_fill SET cells = :cells::jsonb, entered_name = :name WHERE id = :id")
                .param("cells", json.writeValueAsString(cells))
                .param("name", name)
                .param("id", id)
                .update();
    }

    private GapFills.Fill fill(ResultSet rs, int n) throws SQLException {
        Map<String, String> read = json.readValue(rs.getString("cells"), new TypeReference<Map<String, String>>() {});
        SortedMap<String, String> cells = new TreeMap<>(read);
        return new GapFills.Fill(
                rs.getObject("id", UUID.class),
                rs.getString("table_id"),
                rs.getInt("row_number"),
                rs.getInt("position"),
                cells,
                rs.getObject("entered_by", UUID.class),
                rs.getString("entered_name"),
                rs.getTimestamp("entered_at").toInstant());
    }
}

package dev.shisa.server.document;

import dev.shisa.server.evidence.StoredFile;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Documents of the maker's own, with the sentences that were read from them. */
@Component
class OwnDocumentStore {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final JdbcClient jdbc;

    OwnDocumentStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    private record Stored(List<Passage> passages) {}

    void insert(OwnDocument source, List<Passage> passages) {
        jdbc.sql("""
                        INSERT INTO document_source (id, series_id, file_sha256, file_bytes, file_name, file_type, file_disagrees,
                            passages, passage_count, by_id, by_name, at)
                        VALUES (:id, :series, :sha, :bytes, :name, :type, :disagrees, :passages, :count, :by, :byName, :at)""")
                .param("id", source.id())
                .param("series", source.seriesId())
                .param("sha", source.file().sha256())
                .param("bytes", source.file().sizeBytes())
                .param("name", source.file().fileName())
                .param("type", source.file().mediaType())
                .param("disagrees", source.file().nameDisagrees())
                .param("passages", JSON.writeValueAsString(new Stored(passages)))
                .param("count", passages.size())
                .param("by", source.by())
                .param("byName", source.byName())
                .param("at", Timestamp.from(source.at()))
                .update();
    }

    /** The newest first. */
    List<OwnDocument> of(UUID seriesId) {
        return jdbc.sql("""
                        SELECT id, series_id, file_sha256, file_bytes, file_name, file_type, file_disagrees, passage_count, by_id,
                            by_name, at
                        FROM document_source WHERE series_id = ? ORDER BY at DESC, id DESC""").param(seriesId).query(OwnDocumentStore::source).list();
    }

    Optional<OwnDocument> byId(UUID id) {
        return jdbc.sql("""
                        SELECT id, series_id, file_sha256, file_bytes, file_name, file_type, file_disagrees, passage_count, by_id,
                            by_name, at
                        FROM document_source WHERE id = ?""").param(id).query(OwnDocumentStore::source).optional();
    }

    List<Passage> passages(UUID id) {
        return jdbc.sql("SELECT passages FROM document_source WHERE id = ?")
                .param(id)
                .query(String.class)
                .optional()
                .map(stored -> JSON.readValue(stored, Stored.class).passages())
                .orElse(List.of());
    }

    void link(UUID source, UUID evidence) {
        jdbc.sql("INSERT INTO document_source_answer (source_id, evidence_id) VALUES (?, ?) ON CONFLICT DO NOTHING")
                .params(source, evidence)
                .update();
    }

    /** The evidence that people made of its sentences, in the order in which it was recorded. */
    List<UUID> answers(UUID source) {
        return jdbc.sql("SELECT evidence_id FROM document_source_answer WHERE source_id = ? ORDER BY evidence_id")
                .param(source)
                .query((rs, line) -> rs.getObject(1, UUID.class))
                .list();
    }

    void delete(UUID id) {
        jdbc.sql("DELETE FROM document_source WHERE id = ?").param(id).update();
    }

    private static OwnDocument source(ResultSet rs, int line) throws SQLException {
        return new OwnDocument(
                rs.getObject("id", UUID.class),
                rs.getObject("series_id", UUID.class),
                new StoredFile(
                        rs.getString("file_sha256"),
                        rs.getLong("file_bytes"),
                        rs.getString("file_name"),
                        rs.getString("file_type"),
                        rs.getBoolean("file_disagrees")),
                rs.getInt("passage_count"),
                rs.getObject("by_id", UUID.class),
                rs.getString("by_name"),
                rs.getTimestamp("at").toInstant());
    }
}

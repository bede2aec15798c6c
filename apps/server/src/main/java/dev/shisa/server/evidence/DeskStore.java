package dev.shisa.server.evidence;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Which files wait on whose desk, and which pieces of evidence have the same content. */
@Component
class DeskStore {

    private final JdbcClient jdbc;
    private final MadeTitles titles;

    DeskStore(JdbcClient jdbc, MadeTitles titles) {
        this.jdbc = jdbc;
        this.titles = titles;
    }

    /** What one person has waiting, for all series. */
    record Waiting(int files, long bytes) {}

    /** Waits until nobody else puts something on this desk; holds until the end of the transaction. */
    void lock(UUID person) {
        jdbc.sql("SELECT 1 FROM (SELECT pg_advisory_xact_lock(hashtextextended(:key, 0))) locked")
                .param("key", "desk " + person)
                .query(Integer.class)
                .single();
    }

    /** The oldest first, as they were put there. */
    List<DeskFile> of(UUID person, UUID series) {
        return jdbc.sql("SELECT * FROM upload WHERE person_id = ? AND series_id = ? ORDER BY created_at, id")
                .params(person, series)
                .query(DeskStore::file)
                .list();
    }

    Optional<DeskFile> one(UUID id, UUID person, UUID series) {
        return jdbc.sql("SELECT * FROM upload WHERE id = ? AND person_id = ? AND series_id = ?")
                .params(id, person, series)
                .query(DeskStore::file)
                .optional();
    }

    Waiting waiting(UUID person) {
        return jdbc.sql("""
                        SELECT count(*) AS files, coalesce(sum(size_bytes), 0) AS bytes
                        FROM upload WHERE person_id = ? AND series_id IS NOT NULL""")
                .param(person)
                .query((rs, line) -> new Waiting(rs.getInt("files"), rs.getLong("bytes")))
                .single();
    }

    void insert(DeskFile one, UUID person, UUID series) {
        jdbc.sql("""
                        INSERT INTO upload (id, sha256, size_bytes, file_name, media_type, name_disagrees, person_id,
                                            created_at, series_id)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)""")
                .params(
                        one.id(),
                        one.file().sha256(),
                        one.file().sizeBytes(),
                        one.file().fileName(),
                        one.file().mediaType(),
                        one.file().nameDisagrees(),
                        person,
                        Timestamp.from(one.at()),
                        series)
                .update();
    }

    boolean delete(UUID id, UUID person, UUID series) {
        return jdbc.sql("DELETE FROM upload WHERE id = ? AND person_id = ? AND series_id = ?")
                        .params(id, person, series)
                        .update()
                == 1;
    }

    boolean delete(UUID id, UUID person) {
        return jdbc.sql("DELETE FROM upload WHERE id = ? AND person_id = ? AND series_id IS NOT NULL")
                        .params(id, person)
                        .update()
                == 1;
    }

    /** The pieces of a series, and of the organisation, by their content; the oldest first. */
    Map<String, List<DeskView.Piece>> pieces(Collection<String> sha256s, UUID series) {
        return jdbc
                .sql("""
                        SELECT blob_sha256, code, kind, title, file_name FROM evidence
                        WHERE blob_sha256 = ANY (?) AND (series_id = ? OR series_id IS NULL)
                        ORDER BY recorded_at, id""")
                .params(sha256s.toArray(String[]::new), series)
                .query((rs, line) -> Map.entry(
                        String.valueOf(rs.getString("blob_sha256")),
                        new DeskView.Piece(String.valueOf(rs.getString("code")), titles.of(rs))))
                .list()
                .stream()
                .collect(Collectors.groupingBy(
                        Map.Entry::getKey, Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
    }

    private static DeskFile file(ResultSet rs, int line) throws SQLException {
        return new DeskFile(
                rs.getObject("id", UUID.class),
                BlobStore.file(rs, line),
                rs.getTimestamp("created_at").toInstant());
    }
}

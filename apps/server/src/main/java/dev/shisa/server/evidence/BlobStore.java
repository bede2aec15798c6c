package dev.shisa.server.evidence;

import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.backup.Contents;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Which contents are stored, and which files wait for a form to be corrected. */
@Component
class BlobStore {

    private final JdbcClient jdbc;

    BlobStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Waits until nobody else stores or sweeps this content; holds until the end of the transaction. */
    void lock(String sha256) {
        jdbc.sql("SELECT 1 FROM (SELECT pg_advisory_xact_lock(hashtextextended(:key, 0))) locked")
                .param("key", "blob " + sha256)
                .query(Integer.class)
                .single();
    }

    /** For sweeping only: also not while a backup copies the files of an earlier state. */
    boolean tryLock(String sha256) {
        return jdbc.sql("""
                        SELECT pg_try_advisory_xact_lock_shared(hashtextextended(:backup, 0))
                           AND pg_try_advisory_xact_lock(hashtextextended(:key, 0))""")
                .param("backup", Contents.SWEEP_LOCK)
                .param("key", "blob " + sha256)
                .query(Boolean.class)
                .single();
    }

    /** Content that was there already is stored anew: whoever sent it needs as long to give it the row that uses it. */
    void insert(String sha256, long sizeBytes, Instant at) {
        jdbc.sql("""
            INSERT INTO blob AS b (sha256, size_bytes, created_at) VALUES (?, ?, ?)
            ON CONFLICT (sha256) DO UPDATE SET created_at = excluded.created_at
                WHERE b.created_at < excluded.created_at""").params(sha256, sizeBytes, Timestamp.from(at)).update();
    }

    boolean exists(String sha256) {
        return jdbc.sql("SELECT EXISTS (SELECT FROM blob WHERE sha256 = ?)")
                .param(sha256)
                .query(Boolean.class)
                .single();
    }

    /** The columns of all tables that refer to a content, as the database's own references tell, ready to stand in a statement. */
    private List<String> uses() {
        return jdbc.sql("""
            SELECT format('NOT EXISTS (SELECT FROM %s u WHERE u.%I = b.sha256)', c.conrelid::regclass, a.attname)
            FROM pg_constraint c
            JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
            WHERE c.contype = 'f' AND c.confrelid = 'blob'::regclass
            ORDER BY 1""")
                .query((rs, line) -> String.valueOf(rs.getString(1)))
                .list();
    }

    /** Contents that nothing uses, those that were stored first before others. */
    List<String> unused(Instant before, int atMost) {
        return jdbc.sql("SELECT sha256 FROM blob b WHERE created_at < ? AND " + String.join(" AND ", uses())
                        + " ORDER BY created_at, sha256 LIMIT ?")
                .params(Timestamp.from(before), atMost)
                .query((rs, line) -> String.valueOf(rs.getString(1)))
                .list();
    }

    /** Whether it was removed: not if it was stored again meanwhile. */
    boolean delete(String sha256, Instant before) {
        return jdbc.sql("DELETE FROM blob WHERE sha256 = ? AND created_at < ?")
                        .params(sha256, Timestamp.from(before))
                        .update()
                == 1;
    }

    void insertUpload(UUID id, StoredFile file, UUID person, Instant at) {
        jdbc.sql("""
                        INSERT INTO upload (id, sha256, size_bytes, file_name, media_type, name_disagrees, person_id, created_at)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?)""")
                .params(
                        id,
                        file.sha256(),
                        file.sizeBytes(),
                        file.fileName(),
                        file.mediaType(),
                        file.nameDisagrees(),
                        person,
                        Timestamp.from(at))
                .update();
    }

    Optional<StoredFile> upload(UUID id, Person person) {
        return jdbc.sql("SELECT * FROM upload WHERE id = ? AND person_id = ?")
                .params(id, person.id())
                .query(BlobStore::file)
                .optional();
    }

    /** @param beforeOfDesks the same for what waits on a desk to be recorded */
    int deleteUploads(Instant before, Instant beforeOfDesks) {
        return jdbc.sql("""
                        DELETE FROM upload
                        WHERE (series_id IS NULL AND created_at < ?) OR (series_id IS NOT NULL AND created_at < ?)""")
                .params(Timestamp.from(before), Timestamp.from(beforeOfDesks))
                .update();
    }

    static StoredFile file(ResultSet rs, int line) throws SQLException {
        return new StoredFile(
                rs.getString("sha256"),
                rs.getLong("size_bytes"),
                rs.getString("file_name"),
                rs.getString("media_type"),
                rs.getBoolean("name_disagrees"));
    }
}

package dev.shisa.server.supplier;

import dev.shisa.server.platform.account.GuestLinks;
import dev.shisa.server.platform.record.Kind;
import dev.shisa.server.platform.record.Rows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Who outside may come to a supplier's files, the files, and who came. */
@Component
class ExchangeStore {

    final Kind<ExchangedFile> files;
    final Kind<Visit> visits;
    private final JdbcClient jdbc;
    private final GuestLinks guests;

    ExchangeStore(Rows rows, JdbcClient jdbc, GuestLinks guests) {
        this.guests = guests;
        this.files = rows.of(ExchangedFile.class);
        this.visits = rows.of(Visit.class);
        this.jdbc = jdbc;
    }

    // Who may come

    void insert(Access access, UUID byId, byte[] tokenHash, byte[] codeHash) {
        guests.hold(byId);
        jdbc.sql("""
                        INSERT INTO supplier_access (id, supplier_id, token_hash, code_hash, person, may_send, by_id, by_name, at,
                            expires_at, wrong)
                        VALUES (:id, :supplier, :token, :code, :person, :maySend, :by, :byName, :at, :expires, 0)""")
                .param("id", access.id())
                .param("supplier", access.supplierId())
                .param("token", tokenHash)
                .param("code", codeHash)
                .param("person", access.person())
                .param("maySend", access.maySend())
                .param("by", byId)
                .param("byName", access.byName())
                .param("at", Timestamp.from(access.at()))
                .param("expires", Timestamp.from(access.expiresAt()))
                .update();
    }

    List<Access> accesses(UUID supplierId) {
        return jdbc.sql("SELECT * FROM supplier_access WHERE supplier_id = ? ORDER BY at DESC, id DESC")
                .param(supplierId)
                .query(ExchangeStore::access)
                .list();
    }

    /** The access of a link's secret, held until the transaction ends, so that guesses come one after the other. */
    Optional<Access> lockedByToken(byte[] tokenHash) {
        return jdbc.sql("SELECT * FROM supplier_access WHERE token_hash = ? FOR UPDATE")
                .param(tokenHash)
                .query(ExchangeStore::access)
                .optional();
    }

    /** An access, held until the transaction ends. */
    Optional<Access> locked(UUID id) {
        return jdbc.sql("SELECT * FROM supplier_access WHERE id = ? FOR UPDATE")
                .param(id)
                .query(ExchangeStore::access)
                .optional();
    }

    boolean codeIs(UUID id, byte[] codeHash) {
        return jdbc.sql("SELECT code_hash = ? FROM supplier_access WHERE id = ?")
                .params(codeHash, id)
                .query(Boolean.class)
                .single();
    }

    void wrong(UUID id) {
        jdbc.sql("UPDATE supplier_access SET wrong = wrong + 1 WHERE id = ?")
                .param(id)
                .update();
    }

    void open(UUID id, byte[] sessionHash, Instant until) {
        jdbc.sql("UPDATE supplier_access SET wrong = 0, session_hash = ?, session_until = ? WHERE id = ?")
                .params(sessionHash, Timestamp.from(until), id)
                .update();
    }

    /** The access whose visit this is, while the visit lasts. */
    Optional<Access> bySession(byte[] sessionHash, Instant now) {
        return jdbc.sql("SELECT * FROM supplier_access WHERE session_hash = ? AND session_until > ?")
                .params(sessionHash, Timestamp.from(now))
                .query(ExchangeStore::access)
                .optional();
    }

    void close(UUID id) {
        jdbc.sql("UPDATE supplier_access SET session_hash = NULL, session_until = NULL WHERE id = ?")
                .param(id)
                .update();
    }

    boolean revoke(UUID supplierId, UUID id, Instant at) {
        return jdbc.sql("""
                        UPDATE supplier_access SET revoked_at = ?, session_hash = NULL, session_until = NULL
                        WHERE supplier_id = ? AND id = ? AND revoked_at IS NULL""").params(Timestamp.from(at), supplierId, id).update() == 1;
    }

    private static Access access(ResultSet rs, int line) throws SQLException {
        return new Access(
                rs.getObject("id", UUID.class),
                rs.getObject("supplier_id", UUID.class),
                rs.getString("person"),
                rs.getBoolean("may_send"),
                rs.getString("by_name"),
                rs.getTimestamp("at").toInstant(),
                rs.getTimestamp("expires_at").toInstant(),
                SupplierStore.instant(rs, "revoked_at"),
                rs.getInt("wrong"));
    }

    // Files

    /** Whoever adds a file of the same supplier waits until the transaction ends. */
    void lockFiles(UUID supplierId) {
        jdbc.sql("SELECT 1 FROM (SELECT pg_advisory_xact_lock(hashtextextended(?, 0))) locked")
                .param("supplier files " + supplierId)
                .query(Integer.class)
                .single();
    }

    List<ExchangedFile> files(UUID supplierId) {
        return files.list(
                "WHERE t.supplier_id = :supplier ORDER BY t.at DESC, t.id DESC", Map.of("supplier", supplierId));
    }

    /** How many bytes of a supplier's files can be taken. */
    long bytes(UUID supplierId) {
        return jdbc.sql(
                        "SELECT coalesce(sum(size_bytes), 0) FROM supplier_file WHERE supplier_id = ? AND ended_at IS NULL")
                .param(supplierId)
                .query(Long.class)
                .single();
    }

    // Who came

    /** The newest first. */
    List<Visit> transfers(UUID supplierId, int most) {
        return visits.list(
                "WHERE t.supplier_id = :supplier ORDER BY t.at DESC, t.id DESC LIMIT :most",
                Map.of("supplier", supplierId, "most", most));
    }

    /** Names of a supplier's files, also of those that were withdrawn. */
    Map<UUID, String> names(UUID supplierId) {
        return files(supplierId).stream()
                .collect(Collectors.toMap(ExchangedFile::id, file -> file.file().fileName()));
    }

    /** How many files came by an access since then. */
    int sent(UUID accessId, Instant since) {
        return jdbc.sql("SELECT count(*) FROM supplier_file WHERE access_id = ? AND at > ?")
                .params(accessId, Timestamp.from(since))
                .query(Integer.class)
                .single();
    }
}

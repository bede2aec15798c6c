package dev.shisa.server.advisory;

import java.sql.Timestamp;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The table {@code advisory_key}. */
@Repository
class SigningKeyStore {

    private final JdbcClient jdbc;

    SigningKeyStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void insert(SigningKey key, byte[] sealed, UUID by) {
        jdbc.sql("""
                        INSERT INTO advisory_key (id, fingerprint, armored, sealed, imported, by_id, by_name, at)
                        VALUES (:id, :fingerprint, :armored, :sealed, :imported, :by, :name, :at)""")
                .param("id", key.id())
                .param("fingerprint", key.fingerprint())
                .param("armored", key.armored())
                .param("sealed", sealed)
                .param("imported", key.imported())
                .param("by", by)
                .param("name", key.byName())
                .param("at", Timestamp.from(key.at()))
                .update();
    }

    /** The last one first. */
    List<SigningKey> all() {
        return jdbc.sql("SELECT id, fingerprint, armored, imported, by_name, at FROM advisory_key ORDER BY added DESC")
                .query((row, number) -> new SigningKey(
                        row.getObject("id", UUID.class),
                        String.valueOf(row.getString("fingerprint")),
                        String.valueOf(row.getString("armored")),
                        row.getBoolean("imported"),
                        String.valueOf(row.getString("by_name")),
                        row.getTimestamp("at").toInstant()))
                .list();
    }

    byte[] sealed(UUID id) {
        return jdbc.sql("SELECT sealed FROM advisory_key WHERE id = ?")
                .param(id)
                .query(byte[].class)
                .single();
    }
}

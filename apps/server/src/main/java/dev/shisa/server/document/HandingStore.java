package dev.shisa.server.document;

import dev.shisa.server.platform.account.GuestLinks;
import dev.shisa.server.platform.account.Person;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Links to businesses outside, and their receipts; only the hash of a link's secret is stored. */
@Component
class HandingStore {

    private static final String SELECT = """
            SELECT h.*, coalesce(r.name, '') AS received_name, r.at AS received_at
            FROM document_handing h LEFT JOIN document_receipt r ON r.handing_id = h.id""";

    private final JdbcClient jdbc;
    private final GuestLinks guests;

    HandingStore(JdbcClient jdbc, GuestLinks guests) {
        this.guests = guests;
        this.jdbc = jdbc;
    }

    void insert(Handing handing, byte[] tokenHash, Person person) {
        guests.hold(person.id());
        jdbc.sql("""
                        INSERT INTO document_handing (id, version_id, work, business, recipient, token_hash, by_id, by_name, at,
                            expires_at)
                        VALUES (:id, :version, :work, :business, :recipient, :hash, :by, :byName, :at, :expires)""")
                .param("id", handing.id())
                .param("version", handing.versionId())
                .param("work", handing.work().id())
                .param("business", handing.business())
                .param("recipient", handing.recipient())
                .param("hash", tokenHash)
                .param("by", person.id())
                .param("byName", handing.byName())
                .param("at", Timestamp.from(handing.at()))
                .param("expires", Timestamp.from(handing.expiresAt()))
                .update();
    }

    Optional<Handing> byToken(byte[] tokenHash) {
        return jdbc.sql(SELECT + " WHERE h.token_hash = ?")
                .param(tokenHash)
                .query(HandingStore::handing)
                .optional();
    }

    /** In the order in which they were made. */
    List<Handing> of(UUID version) {
        return jdbc.sql(SELECT + " WHERE h.version_id = ? ORDER BY h.at, h.id")
                .param(version)
                .query(HandingStore::handing)
                .list();
    }

    boolean revoke(UUID id, Instant at) {
        return jdbc.sql("UPDATE document_handing SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL")
                        .params(Timestamp.from(at), id)
                        .update()
                == 1;
    }

    boolean receive(UUID id, UUID handing, String name, Instant at) {
        return jdbc.sql("""
                        INSERT INTO document_receipt (id, handing_id, name, at) VALUES (:id, :handing, :name, :at)
                        ON CONFLICT (handing_id) DO NOTHING""")
                        .param("id", id)
                        .param("handing", handing)
                        .param("name", name)
                        .param("at", Timestamp.from(at))
                        .update()
                == 1;
    }

    private static Handing handing(ResultSet rs, int line) throws SQLException {
        return new Handing(
                rs.getObject("id", UUID.class),
                rs.getObject("version_id", UUID.class),
                Handing.Work.parse(rs.getString("work")).orElseThrow(),
                rs.getString("business"),
                rs.getString("recipient"),
                rs.getString("by_name"),
                rs.getTimestamp("at").toInstant(),
                rs.getTimestamp("expires_at").toInstant(),
                instant(rs, "revoked_at"),
                rs.getString("received_name"),
                instant(rs, "received_at"));
    }

    private static @Nullable Instant instant(ResultSet rs, String column) throws SQLException {
        Timestamp at = rs.getTimestamp(column);
        return at == null ? null : at.toInstant();
    }
}

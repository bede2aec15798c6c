package dev.shisa.server.answers;

import dev.shisa.conformity.Slot;
import dev.shisa.server.platform.account.GuestLinks;
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
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Links for colleagues; only the hash of a link's secret is stored. */
@Component
class LinkStore {

    record Link(
            UUID id,
            UUID seriesId,
            List<Slot> slots,
            String recipient,
            String note,
            UUID createdBy,
            String createdByName,
            Instant createdAt,
            Instant expiresAt,
            @Nullable Instant revokedAt,
            @Nullable Instant openedAt) {

        boolean isOpen(Instant now) {
            return revokedAt == null && now.isBefore(expiresAt);
        }
    }

    private static final String SELECT = """
            SELECT l.id, l.series_id, l.slots, l.recipient, l.note, l.created_by, l.created_name, l.created_at, l.expires_at,
                   l.revoked_at, l.opened_at
            FROM question_link l
            """;

    private final JdbcClient jdbc;
    private final JsonMapper json;
    private final GuestLinks guests;

    LinkStore(JdbcClient jdbc, JsonMapper json, GuestLinks guests) {
        this.guests = guests;
        this.jdbc = jdbc;
        this.json = json;
    }

    void add(Link link, byte[] tokenHash) {
        guests.hold(link.createdBy());
        jdbc.sql("""
                        INSERT INTO question_link
                            (id, token_hash, series_id, slots, recipient, note, created_by, created_name, created_at, expires_at)
                        VALUES (:id, :hash, :series, :slots::jsonb, :recipient, :note, :by, :name, :at, :expires)""")
                .param("id", link.id())
                .param("hash", tokenHash)
                .param("series", link.seriesId())
                .param(
                        "slots",
                        json.writeValueAsString(
                                link.slots().stream().map(Slot::toString).toList()))
                .param("recipient", link.recipient())
                .param("note", link.note())
                .param("by", link.createdBy())
                .param("name", link.createdByName())
                .param("at", Timestamp.from(link.createdAt()))
                .param("expires", Timestamp.from(link.expiresAt()))
                .update();
    }

    Optional<Link> byToken(byte[] tokenHash) {
        return jdbc.sql(SELECT + " WHERE l.token_hash = :hash")
                .param("hash", tokenHash)
                .query(this::link)
                .optional();
    }

    /** A link as it is now, held until the transaction ends. */
    Link locked(UUID id) {
        return jdbc.sql(SELECT + " WHERE l.id = :id FOR UPDATE")
                .param("id", id)
                .query(this::link)
                .single();
    }

    Optional<Link> find(UUID id, UUID seriesId) {
        return jdbc.sql(SELECT + " WHERE l.id = :id AND l.series_id = :series")
                .param("id", id)
                .param("series", seriesId)
                .query(this::link)
                .optional();
    }

    List<Link> ofSeries(UUID seriesId) {
        return jdbc.sql(SELECT + " WHERE l.series_id = :series ORDER BY l.created_at DESC LIMIT 100")
                .param("series", seriesId)
                .query(this::link)
                .list();
    }

    void opened(UUID id, Instant at) {
        jdbc.sql("UPDATE question_link SET opened_at = :at WHERE id = :id AND opened_at IS NULL")
                .param("at", Timestamp.from(at))
                .param("id", id)
                .update();
    }

    boolean revoke(UUID id, UUID seriesId, Instant at) {
        return jdbc.sql("""
                        UPDATE question_link SET revoked_at = :at
                        WHERE id = :id AND series_id = :series AND revoked_at IS NULL""")
                        .param("at", Timestamp.from(at))
                        .param("id", id)
                        .param("series", seriesId)
                        .update()
                == 1;
    }

    private Link link(ResultSet row, int n) throws SQLException {
        Timestamp revoked = row.getTimestamp("revoked_at");
        Timestamp opened = row.getTimestamp("opened_at");
        return new Link(
                row.getObject("id", UUID.class),
                row.getObject("series_id", UUID.class),
                json.readValue(row.getString("slots"), new TypeReference<List<String>>() {}).stream()
                        .flatMap(text -> Slot.parse(text).stream())
                        .toList(),
                row.getString("recipient"),
                row.getString("note"),
                row.getObject("created_by", UUID.class),
                row.getString("created_name"),
                row.getTimestamp("created_at").toInstant(),
                row.getTimestamp("expires_at").toInstant(),
                revoked == null ? null : revoked.toInstant(),
                opened == null ? null : opened.toInstant());
    }
}

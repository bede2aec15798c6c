package dev.shisa.server.platform.api;

import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.ledger.PersonTraces;
import dev.shisa.server.platform.ledger.Redaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The table {@code api_token}. */
@Repository
class ApiTokenStore implements PersonTraces {

    private final JdbcClient jdbc;

    ApiTokenStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void insert(ApiToken token, byte[] hash) {
        jdbc.sql("""
                        INSERT INTO api_token (id, token_hash, person_id, name, acts, series, created_at, expires_at)
                        VALUES (:id, :hash, :person, :name, :acts, :series, :now, :end)""")
                .param("id", token.id())
                .param("hash", hash)
                .param("person", token.personId())
                .param("name", token.name())
                .param("acts", token.acts().stream().map(Act::id).sorted().toArray(String[]::new))
                .param("series", token.series().stream().sorted().toArray(UUID[]::new))
                .param("now", Timestamp.from(token.createdAt()))
                .param("end", Timestamp.from(token.expiresAt()))
                .update();
    }

    Optional<ApiToken> byHash(byte[] hash) {
        return jdbc.sql("SELECT * FROM api_token WHERE token_hash = ?")
                .param(hash)
                .query(ApiTokenStore::row)
                .optional();
    }

    Optional<ApiToken> byId(UUID id) {
        return jdbc.sql("SELECT * FROM api_token WHERE id = ?")
                .param(id)
                .query(ApiTokenStore::row)
                .optional();
    }

    List<ApiToken> of(UUID person, Instant endedAfter) {
        return jdbc.sql("""
                        SELECT * FROM api_token WHERE person_id = :person AND coalesce(revoked_at, expires_at) > :ended
                        ORDER BY id DESC""")
                .param("person", person)
                .param("ended", Timestamp.from(endedAfter))
                .query(ApiTokenStore::row)
                .list();
    }

    List<ApiToken> holding(Instant now) {
        return jdbc.sql("SELECT * FROM api_token WHERE revoked_at IS NULL AND expires_at > :now ORDER BY id DESC")
                .param("now", Timestamp.from(now))
                .query(ApiTokenStore::row)
                .list();
    }

    int countHolding(UUID person, Instant now) {
        return jdbc.sql("""
                        SELECT count(*) FROM api_token
                        WHERE person_id = :person AND revoked_at IS NULL AND expires_at > :now""")
                .param("person", person)
                .param("now", Timestamp.from(now))
                .query(Integer.class)
                .single();
    }

    boolean revoke(UUID id, Instant at) {
        return jdbc.sql("UPDATE api_token SET revoked_at = :at WHERE id = :id AND revoked_at IS NULL")
                        .param("at", Timestamp.from(at))
                        .param("id", id)
                        .update()
                == 1;
    }

    void used(UUID id, Instant at) {
        jdbc.sql("UPDATE api_token SET used_at = :at WHERE id = :id")
                .param("at", Timestamp.from(at))
                .param("id", id)
                .update();
    }

    void sweep(Instant endedBefore) {
        jdbc.sql("DELETE FROM api_token WHERE coalesce(revoked_at, expires_at) <= :ended")
                .param("ended", Timestamp.from(endedBefore))
                .update();
    }

    /** A token was called what the person liked, and nobody may call with it any more. */
    @Override
    public void forget(Redaction.PersonGone who) {
        jdbc.sql("DELETE FROM api_token WHERE person_id = ?").param(who.id()).update();
    }

    private static ApiToken row(ResultSet row, int number) throws SQLException {
        return new ApiToken(
                row.getObject("id", UUID.class),
                row.getObject("person_id", UUID.class),
                row.getString("name"),
                // An act that this version does not know allows nothing.
                Arrays.stream((String[]) row.getArray("acts").getArray())
                        .flatMap(id -> Arrays.stream(Act.values())
                                .filter(act -> act.name()
                                        .equals(id.toUpperCase(Locale.ROOT).replace('-', '_'))))
                        .collect(Collectors.toSet()),
                Set.of((UUID[]) row.getArray("series").getArray()),
                row.getTimestamp("created_at").toInstant(),
                row.getTimestamp("expires_at").toInstant(),
                instant(row, "used_at"),
                instant(row, "revoked_at"));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp at = row.getTimestamp(column);
        return at == null ? null : at.toInstant();
    }
}

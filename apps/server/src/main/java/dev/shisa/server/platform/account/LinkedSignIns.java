package dev.shisa.server.platform.account;

import dev.shisa.server.platform.Ids;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Which account somebody comes in to who signed in at a provider: by issuer and subject, never by the mail address alone. */
@Component
class LinkedSignIns {

    private final JdbcClient jdbc;
    private final Ids ids;
    private final InstantSource clock;

    LinkedSignIns(JdbcClient jdbc, Ids ids, InstantSource clock) {
        this.jdbc = jdbc;
        this.ids = ids;
        this.clock = clock;
    }

    /** One of a person's. */
    record Linked(
            UUID id,
            UUID providerId,
            String provider,
            String email,
            Instant linkedAt,
            @Nullable Instant usedAt) {}

    Optional<UUID> person(UUID providerId, String issuer, String subject) {
        return jdbc.sql("""
                        SELECT person_id FROM linked_sign_in
                        WHERE provider_id = :provider AND issuer = :issuer AND subject = :subject""")
                .param("provider", providerId)
                .param("issuer", issuer)
                .param("subject", subject)
                .query(UUID.class)
                .optional();
    }

    void link(UUID providerId, String issuer, String subject, String email, UUID person) {
        jdbc.sql("""
                        INSERT INTO linked_sign_in (id, provider_id, issuer, subject, person_id, email, linked_at)
                        VALUES (:id, :provider, :issuer, :subject, :person, :email, :at)""")
                .param("id", ids.next())
                .param("provider", providerId)
                .param("issuer", issuer)
                .param("subject", subject)
                .param("person", person)
                .param("email", email)
                .param("at", Timestamp.from(clock.instant()))
                .update();
    }

    void used(UUID providerId, String issuer, String subject, String email) {
        jdbc.sql("""
                        UPDATE linked_sign_in SET used_at = :at, email = :email
                        WHERE provider_id = :provider AND issuer = :issuer AND subject = :subject""")
                .param("at", Timestamp.from(clock.instant()))
                .param("email", email)
                .param("provider", providerId)
                .param("issuer", issuer)
                .param("subject", subject)
                .update();
    }

    List<Linked> of(UUID person) {
        return jdbc.sql("""
                        SELECT l.*, p.name FROM linked_sign_in l JOIN identity_provider p ON p.id = l.provider_id
                        WHERE l.person_id = :person ORDER BY l.linked_at, l.id""").param("person", person).query(LinkedSignIns::row).list();
    }

    /** How many people come in by a provider. */
    int count(UUID providerId) {
        return jdbc.sql("SELECT count(DISTINCT person_id) FROM linked_sign_in WHERE provider_id = :provider")
                .param("provider", providerId)
                .query(Integer.class)
                .single();
    }

    /** Whether somebody has no password, and comes in by providers that see to second factors themselves. */
    boolean onlyByTrusted(UUID person) {
        return jdbc.sql("""
                        SELECT EXISTS (SELECT FROM person WHERE id = :person AND password_hash IS NULL) AND coalesce(
                            (SELECT bool_and(i.trusts_factors) FROM linked_sign_in l
                             JOIN identity_provider i ON i.id = l.provider_id WHERE l.person_id = :person), false)""").param("person", person).query(Boolean.class).single();
    }

    /** People who could come in by nothing else if this provider were removed. */
    int onlyBy(UUID providerId) {
        return jdbc.sql("""
                        SELECT count(DISTINCT l.person_id) FROM linked_sign_in l JOIN person p ON p.id = l.person_id
                        WHERE l.provider_id = :provider AND p.password_hash IS NULL AND p.disabled_at IS NULL
                          AND NOT EXISTS (SELECT FROM passkey k WHERE k.person_id = p.id)
                          AND NOT EXISTS (SELECT FROM linked_sign_in o
                                          WHERE o.person_id = p.id AND o.provider_id <> :provider)""").param("provider", providerId).query(Integer.class).single();
    }

    Optional<Linked> unlink(UUID person, UUID id) {
        Optional<Linked> found =
                of(person).stream().filter(linked -> linked.id().equals(id)).findFirst();
        found.ifPresent(linked -> jdbc.sql("DELETE FROM linked_sign_in WHERE id = :id AND person_id = :person")
                .param("id", id)
                .param("person", person)
                .update());
        return found;
    }

    void forget(UUID person) {
        for (String table : List.of("linked_sign_in", "oidc_unlinked", "oidc_request")) {
            jdbc.sql("DELETE FROM " + table + " WHERE person_id = :person")
                    .param("person", person)
                    .update();
        }
    }

    private static Linked row(ResultSet row, int number) throws SQLException {
        Timestamp used = row.getTimestamp("used_at");
        return new Linked(
                row.getObject("id", UUID.class),
                row.getObject("provider_id", UUID.class),
                row.getString("name"),
                row.getString("email"),
                row.getTimestamp("linked_at").toInstant(),
                used == null ? null : used.toInstant());
    }
}

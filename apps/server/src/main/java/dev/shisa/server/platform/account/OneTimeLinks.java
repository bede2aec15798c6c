package dev.shisa.server.platform.account;

import dev.shisa.server.platform.Ids;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Links that open one door once: set-up, an invitation, a new password. The database has only their hash. */
@Component
class OneTimeLinks {

    enum Purpose {
        SET_UP(Duration.ofHours(24)),
        INVITATION(Duration.ofDays(7)),
        RESET(Duration.ofHours(24));

        final Duration life;

        Purpose(Duration life) {
            this.life = life;
        }

        String id() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        String path(String secret) {
            return "/" + id() + "/" + secret;
        }
    }

    /**
     * A link that can still be used.
     *
     * @param person whose account it opens; null for set-up
     */
    record Link(@Nullable UUID person, Instant expiresAt) {}

    private final JdbcClient jdbc;
    private final InstantSource clock;
    private final Ids ids;

    OneTimeLinks(JdbcClient jdbc, InstantSource clock, Ids ids) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.ids = ids;
    }

    /** A new link's path; earlier ones of the same purpose and person end with it. */
    @Transactional
    String create(Purpose purpose, @Nullable UUID person) {
        String secret = ids.secret();
        Instant now = clock.instant();
        revoke(purpose, person);
        jdbc.sql("""
                        INSERT INTO one_time_link (token_hash, purpose, person_id, created_at, expires_at)
                        VALUES (:hash, :purpose, :person, :now, :end)""")
                .param("hash", Secrets.hash(secret))
                .param("purpose", purpose.id())
                .param("person", person)
                .param("now", Timestamp.from(now))
                .param("end", Timestamp.from(now.plus(purpose.life)))
                .update();
        return purpose.path(secret);
    }

    void revoke(Purpose purpose, @Nullable UUID person) {
        jdbc.sql("""
                        DELETE FROM one_time_link
                        WHERE purpose = :purpose AND person_id IS NOT DISTINCT FROM :person::uuid AND used_at IS NULL""").param("purpose", purpose.id()).param("person", person).update();
    }

    Optional<Link> find(Purpose purpose, String secret) {
        return jdbc.sql("""
                        SELECT person_id, expires_at FROM one_time_link
                        WHERE token_hash = :hash AND purpose = :purpose AND used_at IS NULL AND expires_at > :now""")
                .param("hash", Secrets.hash(secret))
                .param("purpose", purpose.id())
                .param("now", Timestamp.from(clock.instant()))
                .query(OneTimeLinks::row)
                .optional();
    }

    /** Uses the link up; of two requests at the same time only one gets it. */
    Optional<Link> use(Purpose purpose, String secret) {
        return useHash(purpose, Secrets.hash(secret));
    }

    /** The same for who kept no more than the secret's hash. */
    Optional<Link> useHash(Purpose purpose, byte[] hash) {
        return jdbc.sql("""
                        UPDATE one_time_link SET used_at = :now
                        WHERE token_hash = :hash AND purpose = :purpose AND used_at IS NULL AND expires_at > :now
                        RETURNING person_id, expires_at""")
                .param("now", Timestamp.from(clock.instant()))
                .param("hash", hash)
                .param("purpose", purpose.id())
                .query(OneTimeLinks::row)
                .optional();
    }

    private static Link row(ResultSet row, int number) throws SQLException {
        return new Link(
                row.getObject("person_id", UUID.class),
                row.getTimestamp("expires_at").toInstant());
    }
}

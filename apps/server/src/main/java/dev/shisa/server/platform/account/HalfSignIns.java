package dev.shisa.server.platform.account;

import dev.shisa.server.platform.Ids;
import dev.shisa.server.platform.web.Cookies;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Who has given the right password, or came from a provider, and has not yet given the code: a cookie of its own, good for ten minutes and for nothing but
 * the second step. It is no session.
 */
@Component
class HalfSignIns {

    static final String COOKIE = "__Host-shisa-step";
    static final Duration LIFE = Duration.ofMinutes(10);

    private final JdbcClient jdbc;
    private final PersonStore people;
    private final IdentityProviderStore providers;
    private final Ids ids;
    private final InstantSource clock;

    HalfSignIns(JdbcClient jdbc, PersonStore people, IdentityProviderStore providers, Ids ids, InstantSource clock) {
        this.jdbc = jdbc;
        this.people = people;
        this.providers = providers;
        this.ids = ids;
        this.clock = clock;
    }

    void open(Person person, Arrival how, HttpServletResponse response) {
        String secret = ids.secret();
        byte[] token = how.token().isEmpty()
                ? null
                : providers.sealed().seal(person.id(), how.token().getBytes(StandardCharsets.UTF_8));
        jdbc.sql("""
                        INSERT INTO sign_in_step (token_hash, person_id, expires_at, way, provider_id, id_token)
                        VALUES (:hash, :person, :end, :way, :provider, :token)""")
                .param("way", how.way().id())
                .param("provider", how.provider())
                .param("token", token, java.sql.Types.BINARY)
                .param("hash", Secrets.hash(secret))
                .param("person", person.id())
                .param("end", Timestamp.from(clock.instant().plus(LIFE)))
                .update();
        Cookies.set(response, COOKIE, secret, LIFE);
    }

    /** Who stands between the steps in this browser; a reset password or a disabled account is not let on. */
    Optional<Account> present(HttpServletRequest request) {
        return Cookies.read(request, COOKIE)
                .flatMap(secret -> jdbc.sql(
                                "SELECT person_id FROM sign_in_step WHERE token_hash = :hash AND expires_at > :now")
                        .param("hash", Secrets.hash(secret))
                        .param("now", Timestamp.from(clock.instant()))
                        .query(UUID.class)
                        .optional())
                .flatMap(people::byId)
                .filter(account -> account.disabledAt() == null);
    }

    /** How who stands between the steps came so far. */
    Arrival arrival(HttpServletRequest request) {
        return Cookies.read(request, COOKIE)
                .flatMap(secret -> jdbc.sql("""
                                SELECT person_id, way, provider_id, id_token FROM sign_in_step
                                WHERE token_hash = :hash""")
                        .param("hash", Secrets.hash(secret))
                        .query((row, number) -> Sessions.arrival(row, providers.sealed()))
                        .optional())
                .orElse(Arrival.PASSWORD);
    }

    /** The second step is done, or given up. */
    void close(HttpServletRequest request, HttpServletResponse response) {
        Cookies.read(request, COOKIE)
                .ifPresent(secret -> jdbc.sql("DELETE FROM sign_in_step WHERE token_hash = :hash")
                        .param("hash", Secrets.hash(secret))
                        .update());
        Cookies.set(response, COOKIE, "", Duration.ZERO);
    }

    /** Whoever was half-way with an older password has to begin again. */
    void closeAll(UUID person) {
        jdbc.sql("DELETE FROM sign_in_step WHERE person_id = :person")
                .param("person", person)
                .update();
    }

    void sweep() {
        jdbc.sql("DELETE FROM sign_in_step WHERE expires_at <= :now")
                .param("now", Timestamp.from(clock.instant()))
                .update();
    }
}

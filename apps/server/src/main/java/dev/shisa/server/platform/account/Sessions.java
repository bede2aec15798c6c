package dev.shisa.server.platform.account;

import dev.shisa.server.platform.Ids;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.storage.SealedSecrets;
import dev.shisa.server.platform.web.Cookies;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.security.web.context.HttpRequestResponseHolder;
import org.springframework.security.web.context.SecurityContextRepository;
import org.springframework.stereotype.Component;

/**
 * Who is signed in: a cookie with 256 random bits, of which the database has only the SHA-256. A session ends when it
 * was not used for twelve hours, after seven days at the latest, and at once when the password changes or the account
 * is disabled. There is no {@code HttpSession}.
 */
@Component
public class Sessions implements SecurityContextRepository, SecretLookup {

    /** {@code __Host-}: the browser takes it only over TLS, for this host alone and for all paths. */
    public static final String COOKIE = "__Host-shisa";

    static final Duration IDLE_MAX = Duration.ofHours(12);
    static final Duration LIFE_MAX = Duration.ofDays(7);

    /** The last use is written at most this often, so that reading a page is not a write each time. */
    private static final Duration SEEN_GRAIN = Duration.ofMinutes(1);

    private static final int AGENT_LENGTH_MAX = 200;

    private final JdbcClient jdbc;
    private final IdentityProviderStore providers;
    private final SeenSecrets seen;
    private final InstantSource clock;
    private final Ids ids;

    Sessions(JdbcClient jdbc, IdentityProviderStore providers, SeenSecrets seen, InstantSource clock, Ids ids) {
        this.seen = seen;
        this.jdbc = jdbc;
        this.providers = providers;
        this.clock = clock;
        this.ids = ids;
    }

    /** One of a person's sessions, for the list on the account page. */
    public record Session(String id, Instant createdAt, Instant seenAt, String agent, boolean current) {

        /** The browser and system in two words, as far as the browser tells. */
        public String browser() {
            return first(
                            "Edg/:Edge",
                            "OPR/:Opera",
                            "Firefox/:Firefox",
                            "Chrome/:Chrome",
                            "Safari/:Safari",
                            "curl/:curl")
                    + first(
                            "Android:, Android",
                            "iPhone:, iPhone",
                            "iPad:, iPad",
                            "Windows:, Windows",
                            "Mac OS:, macOS",
                            "Linux:, Linux");
        }

        private String first(String... marks) {
            for (String mark : marks) {
                int colon = mark.indexOf(':');
                if (agent.contains(mark.substring(0, colon))) {
                    return mark.substring(colon + 1);
                }
            }
            return "";
        }
    }

    /** Opens a session and gives the cookie's value, which is nowhere else. */
    public String open(UUID person, String agent) {
        return open(person, agent, Arrival.PASSWORD);
    }

    private String open(UUID person, String agent, Arrival how) {
        String secret = ids.secret();
        Instant now = clock.instant();
        jdbc.sql("""
                        INSERT INTO session (token_hash, person_id, created_at, seen_at, expires_at, agent, way, provider_id,
                                             id_token)
                        VALUES (:hash, :person, :now, :now, :end, :agent, :way, :provider, :token)""")
                .param("way", how.way().id())
                .param("provider", how.provider())
                .param("token", sealed(person, how), java.sql.Types.BINARY)
                .param("hash", Secrets.hash(secret))
                .param("person", person)
                .param("now", Timestamp.from(now))
                .param("end", Timestamp.from(now.plus(LIFE_MAX)))
                .param("agent", agent.length() > AGENT_LENGTH_MAX ? agent.substring(0, AGENT_LENGTH_MAX) : agent)
                .update();
        return secret;
    }

    /** Signs a person in on this browser; whatever session it had before is closed, so none can be planted. */
    void signIn(Person person, Arrival how, HttpServletRequest request, HttpServletResponse response) {
        closeCurrent(request);
        String agent = request.getHeader(HttpHeaders.USER_AGENT);
        Cookies.set(response, COOKIE, open(person.id(), agent == null ? "" : agent, how), LIFE_MAX);
        SecurityContextHolder.setContext(new SecurityContextImpl(new SignedIn(person)));
    }

    void signOut(HttpServletRequest request, HttpServletResponse response) {
        closeCurrent(request);
        Cookies.set(response, COOKIE, "", Duration.ZERO);
        SecurityContextHolder.clearContext();
    }

    /** Closes all sessions of a person, but the one of this request if there is one. */
    int closeOthers(UUID person, @Nullable HttpServletRequest request) {
        return jdbc.sql("DELETE FROM session WHERE person_id = :person AND token_hash <> :own")
                .param("person", person)
                .param("own", request == null ? new byte[0] : hash(request).orElse(new byte[0]))
                .update();
    }

    /** When the session of this request was opened; empty if there is none. */
    Optional<Instant> openedAt(HttpServletRequest request) {
        return hash(request)
                .flatMap(hash -> jdbc.sql("SELECT created_at FROM session WHERE token_hash = :hash")
                        .param("hash", hash)
                        .query((row, number) -> row.getTimestamp("created_at").toInstant())
                        .optional());
    }

    /** How whoever has the session of this request came in. */
    Optional<Arrival> arrival(HttpServletRequest request) {
        return hash(request)
                .flatMap(hash -> jdbc.sql(
                                "SELECT person_id, way, provider_id, id_token FROM session WHERE token_hash = :hash")
                        .param("hash", hash)
                        .query((row, number) -> arrival(row, providers.sealed()))
                        .optional());
    }

    /** As it lies in a row of ours. Without the key that sealed it there is no hint, and signing out works all the same. */
    static Arrival arrival(ResultSet row, SealedSecrets sealed) throws SQLException {
        byte[] sealedToken = row.getBytes("id_token");
        String token = "";
        if (sealedToken != null) {
            try {
                token = new String(
                        sealed.open(row.getObject("person_id", UUID.class), sealedToken), StandardCharsets.UTF_8);
            } catch (Problem e) {
                token = "";
            }
        }
        return new Arrival(Arrival.Way.of(row.getString("way")), row.getObject("provider_id", UUID.class), token);
    }

    private byte @Nullable [] sealed(UUID person, Arrival how) {
        return how.token().isEmpty()
                ? null
                : providers.sealed().seal(person, how.token().getBytes(StandardCharsets.UTF_8));
    }

    boolean close(UUID person, String id) {
        if (!id.matches("[0-9a-f]{64}")) {
            return false;
        }
        return jdbc.sql("DELETE FROM session WHERE person_id = :person AND token_hash = :hash")
                        .param("person", person)
                        .param("hash", HexFormat.of().parseHex(id))
                        .update()
                == 1;
    }

    List<Session> of(UUID person, HttpServletRequest request) {
        byte[] own = hash(request).orElse(new byte[0]);
        return jdbc.sql("""
                        SELECT token_hash, created_at, seen_at, agent FROM session
                        WHERE person_id = :person AND expires_at > :now AND seen_at > :idle
                        ORDER BY seen_at DESC""")
                .param("person", person)
                .param("now", Timestamp.from(clock.instant()))
                .param("idle", Timestamp.from(clock.instant().minus(IDLE_MAX)))
                .query((row, number) -> new Session(
                        HexFormat.of().formatHex(row.getBytes("token_hash")),
                        row.getTimestamp("created_at").toInstant(),
                        row.getTimestamp("seen_at").toInstant(),
                        row.getString("agent"),
                        Arrays.equals(row.getBytes("token_hash"), own)))
                .list();
    }

    /** Removes the sessions that have ended by themselves. */
    void sweep() {
        jdbc.sql("DELETE FROM session WHERE expires_at <= :now OR seen_at <= :idle")
                .param("now", Timestamp.from(clock.instant()))
                .param("idle", Timestamp.from(clock.instant().minus(IDLE_MAX)))
                .update();
    }

    @Override
    @Deprecated
    public SecurityContext loadContext(HttpRequestResponseHolder holder) {
        return load(holder.getRequest());
    }

    private SecurityContext load(HttpServletRequest request) {
        return hash(request)
                .flatMap(this::find)
                .<SecurityContext>map(person -> new SecurityContextImpl(new SignedIn(person)))
                .orElseGet(SecurityContextHolder::createEmptyContext);
    }

    @Override
    public org.springframework.security.core.context.DeferredSecurityContext loadDeferredContext(
            HttpServletRequest request) {
        // Only a request that asks who is signed in costs a query; a style sheet does not.
        return new LazyContext(() -> load(request));
    }

    /** A session begins in {@link #signIn} and nowhere else. */
    @Override
    public void saveContext(SecurityContext context, HttpServletRequest request, HttpServletResponse response) {}

    @Override
    public boolean containsContext(HttpServletRequest request) {
        return hash(request).isPresent();
    }

    @Override
    public boolean isGood(String secret) {
        return find(Secrets.hash(secret)).isPresent();
    }

    private Optional<Person> find(byte[] hash) {
        Instant now = clock.instant();
        record Found(Account account, Instant seenAt) {}
        Optional<Found> found = jdbc.sql("""
                        SELECT p.*, s.seen_at FROM session s JOIN person p ON p.id = s.person_id
                        WHERE s.token_hash = :hash AND s.expires_at > :now AND s.seen_at > :idle
                          AND p.disabled_at IS NULL""")
                .param("hash", hash)
                .param("now", Timestamp.from(now))
                .param("idle", Timestamp.from(now.minus(IDLE_MAX)))
                .query((ResultSet row, int number) -> new Found(PersonStore.row(row, number), seenAt(row)))
                .optional();
        found.filter(f -> f.seenAt().plus(SEEN_GRAIN).isBefore(now))
                .ifPresent(f -> jdbc.sql("UPDATE session SET seen_at = :now WHERE token_hash = :hash")
                        .param("now", Timestamp.from(now))
                        .param("hash", hash)
                        .update());
        if (found.isPresent()) {
            seen.good(hash);
        } else {
            seen.bad(hash);
        }
        return found.map(f -> f.account().person());
    }

    private static Instant seenAt(ResultSet row) throws SQLException {
        return row.getTimestamp("seen_at").toInstant();
    }

    private void closeCurrent(HttpServletRequest request) {
        hash(request)
                .ifPresent(hash -> jdbc.sql("DELETE FROM session WHERE token_hash = :hash")
                        .param("hash", hash)
                        .update());
    }

    private static Optional<byte[]> hash(HttpServletRequest request) {
        return Cookies.read(request, COOKIE).map(Secrets::hash);
    }
}

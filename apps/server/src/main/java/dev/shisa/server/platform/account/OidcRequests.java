package dev.shisa.server.platform.account;

import dev.shisa.server.platform.Ids;
import dev.shisa.server.platform.web.Cookies;
import dev.shisa.server.platform.web.LocalPath;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Browsers that are at a provider: what each was sent for, good once and for fifteen minutes, and only in the browser that went. State,
 * nonce and verifier are 256 random bits each; of the state and the cookie the database has only the hash.
 */
@Component
class OidcRequests {

    static final String COOKIE = "__Host-shisa-away";
    static final Duration LIFE = Duration.ofMinutes(15);

    private static final int STATE_LENGTH_MAX = 64;

    private final JdbcClient jdbc;
    private final Ids ids;
    private final InstantSource clock;

    OidcRequests(JdbcClient jdbc, Ids ids, InstantSource clock) {
        this.jdbc = jdbc;
        this.ids = ids;
        this.clock = clock;
    }

    enum Purpose {
        SIGN_IN,
        LINK,
        INVITATION,
        TRIAL;

        String id() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        static Purpose of(String id) {
            return valueOf(id.toUpperCase(Locale.ROOT).replace('-', '_'));
        }
    }

    /**
     * What a browser is sent with.
     *
     * @param choosesAccount whether the provider should let somebody choose who they are, though they are signed in there
     */
    record Begun(String state, String nonce, String verifier, boolean choosesAccount) {}

    /**
     * What a browser was sent for.
     *
     * @param person who is signed in and links, or tries
     * @param invitation hash of the invitation that is taken up, in hexadecimal
     */
    record Pending(
            UUID providerId,
            Purpose purpose,
            @Nullable UUID person,
            @Nullable String invitation,
            String nonce,
            String verifier,
            String next) {}

    Begun begin(
            UUID providerId,
            Purpose purpose,
            @Nullable UUID person,
            @Nullable String invitation,
            String next,
            HttpServletRequest request,
            HttpServletResponse response) {
        Begun begun = new Begun(ids.secret(), ids.secret(), ids.secret(), purpose != Purpose.SIGN_IN);
        // The same cookie for all that one browser begins: several tabs come back, each with its own state.
        String browser = Cookies.read(request, COOKIE).orElseGet(ids::secret);
        jdbc.sql("""
                        INSERT INTO oidc_request (state_hash, browser_hash, provider_id, purpose, person_id, invitation,
                                                  nonce, verifier, next, expires_at)
                        VALUES (:state, :browser, :provider, :purpose, :person, :invitation,
                                :nonce, :verifier, :next, :end)""")
                .param("state", Secrets.hash(begun.state()))
                .param("browser", Secrets.hash(browser))
                .param("provider", providerId)
                .param("purpose", purpose.id())
                .param("person", person)
                .param("invitation", invitation)
                .param("nonce", begun.nonce())
                .param("verifier", begun.verifier())
                .param("next", LocalPath.orHome(next))
                .param("end", Timestamp.from(clock.instant().plus(LIFE)))
                .update();
        Cookies.set(response, COOKIE, browser, LIFE);
        return begun;
    }

    /** What the browser of this request was sent for with a state; used up by asking. */
    Optional<Pending> take(UUID providerId, String state, HttpServletRequest request) {
        Optional<String> browser = Cookies.read(request, COOKIE);
        if (browser.isEmpty() || state.isEmpty() || state.length() > STATE_LENGTH_MAX) {
            return Optional.empty();
        }
        return jdbc.sql("""
                        DELETE FROM oidc_request
                        WHERE state_hash = :state AND browser_hash = :browser AND provider_id = :provider
                          AND expires_at > :now
                        RETURNING *""")
                .param("state", Secrets.hash(state))
                .param("browser", Secrets.hash(browser.get()))
                .param("provider", providerId)
                .param("now", Timestamp.from(clock.instant()))
                .query((row, number) -> new Pending(
                        row.getObject("provider_id", UUID.class),
                        Purpose.of(row.getString("purpose")),
                        row.getObject("person_id", UUID.class),
                        row.getString("invitation"),
                        row.getString("nonce"),
                        row.getString("verifier"),
                        row.getString("next")))
                .optional();
    }

    // Somebody whom a provider knows and whose account has to be confirmed.

    /** Who came back, and whose account it seems to be. */
    record Unlinked(UUID providerId, String issuer, String subject, UUID person, String email, String next) {}

    /** Keeps who came back until the account is confirmed; the cookie of the way is the key. */
    void keepUnlinked(OidcIdentity identity, UUID providerId, UUID person, String next, HttpServletRequest request) {
        byte[] browser = Secrets.hash(Cookies.read(request, COOKIE).orElse(""));
        jdbc.sql("DELETE FROM oidc_unlinked WHERE token_hash = :token")
                .param("token", browser)
                .update();
        jdbc.sql("""
                        INSERT INTO oidc_unlinked (token_hash, provider_id, issuer, subject, person_id, email, next,
                                                   expires_at)
                        VALUES (:token, :provider, :issuer, :subject, :person, :email, :next, :end)""")
                .param("token", browser)
                .param("provider", providerId)
                .param("issuer", identity.issuer())
                .param("subject", identity.subject())
                .param("person", person)
                .param("email", identity.email())
                .param("next", LocalPath.orHome(next))
                .param("end", Timestamp.from(clock.instant().plus(LIFE)))
                .update();
    }

    Optional<Unlinked> unlinked(HttpServletRequest request) {
        return Cookies.read(request, COOKIE)
                .flatMap(browser -> jdbc.sql("""
                        SELECT * FROM oidc_unlinked WHERE token_hash = :token AND expires_at > :now""")
                        .param("token", Secrets.hash(browser))
                        .param("now", Timestamp.from(clock.instant()))
                        .query((row, number) -> new Unlinked(
                                row.getObject("provider_id", UUID.class),
                                row.getString("issuer"),
                                row.getString("subject"),
                                row.getObject("person_id", UUID.class),
                                row.getString("email"),
                                row.getString("next")))
                        .optional());
    }

    void forgetUnlinked(HttpServletRequest request) {
        Cookies.read(request, COOKIE)
                .ifPresent(browser -> jdbc.sql("DELETE FROM oidc_unlinked WHERE token_hash = :token")
                        .param("token", Secrets.hash(browser))
                        .update());
    }

    void sweep() {
        for (String table : java.util.List.of("oidc_request", "oidc_unlinked")) {
            jdbc.sql("DELETE FROM " + table + " WHERE expires_at <= :now")
                    .param("now", Timestamp.from(clock.instant()))
                    .update();
        }
    }
}

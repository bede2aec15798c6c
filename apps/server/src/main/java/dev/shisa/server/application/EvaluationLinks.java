package dev.shisa.server.application;

import dev.shisa.server.platform.Ids;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.GuestLinks;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Secrets;
import dev.shisa.server.platform.audit.Audit;
import dev.shisa.server.product.Series;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Links by which an outside evaluator or proxy works on one series without an account; only the hash of a secret is stored. */
@Service
class EvaluationLinks {

    static final int DAYS_MAX = 180;
    static final int NAME_MAX = 100;
    static final Set<String> PARTS = Set.of("evaluator", "proxy");

    private static final String SELECT = """
            SELECT id, series_id, recipient, part, created_name, created_at, expires_at, revoked_at, opened_at
            FROM application_link""";

    private final JdbcClient jdbc;
    private final GuestLinks guests;
    private final Audit audit;
    private final Ids ids;
    private final InstantSource clock;

    EvaluationLinks(JdbcClient jdbc, GuestLinks guests, Audit audit, Ids ids, InstantSource clock) {
        this.guests = guests;
        this.jdbc = jdbc;
        this.audit = audit;
        this.ids = ids;
        this.clock = clock;
    }

    /** A link. */
    record Link(
            UUID id,
            UUID seriesId,
            String recipient,
            String part,
            String createdName,
            Instant createdAt,
            Instant expiresAt,
            @Nullable Instant revokedAt,
            @Nullable Instant openedAt) {

        boolean isOpen(Instant now) {
            return revokedAt == null && now.isBefore(expiresAt);
        }

        String state(Instant now) {
            return revokedAt != null ? "revoked" : !isOpen(now) ? "ended" : openedAt == null ? "sent" : "opened";
        }
    }

    /** A link with its secret, which is told this once. */
    record Made(Link link, String secret) {}

    /** Makes a link; the bounds above are the caller's to check. */
    @Transactional
    public Made make(Series series, String recipient, String part, int days, Person person) {
        guests.hold(person.id());
        String secret = ids.secret();
        Instant now = clock.instant();
        Link link = new Link(
                ids.next(),
                series.id(),
                recipient.strip(),
                part,
                person.name(),
                now,
                now.plus(Duration.ofDays(days)),
                null,
                null);
        jdbc.sql("""
                        INSERT INTO application_link
                            (id, token_hash, series_id, recipient, part, created_by, created_name, created_at, expires_at)
                        VALUES (:id, :hash, :series, :recipient, :part, :by, :name, :at, :expires)""")
                .param("id", link.id())
                .param("hash", Secrets.hash(secret))
                .param("series", series.id())
                .param("recipient", link.recipient())
                .param("part", part)
                .param("by", person.id())
                .param("name", person.name())
                .param("at", Timestamp.from(now))
                .param("expires", Timestamp.from(link.expiresAt()))
                .update();
        audit.record(
                person,
                "application.link",
                series.code(),
                Map.of(
                        "recipient",
                        link.recipient(),
                        "part",
                        part,
                        "expires",
                        link.expiresAt().toString()));
        return new Made(link, secret);
    }

    Optional<Link> bySecret(String secret) {
        return jdbc.sql(SELECT + " WHERE token_hash = :hash")
                .param("hash", Secrets.hash(secret))
                .query((rs, n) -> link(rs))
                .optional()
                .filter(link -> link.isOpen(clock.instant()));
    }

    void opened(Link link) {
        jdbc.sql("UPDATE application_link SET opened_at = :at WHERE id = :id AND opened_at IS NULL")
                .param("at", Timestamp.from(clock.instant()))
                .param("id", link.id())
                .update();
    }

    List<Link> of(Series series) {
        return jdbc.sql(SELECT + " WHERE series_id = :series ORDER BY created_at DESC LIMIT 100")
                .param("series", series.id())
                .query((rs, n) -> link(rs))
                .list();
    }

    /**
     * From now on the link opens nothing; one that was revoked before stays as it is.
     *
     * @throws Problem 404 if there is none
     */
    @Transactional
    public void revoke(Series series, UUID id, Person person) {
        int changed = jdbc.sql("""
                        UPDATE application_link SET revoked_at = :at
                        WHERE id = :id AND series_id = :series AND revoked_at IS NULL""")
                .param("at", Timestamp.from(clock.instant()))
                .param("id", id)
                .param("series", series.id())
                .update();
        if (changed == 1) {
            audit.record(person, "application.link.revoke", series.code(), Map.of("link", id.toString()));
        } else if (of(series).stream().noneMatch(link -> link.id().equals(id))) {
            throw new Problem(404, "link.unknown");
        }
    }

    /** What is done by a link is done while it is held: it may have been revoked since its page was asked for. */
    @Transactional
    public <T> T by(Link link, Supplier<T> act) {
        Link now = jdbc.sql(SELECT + " WHERE id = :id FOR UPDATE")
                .param("id", link.id())
                .query((rs, n) -> link(rs))
                .single();
        if (!now.isOpen(clock.instant())) {
            throw new Problem(404, "link.ended");
        }
        return act.get();
    }

    String state(Link link) {
        return link.state(clock.instant());
    }

    private static Link link(ResultSet rs) throws SQLException {
        Timestamp revoked = rs.getTimestamp("revoked_at");
        Timestamp opened = rs.getTimestamp("opened_at");
        return new Link(
                rs.getObject("id", UUID.class),
                rs.getObject("series_id", UUID.class),
                rs.getString("recipient"),
                rs.getString("part"),
                rs.getString("created_name"),
                rs.getTimestamp("created_at").toInstant(),
                rs.getTimestamp("expires_at").toInstant(),
                revoked == null ? null : revoked.toInstant(),
                opened == null ? null : opened.toInstant());
    }
}

package dev.shisa.server.platform.metrics;

import dev.shisa.server.platform.Ids;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.audit.Audit;
import dev.shisa.server.platform.transaction.Effects;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * The one token with which a monitoring tool may read {@code /metrics}. It is shown once, when it is made; the database
 * has its SHA-256 only. A new one ends the one before.
 *
 * <p>The hash is remembered for a few seconds, and beyond that while the database cannot be asked: metrics are wanted
 * most when it is down.
 */
@Component
class MetricsToken {

    private static final Logger LOG = LoggerFactory.getLogger(MetricsToken.class);
    private static final Duration REMEMBERED = Duration.ofSeconds(10);

    /** The last use is written at most this often. */
    private static final Duration USED_GRAIN = Duration.ofMinutes(1);

    /** A token has 43 characters; anything much longer is not looked at. */
    private static final int LENGTH_MAX = 64;

    private final JdbcClient jdbc;
    private final Ids ids;
    private final Audit audit;
    private final InstantSource clock;
    /** How often there was another token, or none any more; what was read before the last time is not remembered. */
    private final AtomicLong changes = new AtomicLong();

    private volatile @Nullable Known known;
    private volatile @Nullable Instant used;

    private record Known(long changes, Instant at, List<byte[]> hashes) {}

    /**
     * The token in force.
     *
     * @param madeBy the name of the person who made it
     * @param usedAt when metrics were last read with it, to the minute; null if they never were
     */
    record Made(Instant at, String madeBy, @Nullable Instant usedAt) {}

    MetricsToken(JdbcClient jdbc, Ids ids, Audit audit, InstantSource clock) {
        this.jdbc = jdbc;
        this.ids = ids;
        this.audit = audit;
        this.clock = clock;
    }

    Optional<Made> present() {
        return jdbc.sql("SELECT made_at, made_by, used_at FROM metrics_token")
                .query((row, number) -> {
                    Timestamp used = row.getTimestamp("used_at");
                    return new Made(
                            row.getTimestamp("made_at").toInstant(),
                            row.getString("made_by"),
                            used == null ? null : used.toInstant());
                })
                .optional();
    }

    /** Makes a new one, which is nowhere else than in the answer. */
    @Transactional
    String make(Person person) {
        String secret = ids.secret();
        jdbc.sql("DELETE FROM metrics_token").update();
        jdbc.sql("INSERT INTO metrics_token (token_hash, made_at, made_by) VALUES (:hash, :now, :by)")
                .param("hash", hash(secret))
                .param("now", Timestamp.from(clock.instant()))
                .param("by", person.name())
                .update();
        audit.record("monitoring.token", "/metrics", Map.of());
        Effects.afterCommit(this::forget);
        return secret;
    }

    @Transactional
    void revoke() {
        if (jdbc.sql("DELETE FROM metrics_token").update() > 0) {
            audit.record("monitoring.token.revoke", "/metrics", Map.of());
        }
        Effects.afterCommit(this::forget);
    }

    private void forget() {
        changes.incrementAndGet();
        used = null;
    }

    /** Whether this is the token in force. */
    boolean opens(String token) {
        if (token.isEmpty() || token.length() > LENGTH_MAX) {
            return false;
        }
        byte[] hash = hash(token);
        boolean right = hashes().stream().anyMatch(one -> MessageDigest.isEqual(one, hash));
        if (right) {
            noteUse();
        }
        return right;
    }

    private void noteUse() {
        Instant now = clock.instant();
        Instant before = used;
        if (before == null || now.isBefore(before) || !now.isBefore(before.plus(USED_GRAIN))) {
            used = now;
            try {
                jdbc.sql("UPDATE metrics_token SET used_at = :now")
                        .param("now", Timestamp.from(now))
                        .update();
            } catch (DataAccessException e) {
                LOG.debug("the use of the token is not noted", e);
            }
        }
    }

    private List<byte[]> hashes() {
        Known present = known;
        long counted = changes.get();
        Instant now = clock.instant();
        if (present != null
                && present.changes() == counted
                && !now.isBefore(present.at())
                && now.isBefore(present.at().plus(REMEMBERED))) {
            return present.hashes();
        }
        try {
            List<byte[]> hashes = jdbc.sql("SELECT token_hash FROM metrics_token")
                    .query((row, number) -> row.getBytes("token_hash"))
                    .list();
            known = new Known(counted, now, hashes);
            return hashes;
        } catch (DataAccessException e) {
            LOG.debug("the token is taken from memory", e);
            return present == null || present.changes() != counted ? List.of() : present.hashes();
        }
    }

    private static byte[] hash(String secret) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is part of every JDK", e);
        }
    }
}

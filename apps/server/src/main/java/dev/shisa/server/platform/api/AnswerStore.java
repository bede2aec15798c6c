package dev.shisa.server.platform.api;

import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The table {@code api_answer}: what a call with an idempotency key was answered. */
@Repository
class AnswerStore {

    /** Whoever has not heard an answer after a day does not ask for it again. */
    static final Duration KEPT = Duration.ofDays(1);

    private final JdbcClient jdbc;
    private final JsonMapper json;
    private final InstantSource clock;

    AnswerStore(JdbcClient jdbc, JsonMapper json, InstantSource clock) {
        this.jdbc = jdbc;
        this.json = json;
        this.clock = clock;
    }

    /**
     * An answer as it was given.
     *
     * @param closed whether its body is closed with the token
     */
    @SuppressWarnings("ArrayRecordComponent") // held for a moment, never compared
    record Given(byte[] requestHash, int status, Map<String, String> headers, byte[] body, boolean closed) {

        Given opened(AnswerSeal seal) {
            return new Given(requestHash, status, headers, seal.open(body), false);
        }
    }

    /**
     * Takes a key; whoever calls with the same one at the same time waits here until the transaction ends.
     *
     * @return false if it was taken before
     */
    boolean take(UUID token, String key, byte[] requestHash) {
        Instant now = clock.instant();
        jdbc.sql("DELETE FROM api_answer WHERE token_id = :token AND key = :key AND answered_at <= :old")
                .param("token", token)
                .param("key", key)
                .param("old", Timestamp.from(now.minus(KEPT)))
                .update();
        return jdbc.sql("""
                        INSERT INTO api_answer (token_id, key, request_hash, status, headers, body, answered_at)
                        VALUES (:token, :key, :hash, 0, '{}', '', :now) ON CONFLICT DO NOTHING""")
                        .param("token", token)
                        .param("key", key)
                        .param("hash", requestHash)
                        .param("now", Timestamp.from(now))
                        .update()
                == 1;
    }

    /** @param body closed by {@link AnswerSeal} */
    void put(UUID token, String key, int status, Map<String, String> headers, byte[] body) {
        jdbc.sql("""
                        UPDATE api_answer SET status = :status, headers = :headers::jsonb, body = :body, closed = true
                        WHERE token_id = :token AND key = :key""")
                .param("status", status)
                .param("headers", json.writeValueAsString(headers))
                .param("body", body)
                .param("token", token)
                .param("key", key)
                .update();
    }

    Given get(UUID token, String key) {
        return jdbc.sql("""
                        SELECT request_hash, status, headers::text, body, closed FROM api_answer
                        WHERE token_id = :token AND key = :key""")
                .param("token", token)
                .param("key", key)
                .query((row, number) -> new Given(
                        row.getBytes("request_hash"),
                        row.getInt("status"),
                        json.readValue(row.getString("headers"), new TypeReference<Map<String, String>>() {}),
                        row.getBytes("body"),
                        row.getBoolean("closed")))
                .single();
    }

    @Scheduled(fixedDelay = 60 * 60 * 1000L, initialDelay = 11 * 60 * 1000L)
    void sweep() {
        jdbc.sql("DELETE FROM api_answer WHERE answered_at <= :old")
                .param("old", Timestamp.from(clock.instant().minus(KEPT)))
                .update();
    }
}

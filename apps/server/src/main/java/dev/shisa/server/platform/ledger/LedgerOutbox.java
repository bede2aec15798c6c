package dev.shisa.server.platform.ledger;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.sql.Timestamp;
import java.time.InstantSource;
import java.util.SortedMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/**
 * What waits for the ledger. A capability appends here in the transaction of its change, so that no record can exist
 * without its leaf nor a leaf without its record.
 */
@Component
public class LedgerOutbox {

    /** The salt keeps the leaf hash from giving away a short, guessable body after the body was erased. */
    private static final int SALT_BYTES = 16;

    private final JdbcClient jdbc;
    private final InstantSource clock;
    private final JsonMapper json;
    private final SecureRandom random = new SecureRandom();

    LedgerOutbox(JdbcClient jdbc, InstantSource clock, JsonMapper json) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.json = json;
    }

    /** For a process beside the server, which has no container to make it. */
    public static LedgerOutbox beside(JdbcClient jdbc, InstantSource clock, JsonMapper json) {
        return new LedgerOutbox(jdbc, clock, json);
    }

    /**
     * Appends one entry.
     *
     * @param kind type and version of the body, e.g. {@code fact/1}
     * @param subject the organisation, series, release or evidence that it is about
     * @param body values by name; sorted, so that the bytes are canonical
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void append(String kind, @Nullable UUID subject, SortedMap<String, ?> body) {
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        jdbc.sql("""
                        INSERT INTO ledger_outbox (at, kind, subject, salt, body)
                        VALUES (:at, :kind, :subject, :salt, :body)""")
                .param("at", Timestamp.from(clock.instant()))
                .param("kind", kind)
                .param("subject", subject)
                .param("salt", salt)
                .param("body", json.writeValueAsString(body).getBytes(StandardCharsets.UTF_8))
                .update();
    }
}

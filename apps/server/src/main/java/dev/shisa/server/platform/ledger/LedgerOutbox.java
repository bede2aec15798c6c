package dev.shisa.server.platform.ledger;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
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

    /** The salt keeps the leaf from giving away a short, guessable body, also after the body was erased. */
    private static final int SALT_BYTES = 16;

    private final JdbcClient jdbc;
    private final InstantSource clock;
    private final JsonMapper json;
    private final LedgerSignal signal;
    private final SecureRandom random = new SecureRandom();

    LedgerOutbox(JdbcClient jdbc, InstantSource clock, JsonMapper json, LedgerSignal signal) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.json = json;
        this.signal = signal;
    }

    /** For a process beside the server, which has no container to make it. */
    public static LedgerOutbox beside(JdbcClient jdbc, InstantSource clock, JsonMapper json) {
        return new LedgerOutbox(jdbc, clock, json, new LedgerSignal());
    }

    /** The number of the newest record, 0 when there is none: while it stays, nobody has done anything. */
    public long newest() {
        return jdbc.sql("SELECT coalesce(max(id), 0) FROM ledger_outbox")
                .query(Long.class)
                .single();
    }

    /**
     * Appends one record.
     *
     * @param kind type and version of the body, e.g. {@code fact/1}
     * @param subject the organisation, series, release, evidence or person that it is about
     * @param body values by name; sorted, and so must be the maps in it, so that the bytes are canonical. Its value
     *     {@code id} is the row that it describes, by which the database is checked against the ledger
     * @return the number of the record
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public long append(String kind, @Nullable UUID subject, SortedMap<String, ?> body) {
        if (!body.containsKey("id")) {
            throw new IllegalArgumentException("a record of kind " + kind + " does not say which row it describes");
        }
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        byte[] bytes = json.writeValueAsString(body).getBytes(StandardCharsets.UTF_8);
        Instant at = clock.instant().truncatedTo(ChronoUnit.MICROS);
        long id = jdbc.sql("""
                        INSERT INTO ledger_outbox (at, kind, subject, row_id, commitment, salt, body)
                        VALUES (:at, :kind, :subject, :row, :commitment, :salt, :body) RETURNING id""")
                .param("at", Timestamp.from(at))
                .param("kind", kind)
                .param("subject", subject)
                .param("row", String.valueOf(body.get("id")))
                .param("commitment", LedgerEntry.commitment(salt, bytes))
                .param("salt", salt)
                .param("body", bytes)
                .query(Long.class)
                .single();
        signal.giveAfterCommit();
        return id;
    }
}

package dev.shisa.server.platform.ledger;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
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

    /**
     * A moment of the database, to be asked later whether anything was recorded since.
     *
     * @param snapshot which transactions had ended ({@code pg_snapshot})
     * @param news whether a record can be seen that could not be seen in the moment that was asked about
     */
    public record Moment(String snapshot, boolean news) {}

    /**
     * Looks whether anything was recorded since an earlier look. The newest number does not tell: numbers are drawn when a record is
     * written and not when its transaction ends, so a smaller one may be seen after a larger one.
     *
     * @param before null: nobody has looked, so all is news
     */
    public Moment look(@Nullable Moment before) {
        if (before == null) {
            return jdbc.sql("SELECT pg_current_snapshot()::text")
                    .query((row, number) -> new Moment(String.valueOf(row.getString(1)), true))
                    .single();
        }
        // A restored record names a transaction of another database: it is no news while its number lies in the future.
        // A sealed row that changes by itself is no act; each act has another record beside it. Nor is it an act to
        // look at a case, or to be refused: otherwise the time of the next count would tell a refusal from what is not
        // there. Who takes a list or a file along has changed nothing.
        return jdbc.sql("""
            SELECT pg_current_snapshot()::text,
                EXISTS (SELECT FROM ledger_outbox
                        WHERE made_in >= pg_snapshot_xmin(:before::pg_snapshot)
                          AND made_in < pg_snapshot_xmax(pg_current_snapshot())
                          AND NOT pg_visible_in_snapshot(made_in, :before::pg_snapshot)
                          AND kind NOT IN ('row/1', 'psirt-access/1')
                          AND (kind <> 'audit/1' OR position('{"act":"take.'::bytea IN body) IS DISTINCT FROM 1))""")
                .param("before", before.snapshot())
                .query((row, number) -> new Moment(String.valueOf(row.getString(1)), row.getBoolean(2)))
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

    /** Appends one record for each body, in their order, in one statement. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void append(String kind, List<? extends SortedMap<String, ?>> bodies) {
        int count = bodies.size();
        String[] rows = new String[count];
        String[] commitments = new String[count];
        String[] salts = new String[count];
        String[] texts = new String[count];
        for (int i = 0; i < count; i++) {
            byte[] salt = new byte[SALT_BYTES];
            random.nextBytes(salt);
            rows[i] = String.valueOf(bodies.get(i).get("id"));
            texts[i] = json.writeValueAsString(bodies.get(i));
            salts[i] = HexFormat.of().formatHex(salt);
            commitments[i] = LedgerEntry.commitment(salt, texts[i].getBytes(StandardCharsets.UTF_8));
        }
        jdbc.sql("""
                        INSERT INTO ledger_outbox (at, kind, row_id, commitment, salt, body)
                        SELECT :at, :kind, row_id, commitment, decode(salt, 'hex'), convert_to(body, 'UTF8')
                        FROM unnest(:rows::text[], :commitments::text[], :salts::text[], :bodies::text[])
                            AS given (row_id, commitment, salt, body)""")
                .param("at", Timestamp.from(clock.instant().truncatedTo(ChronoUnit.MICROS)))
                .param("kind", kind)
                .param("rows", rows)
                .param("commitments", commitments)
                .param("salts", salts)
                .param("bodies", texts)
                .update();
        signal.giveAfterCommit();
    }
}

package dev.shisa.server.platform.ledger;

import java.sql.Timestamp;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** How far the ledger is behind: what waits in the outbox. */
@Component
public class OutboxLag {

    private final JdbcClient jdbc;

    OutboxLag(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * What waits.
     *
     * @param count records that no leaf holds yet
     * @param oldest when the oldest of them was recorded; null when none waits
     * @param begun whether the ledger has ever taken one
     */
    public record Waiting(long count, @Nullable Instant oldest, boolean begun) {}

    public Waiting waiting() {
        return jdbc.sql("""
                        SELECT count(*) AS count, min(at) AS oldest,
                               EXISTS (SELECT 1 FROM ledger_outbox WHERE leaf_index IS NOT NULL) AS begun
                        FROM ledger_outbox WHERE leaf_index IS NULL""")
                .query((row, number) -> {
                    Timestamp oldest = row.getTimestamp("oldest");
                    return new Waiting(
                            row.getLong("count"), oldest == null ? null : oldest.toInstant(), row.getBoolean("begun"));
                })
                .single();
    }
}

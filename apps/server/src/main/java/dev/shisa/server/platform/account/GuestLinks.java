package dev.shisa.server.platform.account;

import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.audit.Audit;
import java.sql.Timestamp;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * The links for people outside that one person made. An address opens for whoever has it, also for its maker after
 * their account has ended; so it is seen with the account, and ends with it.
 */
@Service
public class GuestLinks {

    private final List<GuestTable> tables;
    private final JdbcClient jdbc;
    private final Audit audit;
    private final InstantSource clock;

    GuestLinks(List<GuestTable> tables, JdbcClient jdbc, Audit audit, InstantSource clock) {
        this.tables =
                tables.stream().sorted(Comparator.comparing(GuestTable::kind)).toList();
        this.jdbc = jdbc;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * Holds the account of somebody who makes a link until the transaction ends. If the account ends at the same moment, the link ends with
     * it or is not made.
     *
     * @throws Problem 403 if the account has ended since the request came
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void hold(UUID maker) {
        if (jdbc.sql("SELECT FROM person WHERE id = :id AND disabled_at IS NULL FOR SHARE")
                .param("id", maker)
                .query()
                .listOfRows()
                .isEmpty()) {
            throw new Problem(403, "denied");
        }
    }

    /** What still opens of what this person made, by kind, the one that ends last first. */
    List<PeopleView.Guest> open(UUID maker) {
        return tables.stream()
                .flatMap(table -> jdbc
                        .sql("""
                                SELECT %s AS recipient, expires_at FROM %s
                                WHERE %s = :maker AND revoked_at IS NULL AND expires_at > :now
                                ORDER BY expires_at DESC""".formatted(table.recipient(), table.table(), table.maker()))
                        .param("maker", maker)
                        .param("now", Timestamp.from(clock.instant()))
                        .query((row, n) -> new PeopleView.Guest(
                                table.kind(),
                                row.getString("recipient"),
                                row.getTimestamp("expires_at").toInstant()))
                        .list()
                        .stream())
                .toList();
    }

    /**
     * Lets them all end now. They end as if their time had come and are not revoked: who was waited for, as the receipt
     * of a business, is waited for still.
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void end(Account account) {
        Timestamp now = Timestamp.from(clock.instant());
        int ended = 0;
        for (GuestTable table : tables) {
            ended += jdbc.sql("""
                            UPDATE %s SET expires_at = :now
                            WHERE %s = :maker AND revoked_at IS NULL AND expires_at > :now""".formatted(table.table(), table.maker()))
                    .param("maker", account.id())
                    .param("now", now)
                    .update();
        }
        if (ended > 0) {
            audit.record("person.guests-end", account.email(), Map.of("count", ended));
        }
    }
}

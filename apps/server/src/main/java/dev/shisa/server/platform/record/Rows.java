package dev.shisa.server.platform.record;

import dev.shisa.server.platform.Ids;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.ledger.LedgerOutbox;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Where rows of every kind are kept. */
@Component
public class Rows {

    private final JdbcClient jdbc;
    private final LedgerOutbox ledger;
    private final Ids ids;
    private final InstantSource clock;

    Rows(JdbcClient jdbc, LedgerOutbox ledger, Ids ids, InstantSource clock) {
        this.jdbc = jdbc;
        this.ledger = ledger;
        this.ids = ids;
        this.clock = clock;
    }

    public <R extends Record> Kind<R> of(Class<R> record) {
        return new Kind<>(RowType.of(record), jdbc, ledger);
    }

    /** An id for a new row; later ones sort behind. */
    public UUID id() {
        return ids.next();
    }

    /** A code for people, as {@code I-7QK2M}. */
    public String code(String letter) {
        return ids.code(letter);
    }

    /** Now, as precise as the database keeps it. */
    public Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    public Stamp by(Person person) {
        return new Stamp(person.id(), person.name(), now());
    }
}

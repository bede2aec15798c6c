package dev.shisa.server.ledger;

import dev.shisa.server.platform.doctor.Check;
import java.time.Duration;
import java.time.InstantSource;
import org.springframework.stereotype.Component;

/** Whether the last check of the ledger was lately and found everything as it was written. */
@Component
class RecordsCheck implements Check {

    /** A check a day; a few may be missed while the server is off. */
    private static final Duration OLD = Duration.ofDays(7);

    private final CheckStore store;
    private final Checker checker;
    private final InstantSource clock;

    RecordsCheck(CheckStore store, Checker checker, InstantSource clock) {
        this.store = store;
        this.checker = checker;
        this.clock = clock;
    }

    @Override
    public String id() {
        return "records";
    }

    @Override
    public int position() {
        return 56;
    }

    @Override
    public Finding look() {
        String failure = checker.failure().orElse(null);
        if (failure != null) {
            return new Finding.Bad("failed", failure);
        }
        CheckReport last = store.last().map(CheckStore.Done::report).orElse(null);
        if (last == null) {
            return new Finding.Ok(0L);
        }
        if (!last.isIntact()) {
            return new Finding.Bad("differs", last.total());
        }
        Duration age = Duration.between(last.finishedAt(), clock.instant());
        return age.compareTo(OLD) > 0 ? new Finding.Bad("old", age.toDays()) : new Finding.Ok(last.records());
    }
}

package dev.shisa.server.executive;

import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.audit.Audit;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Keeps the cost sheet of the company: every change is a sheet of its own, so each figure that was ever shown can be seen. */
@Service
class Costs {

    private final CostStore store;
    private final Audit audit;
    private final InstantSource clock;

    Costs(CostStore store, Audit audit, InstantSource clock) {
        this.store = store;
        this.audit = audit;
        this.clock = clock;
    }

    CostSheet sheet() {
        return store.current().map(CostStore.Entered::sheet).orElse(CostSheet.EMPTY);
    }

    /** The number of the sheet that counts; 0 while there is none. */
    int number() {
        return store.current().map(CostStore.Entered::number).orElse(0);
    }

    List<CostStore.Entered> history() {
        return store.history();
    }

    /**
     * Enters a changed sheet.
     *
     * @param seen the number of the sheet that was changed
     * @return false when somebody else changed it meanwhile
     */
    @Transactional
    public boolean enter(CostSheet sheet, int seen, Person person) {
        CostSheet.Sums before = sheet().sums();
        if (!store.insert(sheet, seen, person, clock.instant())) {
            return false;
        }
        CostSheet.Sums after = sheet.sums();
        audit.record(
                person,
                "executive.costs",
                String.valueOf(seen + 1),
                Map.of(
                        "costs", after.costs(),
                        "losses", sheet.losses().size(),
                        "measures", sheet.measures().size(),
                        "remaining", after.with(),
                        "without", after.without(),
                        "withoutBefore", before.without()));
        return true;
    }
}

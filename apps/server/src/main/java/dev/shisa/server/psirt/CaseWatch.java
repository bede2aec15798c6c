package dev.shisa.server.psirt;

import dev.shisa.advisory.duty.Clock;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Looks which cases nobody can go on with any more, and which clocks come near their end or have passed it, and tells those who work on the case: before, and after (S-052). Lets arrive what a drill brings, at its time. */
@Component
class CaseWatch {

    private final CaseStore store;
    private final Cases cases;
    private final Drills drills;
    private final TransactionTemplate transaction;

    CaseWatch(CaseStore store, Cases cases, Drills drills, TransactionTemplate transaction) {
        this.store = store;
        this.cases = cases;
        this.drills = drills;
        this.transaction = transaction;
    }

    /** The shortest clock has 24 hours, and is told of in its last quarter. A case that fails keeps no other one from being looked at. */
    @Scheduled(fixedDelay = 10 * 60 * 1000L, initialDelay = 60 * 1000L)
    void look() {
        Instant now = cases.now();
        Rules rules = store.rules();
        RuntimeException failed = null;
        for (Case one : store.open()) {
            try {
                transaction.executeWithoutResult(_ -> look(drills.bring(cases.keepInHands(one)), rules, now));
            } catch (RuntimeException e) {
                failed = e;
            }
        }
        if (failed != null) {
            throw failed;
        }
    }

    private void look(Case one, Rules rules, Instant now) {
        for (Clock clock : one.clocks(rules)) {
            Clock.State state = clock.state(now);
            if (state == Clock.State.SOON || state == Clock.State.OVERDUE) {
                String what = state == Clock.State.SOON ? "soon" : "overdue";
                String key = one.id() + ":" + clock.kind().name().toLowerCase(Locale.ROOT) + ":" + clock.due();
                for (UUID person : one.assigned().keySet()) {
                    cases.tell(one, person, what, CaseWords.day(clock.due()), true, key);
                }
            }
        }
        if (one.interimForced(rules, now)) {
            for (UUID person : one.assigned().keySet()) {
                cases.tell(one, person, "forced", "", true, one.id() + ":forced");
            }
        }
    }
}

package dev.shisa.server.psirt;

import dev.shisa.server.platform.Ids;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.RateLimits;
import dev.shisa.server.platform.ledger.LedgerOutbox;
import dev.shisa.server.platform.transaction.Transactions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.TreeMap;
import org.springframework.stereotype.Component;

/** Who looked at a case and who was refused: each a record, also where everything else of the call comes to nothing (S-054). */
@Component
class CaseAccesses {

    /** Numbers are long enough not to be guessed within so many tries. */
    private static final int MISSES_MAX = 60;

    private static final Duration MISSES_WINDOW = Duration.ofMinutes(5);

    private final CaseStore store;
    private final LedgerOutbox ledger;
    private final Transactions transactions;
    private final RateLimits limits;
    private final Ids ids;
    private final InstantSource clock;

    CaseAccesses(
            CaseStore store,
            LedgerOutbox ledger,
            Transactions transactions,
            RateLimits limits,
            Ids ids,
            InstantSource clock) {
        this.store = store;
        this.ledger = ledger;
        this.transactions = transactions;
        this.limits = limits;
        this.ids = ids;
        this.clock = clock;
    }

    /** Counts a number that leads somebody nowhere; too many in a short time are refused. */
    void missed(Person person) {
        limits.knock("psirt-case", person.id(), MISSES_MAX, MISSES_WINDOW);
    }

    /** Notes what somebody did with a case, or that they were refused. */
    void note(Case one, String act, Person person) {
        note(List.of(one), act, person);
    }

    /** The same of several cases, of each for itself. */
    void note(List<Case> cases, String act, Person person) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        List<CaseStore.Access> made = cases.stream()
                .map(one -> new CaseStore.Access(ids.next(), one.id(), person.id(), person.name(), act, now))
                .toList();
        if (made.isEmpty()) {
            return;
        }
        transactions.apart(() -> {
            store.insert(made);
            ledger.append(
                    "psirt-access/1", made.stream().map(CaseAccesses::body).toList());
        });
    }

    private static TreeMap<String, Object> body(CaseStore.Access access) {
        TreeMap<String, Object> body = new TreeMap<>();
        body.put("act", access.act());
        body.put("at", access.at().toString());
        body.put("by", access.personId().toString());
        body.put("byName", access.byName());
        body.put("case", access.caseId().toString());
        body.put("id", access.id().toString());
        return body;
    }
}

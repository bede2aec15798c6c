package dev.shisa.server.psirt;

import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.NeedToKnow;
import dev.shisa.server.platform.account.Person;
import org.springframework.stereotype.Component;

/** Who reads cases: whoever works on one, also on one that is closed, and whoever looks through what comes in. */
@Component
class CaseHolders implements NeedToKnow {

    private final CaseStore store;

    CaseHolders(CaseStore store) {
        this.store = store;
    }

    @Override
    public boolean has(Person person) {
        return person.can(Act.RUN_PSIRT) || store.hasAny(person.id());
    }
}

package dev.shisa.server.platform.account;

import dev.shisa.server.platform.Problem;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Ends the account of somebody who has left, with all sessions, tokens and links, also those made for people outside: for other
 * capabilities.
 */
@Component
public class Departures {

    private final PersonStore store;
    private final Accounts accounts;

    Departures(PersonStore store, Accounts accounts) {
        this.store = store;
        this.accounts = accounts;
    }

    /**
     * Ends an account.
     *
     * @return false when it had ended already
     * @throws Problem 403 when this person may not, 409 when it is the person's own or the last owner's
     */
    @Transactional
    public boolean end(UUID id, Person by) {
        if (!by.can(Act.MANAGE_PEOPLE)) {
            throw new Problem(403, "denied");
        }
        if (by.id().equals(id)) {
            throw new Problem(409, "person.own-leaving");
        }
        Account account = store.byId(id).orElseThrow(() -> new Problem(404, "person.unknown"));
        if (account.disabledAt() != null) {
            accounts.endGuests(account);
            return false;
        }
        accounts.disable(account, true);
        return true;
    }
}

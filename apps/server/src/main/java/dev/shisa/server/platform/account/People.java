package dev.shisa.server.platform.account;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Who works here: for other capabilities that name people or hand them tasks. */
@Component
public class People {

    private final PersonStore store;

    People(PersonStore store) {
        this.store = store;
    }

    /** Anybody who ever had an account, also one that is disabled now. */
    public Optional<Person> find(UUID id) {
        return store.byId(id).map(Account::person);
    }

    /** Everybody with an account in use or an open invitation, by name. */
    public List<Person> all() {
        return store.all().stream()
                .filter(account -> account.disabledAt() == null)
                .map(Account::person)
                .toList();
    }

    /** Who may do something, by name. */
    public List<Person> whoCan(Act act) {
        return all().stream().filter(person -> person.can(act)).toList();
    }
}

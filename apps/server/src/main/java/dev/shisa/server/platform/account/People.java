package dev.shisa.server.platform.account;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Who works here: for other capabilities that name people or hand them tasks. */
@Component
public class People {

    /** Ends the address of an account whose person was erased (RFC 2606: there is no such host). */
    static final String ERASED = "@erased.invalid";

    private final PersonStore store;
    private final OneTimeLinks links;

    People(PersonStore store, OneTimeLinks links) {
        this.store = store;
        this.links = links;
    }

    /** Ends a way in that was made by one alone, for somebody for whom it takes two from now on ({@link NeedToKnow}). */
    public void endLinks(UUID id) {
        links.revoke(OneTimeLinks.Purpose.INVITATION, id);
        links.revoke(OneTimeLinks.Purpose.RESET, id);
    }

    /** Anybody who ever had an account, also one that is disabled now. */
    public Optional<Person> find(UUID id) {
        return store.byId(id).map(Account::person);
    }

    /** The names of many, also of accounts that are disabled now. */
    public Map<UUID, String> names(Collection<UUID> ids) {
        return store.names(ids);
    }

    /** Somebody whose account is in use now. */
    public Optional<Person> inUse(UUID id) {
        return store.byId(id)
                .filter(account -> account.state() == Account.State.ACTIVE)
                .map(Account::person);
    }

    /** Everybody whose account is in use, by name: an open invitation may be taken up by whoever made it. */
    public List<Person> inUse() {
        return store.all().stream()
                .filter(account -> account.state() == Account.State.ACTIVE)
                .map(Account::person)
                .toList();
    }

    /** Everybody with an account in use or an open invitation, by name. */
    public List<Person> all() {
        return store.all().stream()
                .filter(account -> account.disabledAt() == null)
                .map(Account::person)
                .toList();
    }

    /** Whose account is not in use any more, by name; without those who were erased. */
    public List<Person> left() {
        return store.all().stream()
                .filter(account ->
                        account.disabledAt() != null && !account.email().endsWith(ERASED))
                .map(Account::person)
                .toList();
    }

    /** Whether somebody else, also one who left, has exactly this name. */
    public boolean isShared(String name) {
        return store.all().stream()
                        .filter(account -> account.name().equals(name))
                        .count()
                > 1;
    }

    /** Who may do something, by name. */
    public List<Person> whoCan(Act act) {
        return all().stream().filter(person -> person.can(act)).toList();
    }
}

package dev.shisa.server.platform.account;

import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Who works here: for other capabilities that name people or hand them tasks. */
@Component
public class People {

    /** Ends the address of an account whose person was erased (RFC 2606: there is no such host). */
    static final String ERASED = "@erased.invalid";

    /** How long the others can see what happened to an account, among the people, before it counts as somebody else. */
    static final Duration SETTLING = Duration.ofDays(7);

    /** What makes an account somebody else's, or more than it was. */
    private static final List<String> CHANGES =
            List.of("person.link", "person.change", "person.enable", "person.roles-by-provider");

    private final PersonStore store;
    private final OneTimeLinks links;
    private final JdbcClient jdbc;
    private final InstantSource clock;

    People(PersonStore store, OneTimeLinks links, JdbcClient jdbc, InstantSource clock) {
        this.store = store;
        this.links = links;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** Accounts in use that were at a moment what they had been for a week. One for emergencies belongs to nobody. */
    Set<UUID> settled(Instant at) {
        Instant since = at.minus(SETTLING);
        List<String> changed = jdbc.sql("""
                        SELECT DISTINCT thing FROM audit
                        WHERE act IN (:acts) AND at > :since AND (act <> 'person.change' OR details ->> 'roles' IS NOT NULL
                              OR details ->> 'series' IS NOT NULL)""")
                .param("acts", CHANGES)
                .param("since", Timestamp.from(since))
                .query((row, number) -> row.getString("thing"))
                .list();
        return store.all().stream()
                .filter(account -> account.state() == Account.State.ACTIVE
                        && !account.emergency()
                        && !account.createdAt().isAfter(since)
                        && !changed.contains(account.email()))
                .map(Account::id)
                .collect(Collectors.toSet());
    }

    /**
     * Who may be given what only these had: whose own account is what it was for a week, and who did not end theirs or change it in that
     * time. Otherwise whoever decides about accounts would make somebody up, end the others, and have it.
     */
    public Set<UUID> heirs(Collection<UUID> of) {
        Instant now = clock.instant();
        Set<UUID> heirs = new HashSet<>(settled(now));
        List<String> gone = of.stream()
                .flatMap(id -> store.byId(id).stream())
                .map(Account::email)
                .toList();
        if (gone.isEmpty()) {
            return heirs;
        }
        List<Optional<UUID>> by = jdbc.sql(
                        "SELECT DISTINCT person_id FROM audit WHERE act LIKE 'person.%' AND thing IN (:gone) AND at > :since")
                .param("gone", gone)
                .param("since", Timestamp.from(now.minus(SETTLING)))
                .query((row, number) -> Optional.ofNullable(row.getObject("person_id", UUID.class)))
                .list();
        by.forEach(one -> one.ifPresent(heirs::remove));
        if (by.contains(Optional.<UUID>empty())) {
            // By a provider, whose word an owner translates into roles.
            inUse().stream()
                    .filter(person -> person.can(Act.MANAGE_PEOPLE))
                    .map(Person::id)
                    .forEach(heirs::remove);
        }
        return heirs;
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

    /**
     * Who can do something today, by name: an open invitation may never be taken up, and an account for emergencies is nobody's,
     * so it is no second person beside whoever keeps it.
     */
    public List<Person> inUse(Act act) {
        return store.all().stream()
                .filter(account -> account.state() == Account.State.ACTIVE && !account.emergency())
                .map(Account::person)
                .filter(person -> person.can(act))
                .toList();
    }

    /** Whether somebody is one of them. */
    public boolean isInUse(Person person, Act act) {
        return inUse(act).stream().anyMatch(one -> one.id().equals(person.id()));
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
}

package dev.shisa.server.platform.account;

import dev.shisa.server.platform.Ids;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.audit.Audit;
import dev.shisa.server.platform.ledger.LedgerOutbox;
import dev.shisa.server.platform.settings.Settings;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * One or two accounts of owners for when the company's provider cannot be reached (NIST SP 800-53, AC-2: emergency accounts): with a
 * password and a second factor of their own, independent of every provider. Each use is told at once.
 */
@Component
class EmergencyAccounts {

    static final int ACCOUNTS_MAX = 2;

    private static final String READY = """
            p.emergency AND p.disabled_at IS NULL AND p.password_hash IS NOT NULL
            AND (EXISTS (SELECT FROM second_factor f WHERE f.person_id = p.id AND f.secret IS NOT NULL)
                 OR EXISTS (SELECT FROM passkey k WHERE k.person_id = p.id))""";

    private final JdbcClient jdbc;
    private final PersonStore people;
    private final Settings settings;
    private final Audit audit;
    private final LedgerOutbox ledger;
    private final ApplicationEventPublisher events;
    private final Ids ids;
    private final InstantSource clock;

    EmergencyAccounts(
            JdbcClient jdbc,
            PersonStore people,
            Settings settings,
            Audit audit,
            LedgerOutbox ledger,
            ApplicationEventPublisher events,
            Ids ids,
            InstantSource clock) {
        this.jdbc = jdbc;
        this.people = people;
        this.settings = settings;
        this.audit = audit;
        this.ledger = ledger;
        this.events = events;
        this.ids = ids;
        this.clock = clock;
    }

    List<Account> all() {
        return people.all().stream().filter(Account::emergency).toList();
    }

    /** How many can be used now: with a password and a second factor, neither disabled. */
    int ready() {
        return jdbc.sql("SELECT count(*) FROM person p WHERE " + READY)
                .query(Integer.class)
                .single();
    }

    boolean isReady(UUID person) {
        return jdbc.sql("SELECT EXISTS (SELECT FROM person p WHERE p.id = :person AND " + READY + ")")
                .param("person", person)
                .query(Boolean.class)
                .single();
    }

    /** When one was used last; empty: never. */
    Optional<Instant> lastUse() {
        return jdbc.sql(
                        "SELECT max(emergency_used_at) AS at FROM person WHERE emergency_used_at IS NOT NULL HAVING count(*) > 0")
                .query((row, number) -> row.getTimestamp("at").toInstant())
                .optional();
    }

    /**
     * Makes an account one of them.
     *
     * @throws Problem if it could not serve as one
     */
    @Transactional
    void mark(Account seen) {
        lock();
        // Whoever took its role meanwhile, or disabled it, has ended.
        Account account = people.byId(seen.id()).orElse(seen);
        if (account.emergency()) {
            return;
        }
        if (all().size() >= ACCOUNTS_MAX) {
            throw new Problem(409, "emergency.many", ACCOUNTS_MAX);
        }
        if (!account.roles().contains(Role.OWNER) || !account.series().isEmpty() || account.disabledAt() != null) {
            throw new Problem(409, "emergency.owner", account.name());
        }
        boolean linked = jdbc.sql("SELECT EXISTS (SELECT FROM linked_sign_in WHERE person_id = :person)")
                .param("person", account.id())
                .query(Boolean.class)
                .single();
        if (linked) {
            throw new Problem(409, "emergency.linked", account.name());
        }
        set(account.id(), true);
        if (!isReady(account.id())) {
            throw new Problem(409, "emergency.unready", account.name());
        }
        audit.record("emergency.mark", account.email(), Map.of());
    }

    /** Makes it an ordinary account again. */
    @Transactional
    void unmark(Account account) {
        if (!account.emergency()) {
            return;
        }
        keepOne(account);
        set(account.id(), false);
        audit.record("emergency.unmark", account.email(), Map.of());
    }

    /** Refuses what would leave nobody who can come in without a provider. */
    void keepOne(Account leaving) {
        lock();
        if (!leaving.emergency() || !SignInPolicy.isProvidersOnly(settings)) {
            return;
        }
        boolean other = all().stream()
                .filter(account -> !account.id().equals(leaving.id()))
                .anyMatch(account -> isReady(account.id()));
        if (!other) {
            throw new Problem(409, "emergency.last", leaving.name());
        }
    }

    /** Somebody came in by one: in the audit, in the ledger, and told to the owners. Within the transaction of coming in. */
    void used(Person person, String way, String source) {
        Instant now = clock.instant();
        jdbc.sql("UPDATE person SET emergency_used_at = :now WHERE id = :person")
                .param("now", Timestamp.from(now))
                .param("person", person.id())
                .update();
        audit.record(person, "emergency.use", person.email(), Map.of("way", way, "source", source));
        UUID use = ids.next();
        TreeMap<String, Object> body = new TreeMap<>();
        body.put("id", use.toString());
        body.put("at", now.toString());
        body.put("way", way);
        body.put("source", source);
        ledger.append("emergency-sign-in/1", person.id(), body);
        events.publishEvent(new EmergencySignIn(use, person.id(), now));
    }

    private void set(UUID person, boolean emergency) {
        jdbc.sql("UPDATE person SET emergency = :emergency, version = version + 1 WHERE id = :person")
                .param("emergency", emergency)
                .param("person", person)
                .update();
    }

    /** One decision about them after the other. */
    private void lock() {
        people.lockActiveOwners();
    }
}

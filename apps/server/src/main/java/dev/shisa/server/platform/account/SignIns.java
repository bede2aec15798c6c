package dev.shisa.server.platform.account;

import dev.shisa.server.platform.audit.Audit;
import dev.shisa.server.platform.ledger.LedgerOutbox;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Decides whether somebody may sign in. Five failures in a row lock the address for a minute, each further one for twice
 * as long, up to an hour. An address without an account is counted, locked and answered in the same way and takes the
 * same time, so that nobody learns who has one.
 *
 * <p>Wrong passwords are counted by mail address and by where they came from: who knows no more than somebody's mail address cannot keep
 * the person out, least of all the account for emergencies. Wrong codes of the second step, which come from who has the password or the
 * provider's word, count against the account from wherever they come, and a right password in between does not begin that count again.
 */
@Component
class SignIns {

    static final int FAILURES_FREE = 5;
    static final Duration LOCK_MIN = Duration.ofMinutes(1);
    static final Duration LOCK_MAX = Duration.ofHours(1);

    /** After this time without a failure the count starts again. */
    static final Duration FORGOTTEN_AFTER = Duration.ofHours(24);

    /** What counts from everywhere. */
    private static final String EVERYWHERE = "";

    sealed interface Outcome {
        record Welcome(Person person) implements Outcome {}

        /** The password is right, and a second step follows. */
        record HalfWay(Person person) implements Outcome {}

        record Wrong(int attemptsLeft) implements Outcome {}

        record Locked(Instant until) implements Outcome {}
    }

    private final JdbcClient jdbc;
    private final PersonStore people;
    private final Passwords passwords;
    private final SecondFactors secondFactors;
    private final SignInPolicy policy;
    private final EmergencyAccounts emergency;
    private final Audit audit;
    private final LedgerOutbox ledger;
    private final InstantSource clock;
    private final TransactionTemplate transaction;

    SignIns(
            JdbcClient jdbc,
            PersonStore people,
            Passwords passwords,
            SecondFactors secondFactors,
            SignInPolicy policy,
            EmergencyAccounts emergency,
            Audit audit,
            LedgerOutbox ledger,
            InstantSource clock,
            TransactionTemplate transaction) {
        this.jdbc = jdbc;
        this.people = people;
        this.passwords = passwords;
        this.secondFactors = secondFactors;
        this.policy = policy;
        this.emergency = emergency;
        this.audit = audit;
        this.ledger = ledger;
        this.clock = clock;
        this.transaction = transaction;
    }

    /**
     * Checks a password.
     *
     * @param source the address from which it came, for the record
     */
    Outcome attempt(String email, String password, String source) {
        String address = email.strip();
        byte[] key = Secrets.hash(address.toLowerCase(Locale.ROOT));
        String from = network(source);
        Optional<Instant> lock = lockedUntil(key, from);
        if (lock.isPresent()) {
            return new Outcome.Locked(lock.get());
        }
        Optional<Account> account = people.byEmail(address);
        // Outside of any transaction: it takes long, and no connection should wait for it.
        boolean right =
                passwords.matches(password, account.map(Account::passwordHash).orElse(null));
        // Where people sign in by a provider only, a right password of theirs is answered as a wrong one.
        if (right
                && account.filter(a -> a.disabledAt() == null)
                        .filter(policy::takesOwnWays)
                        .isPresent()) {
            Person person = account.get().person();
            if (secondFactors.isAskedOf(person.id())) {
                return new Outcome.HalfWay(person);
            }
            transaction.executeWithoutResult(status -> welcome(account.get(), "password", Map.of("source", source)));
            return new Outcome.Welcome(person);
        }
        return Objects.requireNonNull(transaction.execute(status -> fail(key, from, account, source)));
    }

    /**
     * Checks the code of the second step, one try of a person after the other.
     *
     * @param account whose password was right
     * @param typed a code of the app, or a recovery code
     */
    Outcome attemptCode(Account account, Arrival how, String typed, String source) {
        byte[] key = Secrets.hash(account.email().toLowerCase(Locale.ROOT));
        return Objects.requireNonNull(transaction.execute(status -> {
            secondFactors.lock(account.id());
            Optional<Instant> lock = lockedUntil(key, EVERYWHERE);
            if (lock.isPresent()) {
                return new Outcome.Locked(lock.get());
            }
            Optional<SecondFactors.Proof> proof = secondFactors.take(account.id(), typed);
            if (proof.isEmpty()) {
                return fail(key, EVERYWHERE, Optional.of(account), source);
            }
            String second = proof.get().name().toLowerCase(Locale.ROOT).replace('_', '-');
            welcome(account, how.way().id(), Map.of("source", source, "second-factor", second));
            return new Outcome.Welcome(account.person());
        }));
    }

    /**
     * Puts the app of somebody in use who could not come in without one. A wrong code is not counted: who types it sees
     * the secret that it is made of.
     *
     * @param account whose password was right
     * @return recovery codes; empty if the code was wrong
     */
    List<String> enrol(Account account, Arrival how, String typed, String source) {
        return Objects.requireNonNull(transaction.execute(status -> {
            List<String> codes = secondFactors.confirm(account.person(), typed);
            if (!codes.isEmpty()) {
                welcome(account, how.way().id(), Map.of("source", source));
            }
            return codes;
        }));
    }

    /**
     * Checks what somebody confirms an account by before another way in is linked to it: its password, and a code where it has an app.
     * Failures count as those of signing in do.
     */
    Outcome confirm(Account account, String password, String code, String source) {
        byte[] key = Secrets.hash(account.email().toLowerCase(Locale.ROOT));
        String from = network(source);
        Optional<Instant> lock = lockedUntil(key, from);
        if (lock.isPresent()) {
            return new Outcome.Locked(lock.get());
        }
        boolean right = passwords.matches(password, account.passwordHash());
        return Objects.requireNonNull(transaction.execute(status -> {
            secondFactors.lock(account.id());
            boolean whole = right
                    && (!secondFactors.state(account.id()).isOn()
                            || secondFactors.take(account.id(), code).isPresent());
            return whole
                    ? new Outcome.Welcome(account.person())
                    : fail(key, right ? EVERYWHERE : from, Optional.of(account), source);
        }));
    }

    /** Somebody came in by something else than a password that was typed. */
    void welcomeBy(Account account, Arrival how, Map<String, String> details) {
        TreeMap<String, String> all = new TreeMap<>(details);
        all.put("way", how.way().id());
        transaction.executeWithoutResult(status -> welcome(account, how.way().id(), all));
    }

    private void welcome(Account account, String way, Map<String, String> details) {
        Person person = account.person();
        jdbc.sql("DELETE FROM sign_in_failure WHERE account = :key AND source IN (:everywhere, :from)")
                .param("key", Secrets.hash(person.email().toLowerCase(Locale.ROOT)))
                .param("everywhere", EVERYWHERE)
                .param("from", network(details.getOrDefault("source", "")))
                .update();
        people.signedIn(person.id(), clock.instant());
        audit.record(person, "sign-in", person.email(), details);
        if (account.emergency()) {
            emergency.used(person, way, details.getOrDefault("source", ""));
        }
    }

    /** A new password, or a reset by the administrator, opens the lock. */
    void forget(String email) {
        jdbc.sql("DELETE FROM sign_in_failure WHERE account = :key")
                .param("key", Secrets.hash(email.strip().toLowerCase(Locale.ROOT)))
                .update();
    }

    /** Removes the counts that nobody needs any more. */
    void sweep() {
        jdbc.sql("DELETE FROM sign_in_failure WHERE last_at <= :old")
                .param("old", Timestamp.from(clock.instant().minus(FORGOTTEN_AFTER)))
                .update();
    }

    /** A lock that would last longer than any is of a time before the clock was set back. */
    private Optional<Instant> lockedUntil(byte[] key, String from) {
        Instant now = clock.instant();
        return jdbc.sql("""
                        SELECT locked_until FROM sign_in_failure
                        WHERE account = :key AND source IN (:everywhere, :from)
                          AND locked_until > :now AND locked_until <= :latest
                        ORDER BY locked_until DESC LIMIT 1""")
                .param("key", key)
                .param("everywhere", EVERYWHERE)
                .param("from", from)
                .param("now", Timestamp.from(now))
                .param("latest", Timestamp.from(now.plus(LOCK_MAX)))
                .query((row, number) -> row.getTimestamp("locked_until").toInstant())
                .optional();
    }

    /** Against what a failure counts: who has one address of a network has all of it. */
    private static String network(String source) {
        return new Source(source).network();
    }

    /** @param from against what it counts besides the mail address: a network, or {@link #EVERYWHERE} */
    private Outcome fail(byte[] key, String from, Optional<Account> account, String source) {
        Instant now = clock.instant();
        int failed = jdbc.sql("""
                        INSERT INTO sign_in_failure AS f (account, source, failed, last_at) VALUES (:key, :from, 1, :now)
                        ON CONFLICT (account, source) DO UPDATE
                           SET failed = CASE WHEN f.last_at <= :old THEN 1 ELSE f.failed + 1 END, last_at = :now
                        RETURNING failed""")
                .param("key", key)
                .param("from", from)
                .param("now", Timestamp.from(now))
                .param("old", Timestamp.from(now.minus(FORGOTTEN_AFTER)))
                .query(Integer.class)
                .single();
        if (failed < FAILURES_FREE) {
            return new Outcome.Wrong(FAILURES_FREE - failed);
        }
        Instant until = now.plus(lock(failed));
        jdbc.sql("UPDATE sign_in_failure SET locked_until = :until WHERE account = :key AND source = :from")
                .param("until", Timestamp.from(until))
                .param("key", key)
                .param("from", from)
                .update();
        // What was typed as an address may be a password; only a known one is written down.
        String thing = account.map(Account::email).orElse("");
        audit.record(null, "sign-in.burst", thing, Map.of("failures", failed, "source", source));
        TreeMap<String, Object> body = new TreeMap<>();
        body.put("id", UUID.randomUUID().toString());
        body.put("failures", failed);
        body.put("source", source);
        body.put("until", until.toString());
        ledger.append("sign-in-burst/1", account.map(Account::id).orElse(null), body);
        return new Outcome.Locked(until);
    }

    static Duration lock(int failed) {
        int doublings = Math.min(failed - FAILURES_FREE, 10);
        Duration lock = LOCK_MIN.multipliedBy(1L << doublings);
        return lock.compareTo(LOCK_MAX) > 0 ? LOCK_MAX : lock;
    }
}

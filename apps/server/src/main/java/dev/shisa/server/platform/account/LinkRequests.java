package dev.shisa.server.platform.account;

import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.audit.Audit;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * A new password for somebody who works on cases takes two: an owner asks for the link, and somebody else, an owner too or one who
 * works on cases, agrees and hands it over. Otherwise whoever decides about accounts would read every case. Where there is no second
 * person, {@code ./shisa user reset} makes the link on the machine itself.
 *
 * <p>An owner can make accounts, give them roles, and take one over by a link, so an account is somebody else only when nothing of that
 * happened to it for as long as a request lives: time in which the others see it among the people. It is so for both; otherwise a made-up
 * owner would ask, and who made them up agree. An account for emergencies belongs to nobody.
 */
@Component
class LinkRequests {

    static final Duration LIFE = People.SETTLING;

    /** What was asked for and can still be agreed on. */
    record Asked(Account whose, Account by, Instant at, Instant expiresAt) {}

    private final JdbcClient jdbc;
    private final PersonStore people;
    private final People everybody;
    private final Accounts accounts;
    private final SignInPolicy policy;
    private final Audit audit;
    private final InstantSource clock;

    LinkRequests(
            JdbcClient jdbc,
            PersonStore people,
            People everybody,
            Accounts accounts,
            SignInPolicy policy,
            Audit audit,
            InstantSource clock) {
        this.jdbc = jdbc;
        this.people = people;
        this.everybody = everybody;
        this.accounts = accounts;
        this.policy = policy;
        this.audit = audit;
        this.clock = clock;
    }

    /** Whether this person may agree to what others ask for. */
    static boolean mayAgree(Person person) {
        return person.series().isEmpty() && (person.can(Act.MANAGE_PEOPLE) || person.can(Act.RUN_PSIRT));
    }

    /** Whoever could agree to what was asked for, or to what this person asks for now, by name. */
    List<String> others(Account whose, Person reader) {
        Optional<Asked> asked = of(whose.id());
        Person by = asked.map(one -> one.by().person()).orElse(reader);
        Instant at = asked.map(Asked::at).orElse(clock.instant());
        Set<UUID> settled = everybody.settled(at);
        return people.all().stream()
                .map(Account::person)
                .filter(LinkRequests::mayAgree)
                .filter(person -> settled.contains(person.id()))
                .filter(person -> settled.contains(by.id()))
                .filter(person -> !person.id().equals(by.id()) && !person.id().equals(whose.id()))
                .map(Person::name)
                .toList();
    }

    /** Whether this person is the second for what was asked for. */
    boolean isSecond(Asked asked, Person person) {
        return mayAgree(person)
                && !asked.by().id().equals(person.id())
                && !asked.whose().id().equals(person.id())
                && areSettled(asked, person);
    }

    private boolean areSettled(Asked asked, Person person) {
        return everybody.settled(asked.at()).containsAll(Set.of(asked.by().id(), person.id()));
    }

    /**
     * Asks anew; what was asked before ends.
     *
     * @throws Problem 409 if who asks has not had their account for long enough
     */
    @Transactional
    void ask(Account whose, Person by) {
        accounts.requireDeciding();
        Instant now = clock.instant();
        if (!everybody.settled(now).contains(by.id())) {
            throw new Problem(409, "link.settled", LIFE.toDays());
        }
        jdbc.sql("""
                        INSERT INTO link_request (person_id, asked_by, asked_at, expires_at) VALUES (:person, :by, :now, :end)
                        ON CONFLICT (person_id) DO UPDATE
                           SET asked_by = :by, asked_at = :now, expires_at = :end""")
                .param("person", whose.id())
                .param("by", by.id())
                .param("now", Timestamp.from(now))
                .param("end", Timestamp.from(now.plus(LIFE)))
                .update();
        audit.record(by, "person.link-ask", whose.email(), Map.of());
    }

    Optional<Asked> of(UUID whose) {
        return open().stream().filter(asked -> asked.whose().id().equals(whose)).findFirst();
    }

    /** All that can still be agreed on: of accounts in use that take a password, asked for by who is still an owner. */
    List<Asked> open() {
        record Row(UUID whose, UUID by, Instant at, Instant end) {}
        List<Row> rows = jdbc.sql("SELECT * FROM link_request WHERE expires_at > :now ORDER BY asked_at")
                .param("now", Timestamp.from(clock.instant()))
                .query((row, number) -> new Row(
                        row.getObject("person_id", UUID.class),
                        row.getObject("asked_by", UUID.class),
                        row.getTimestamp("asked_at").toInstant(),
                        row.getTimestamp("expires_at").toInstant()))
                .list();
        if (rows.isEmpty()) {
            return List.of();
        }
        Map<UUID, Account> active = people.activeById();
        List<Asked> open = new ArrayList<>();
        for (Row row : rows) {
            Account whose = active.get(row.whose());
            Account by = active.get(row.by());
            if (whose != null
                    && by != null
                    && policy.takesOwnWays(whose)
                    && by.person().can(Act.MANAGE_PEOPLE)) {
                open.add(new Asked(whose, by, row.at(), row.end()));
            }
        }
        return open;
    }

    /**
     * Makes the link that was asked for.
     *
     * @return its path, for whoever agreed to hand over
     * @throws Problem 404 if nothing is asked for, or not of this person; 409 if it is their own request or account, or one of the two has not had theirs for
     *     long enough
     */
    @Transactional
    String agree(UUID whose, Person by) {
        Asked asked = require(whose, by);
        if (jdbc.sql("DELETE FROM link_request WHERE person_id = :person AND asked_by = :asker")
                        .param("person", whose)
                        .param("asker", asked.by().id())
                        .update()
                != 1) {
            throw new Problem(404, "not-found");
        }
        return accounts.linkOfTwo(
                asked.whose(), Map.of("asked-by", asked.by().id().toString()));
    }

    /** Takes back, or refuses, what was asked for. */
    @Transactional
    void end(UUID whose, Person by) {
        Asked asked = of(whose).orElseThrow(() -> new Problem(404, "not-found"));
        if (!by.id().equals(asked.by().id()) && !mayAgree(by)) {
            throw new Problem(404, "not-found");
        }
        jdbc.sql("DELETE FROM link_request WHERE person_id = :person")
                .param("person", whose)
                .update();
        audit.record(by, "person.link-end", asked.whose().email(), Map.of());
    }

    /** What was asked for, to somebody who may agree to it. */
    Asked require(UUID whose, Person by) {
        if (!mayAgree(by)) {
            throw new Problem(404, "not-found");
        }
        Asked asked = of(whose).orElseThrow(() -> new Problem(404, "not-found"));
        if (asked.by().id().equals(by.id()) || whose.equals(by.id())) {
            throw new Problem(409, "link.two-people", asked.whose().name());
        }
        if (!areSettled(asked, by)) {
            throw new Problem(409, "link.settled", LIFE.toDays());
        }
        return asked;
    }

    void forget(UUID person) {
        jdbc.sql("DELETE FROM link_request WHERE person_id = :person OR asked_by = :person")
                .param("person", person)
                .update();
    }

    /** Removes what nobody agreed to in time. */
    void sweep() {
        jdbc.sql("DELETE FROM link_request WHERE expires_at <= :now")
                .param("now", Timestamp.from(clock.instant()))
                .update();
    }
}

package dev.shisa.server.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.server.Browser;
import dev.shisa.server.ServerTest;
import dev.shisa.server.atonce.AtOnce;
import dev.shisa.server.platform.account.People;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Role;
import dev.shisa.server.platform.ledger.LedgerOutbox;
import dev.shisa.server.platform.web.Messages;
import dev.shisa.server.platform.web.TaskKind;
import dev.shisa.server.platform.web.TaskSource;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.support.StaticListableBeanFactory;

/** The number beside Home is on every page and follows everything that is recorded. */
class CountTest extends ServerTest {

    private static final Person OWNER =
            new Person(new UUID(0, 1), "owner@example.com", "田中", "ja", Set.of(Role.OWNER), Set.of());

    @Autowired
    private LedgerOutbox outbox;

    @Autowired
    private Puts puts;

    @Autowired
    private People people;

    @Autowired
    private Messages messages;

    private Instant now = Instant.parse("2026-11-20T01:00:00Z");
    private int open = 2;
    private int asked;

    @SuppressWarnings("NullAway.Init")
    private Inbox tasks;

    @BeforeEach
    void oneSource() {
        StaticListableBeanFactory beans = new StaticListableBeanFactory();
        beans.addBean("source", (TaskSource) this::found);
        tasks = new Inbox(beans.getBeanProvider(TaskSource.class), puts, people, messages, outbox, () -> now);
    }

    private List<TaskSource.Task> found(Person person, Locale locale) {
        asked++;
        return IntStream.range(0, person.roles().isEmpty() ? 0 : open)
                .mapToObj(n -> TaskSource.Task.of(
                        TaskKind.QUESTION, "model:" + n, "unknown", "型番がありません", new TaskSource.Way("追加する", "/")))
                .toList();
    }

    @Test
    void areNotCountedAgainWhileNothingIsRecorded() {
        assertThat(tasks.count(OWNER)).isEqualTo(2);
        assertThat(tasks.count(OWNER)).isEqualTo(2);
        assertThat(asked).isEqualTo(1);
    }

    @Test
    void areCountedAgainAsSoonAsSomethingIsRecorded() {
        assertThat(tasks.count(OWNER)).isEqualTo(2);
        open = 1;
        inTransaction(this::record);
        assertThat(tasks.count(OWNER)).isEqualTo(1);
    }

    @Test
    void areNotCountedAgainBecauseSomebodyTookAListAlong() {
        Browser owner = signedIn(Role.OWNER);
        assertThat(tasks.count(OWNER)).isEqualTo(2);
        assertThat(owner.get("/products/export.csv").status()).isEqualTo(200);
        assertThat(jdbc.sql("SELECT count(*) FROM audit WHERE act = 'take.list'")
                        .query(Integer.class)
                        .single())
                .isOne();
        assertThat(tasks.count(OWNER)).isEqualTo(2);
        assertThat(asked).isEqualTo(1);
    }

    private void record() {
        outbox.append("audit/1", null, new TreeMap<>(Map.of("id", ids.next().toString())));
    }

    @Test
    void areCountedAgainAlsoWhenWhatWasRecordedFirstIsCommittedLast() {
        try (AtOnce atOnce = atOnce()) {
            AtOnce.Open early = atOnce.begin().step(this::record);
            atOnce.begin().step(this::record).commit();
            assertThat(tasks.count(OWNER)).isEqualTo(2);
            open = 1;
            early.commit();
            assertThat(tasks.count(OWNER)).isEqualTo(1);
        }
    }

    @Test
    void areNotCountedAgainForWhatCameToNothing() {
        try (AtOnce atOnce = atOnce()) {
            AtOnce.Open never = atOnce.begin().step(this::record);
            assertThat(tasks.count(OWNER)).isEqualTo(2);
            never.rollBack();
            assertThat(tasks.count(OWNER)).isEqualTo(2);
            assertThat(asked).isEqualTo(1);
        }
    }

    @Test
    void recordsOfARestoredDatabaseAreNoNewsForEver() {
        inTransaction(this::record);
        jdbc.sql("UPDATE ledger_outbox SET made_in = '9223372036854775807'").update();
        assertThat(tasks.count(OWNER)).isEqualTo(2);
        assertThat(tasks.count(OWNER)).isEqualTo(2);
        assertThat(asked).isEqualTo(1);
    }

    @Test
    void areCountedAgainAfterAMinuteAndWhenTheClockWasSetBack() {
        assertThat(tasks.count(OWNER)).isEqualTo(2);
        open = 3;
        now = now.plus(Duration.ofSeconds(59));
        assertThat(tasks.count(OWNER)).isEqualTo(2);
        now = now.plus(Duration.ofSeconds(1));
        assertThat(tasks.count(OWNER)).isEqualTo(3);
        open = 4;
        now = now.minus(Duration.ofHours(1));
        assertThat(tasks.count(OWNER)).isEqualTo(4);
    }

    @Test
    void areNotThoseOfAnotherPersonNorOfTheSameWithOtherRoles() {
        assertThat(tasks.count(OWNER)).isEqualTo(2);
        Person without = new Person(OWNER.id(), OWNER.email(), OWNER.name(), "ja", Set.of(), Set.of());
        assertThat(tasks.count(without)).isZero();
        assertThat(tasks.count(OWNER)).isEqualTo(2);
    }
}

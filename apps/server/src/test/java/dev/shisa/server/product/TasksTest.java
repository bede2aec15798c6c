package dev.shisa.server.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Role;
import dev.shisa.server.platform.ledger.LedgerOutbox;
import dev.shisa.server.platform.web.TaskSource;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.StaticListableBeanFactory;

/** The number beside Home is on every page and follows everything that is recorded. */
class TasksTest {

    private static final Person OWNER =
            new Person(new UUID(0, 1), "owner@example.com", "田中", "ja", Set.of(Role.OWNER), Set.of());

    private final LedgerOutbox outbox = mock(LedgerOutbox.class);
    private Instant now = Instant.parse("2026-11-20T01:00:00Z");
    private int open = 2;
    private int asked;
    private Tasks tasks;

    @BeforeEach
    void oneSource() {
        StaticListableBeanFactory beans = new StaticListableBeanFactory();
        beans.addBean("source", (TaskSource) this::found);
        tasks = new Tasks(beans.getBeanProvider(TaskSource.class), outbox, () -> now);
    }

    private List<TaskSource.Task> found(Person person, Locale locale) {
        asked++;
        TaskSource.Task task = new TaskSource.Task("unknown", "型番がありません", null, "", "", "追加する", "/");
        return Collections.nCopies(person.roles().isEmpty() ? 0 : open, task);
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
        when(outbox.newest()).thenReturn(7L);
        assertThat(tasks.count(OWNER)).isEqualTo(1);
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

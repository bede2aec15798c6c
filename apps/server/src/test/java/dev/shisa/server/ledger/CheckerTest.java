package dev.shisa.server.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.server.ServerTest;
import dev.shisa.server.platform.jobs.Background;
import dev.shisa.server.platform.jobs.TestThreads;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** A check that ends of anything is one that could not be finished: it says so, and another one can begin. */
class CheckerTest extends ServerTest {

    @Autowired
    private Checker checker;

    @Autowired
    private CheckStore store;

    @BeforeEach
    void anInstallation() {
        emptyDatabase();
    }

    private void check() {
        checker.begin(null);
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            try {
                if (thread.getName().equals("ledger-check")) {
                    assertThat(thread.join(Duration.ofMinutes(2))).isTrue();
                }
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
        assertThat(checker.running()).isEmpty();
    }

    @Test
    void aCheckForWhichThereIsNoThreadIsToldAndAnotherOneBegins() {
        try (TestThreads none = TestThreads.none("ledger-check")) {
            check();
        }
        assertThat(checker.failure()).hasValueSatisfying(why -> assertThat(why).contains("made by the test"));
        check();
        assertThat(checker.failure()).isEmpty();
        assertThat(store.last()).isPresent();
    }

    @Test
    void aCheckWhoseReportCannotBeKeptIsNoneAndIsNotInTheAudit() {
        statements().fail("INSERT INTO audit", new OutOfMemoryError("made by the test"));
        check();
        assertThat(checker.failure()).hasValueSatisfying(why -> assertThat(why).contains("made by the test"));
        assertThat(store.last()).as("the report without its line in the audit").isEmpty();
        check();
        assertThat(store.last()).isPresent();
        Background.run("ledger-check", () -> {}, failed -> {});
    }
}

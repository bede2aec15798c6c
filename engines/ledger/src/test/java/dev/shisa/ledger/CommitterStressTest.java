package dev.shisa.ledger;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import org.jetbrains.lincheck.LincheckAssertionError;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Whoever appends and reads at the same time sees what some order of doing one after the other would have shown: Lincheck draws what
 * several threads do, has them do it at once, and looks for such an order. The other side is a counter.
 *
 * <p>The threads are real and so is what happens between them. Lincheck's second way, to step all threads itself, is not possible here:
 * the committer waits by the clock ({@code awaitNanos}) and for the disk, and it would have to step both.
 */
@Param(name = "entries", gen = IntGen.class, conf = "1:3")
public class CommitterStressTest {

    /** A log: how many entries it has. */
    public static final class Counter {

        private long size;

        public long append(int entries) {
            size += entries;
            return size - entries;
        }

        public long submit() {
            return append(1);
        }

        public long size() {
            return size;
        }
    }

    /** What nobody may see. */
    public static final class Forgetful {

        public long append(int entries) {
            return 0;
        }

        public long submit() {
            return 0;
        }

        public long size() {
            return 0;
        }
    }

    private static Path dir = Path.of("");

    @SuppressWarnings("NullAway.Init") // opened before all tests
    private static Ledger ledger;

    /** Where this run begins; one ledger serves them all, one after the other. */
    private final long before = ledger.checkpoint().size();

    @BeforeAll
    static void open() throws IOException {
        dir = Files.createTempDirectory("shisa-committer");
        FaultyChannel.Disk disk = new FaultyChannel.Disk();
        disk.forgets = true;
        ledger = Ledger.open(
                dir,
                LedgerTest.KEY,
                new LedgerOptions(Duration.ofNanos(100_000), 4, 1 << 20),
                (file, create) -> new FaultyChannel(Journal.DISK.open(file, create), disk));
    }

    @AfterAll
    static void close() throws IOException {
        ledger.close();
        Trees.delete(dir);
    }

    @Operation
    public long append(@Param(name = "entries") int entries) {
        return ledger.append(LedgerTest.entries(0, entries)).firstIndex() - before;
    }

    /** In a batch with others. */
    @Operation
    public long submit() {
        try {
            return ledger.submit(LedgerTest.entry(0)).get().firstIndex() - before;
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What is published, and so at least what was acknowledged. */
    @Operation
    public long size() {
        return ledger.checkpoint().size() - before;
    }

    private static void check(int scenarios, int times, Class<?> as) {
        new StressOptions()
                .iterations(scenarios)
                .invocationsPerIteration(times)
                .threads(3)
                .actorsPerThread(3)
                .actorsBefore(1)
                .actorsAfter(1)
                .sequentialSpecification(as)
                .check(CommitterStressTest.class);
    }

    @Test
    void whatIsDoneAtOnceLooksAsIfItWasDoneInSomeOrder() {
        check(10, 60, Counter.class);
    }

    @Test
    void aLogThatForgetsWouldBeFound() {
        assertThatThrownBy(() -> check(10, 60, Forgetful.class)).isInstanceOf(LincheckAssertionError.class);
    }

    @Test
    @Tag("long")
    void whatIsDoneAtOnceLooksAsIfItWasDoneInSomeOrderForLong() {
        check(100, 1_000, Counter.class);
    }
}

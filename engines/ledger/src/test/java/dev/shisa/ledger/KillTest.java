package dev.shisa.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.ledger.verify.LogVerifier;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kill -9} of a process that appends under load: no acknowledged entry is lost, no size has two roots. */
class KillTest {

    /** How many acknowledgements are heard first, however slow the machine is. */
    private static final int TOLD_BEFORE_MAX = 200;

    private static final int LONGEST_LIFE_MS = 200;

    @TempDir
    Path dir;

    /** What the killed processes were told: entry by index, root by size. */
    private final Map<Long, String> entries = new HashMap<>();

    private final Map<Long, String> roots = new HashMap<>();

    @Test
    void nothingAcknowledgedIsLostWhenTheProcessIsKilled() throws Exception {
        kill(Integer.getInteger("ledger.kills", 6));
    }

    @Test
    @Tag("long")
    void nothingAcknowledgedIsLostInAThousandKills() throws Exception {
        kill(1000);
    }

    private void kill(int times) throws Exception {
        Property.holds(1, random -> {
            for (int i = 0; i < times; i++) {
                killOnce(random, i);
            }
        });
        // Each life was compared when it had ended; what later ones did to it is seen here.
        try (Ledger ledger = Ledger.open(dir, LedgerTest.KEY, LedgerTest.OPTIONS)) {
            holds(ledger, entries, roots, times);
        }
        assertThat(entries).isNotEmpty();
        assertThat(LogVerifier.verify(dir, LedgerTest.KEY.verifier().toString(), LogVerifier.Progress.NONE, 1)
                        .findings())
                .isEmpty();
    }

    private void killOnce(RandomGenerator random, int number) throws IOException, InterruptedException {
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xshare:auto",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledLedger.class.getName(),
                        dir.toString(),
                        Integer.toString(number))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<String> told = new ArrayList<>();
        try (BufferedReader output = child.inputReader()) {
            String line = output.readLine();
            assertThat(line).as("the process starts").isEqualTo("ready");
            for (int i = random.nextInt(TOLD_BEFORE_MAX); i > 0; i--) {
                told.add(String.valueOf(output.readLine()));
            }
            // A random moment, not a wait for something: whatever it is doing then.
            boolean ended = child.waitFor(random.nextInt(LONGEST_LIFE_MS), TimeUnit.MILLISECONDS);
            assertThat(ended).isFalse();
            // Not by the process itself, which would close its output as well.
            boolean killed = child.toHandle().destroyForcibly();
            assertThat(killed).isTrue();
            for (line = output.readLine(); line != null; line = output.readLine()) {
                told.add(line);
            }
        } finally {
            int status = child.destroyForcibly().waitFor();
            assertThat(status).isNotZero();
        }
        Map<Long, String> newEntries = new HashMap<>();
        Map<Long, String> newRoots = new HashMap<>();
        // The last line may be torn itself.
        told.stream().filter(line -> line.endsWith(" .")).forEach(line -> {
            String[] words = line.split(" ", -1);
            String other = newEntries.put(Long.parseLong(words[0]), words[1]);
            assertThat(other).as("entry %s was acknowledged once", words[0]).isNull();
            String before = newRoots.put(Long.parseLong(words[2]), words[3]);
            assertThat(before).as("root of size %s", words[2]).isIn(null, words[3]);
        });
        try (Ledger ledger = Ledger.open(dir, LedgerTest.KEY, LedgerTest.OPTIONS)) {
            holds(ledger, newEntries, newRoots, number);
        }
        newEntries.forEach((index, text) -> {
            String before = entries.put(index, text);
            assertThat(before).as("entry %d was acknowledged once", index).isNull();
        });
        newRoots.forEach((size, root) -> {
            String before = roots.put(size, root);
            assertThat(before).as("root of size %d", size).isIn(null, root);
        });
    }

    private static void holds(Ledger ledger, Map<Long, String> entries, Map<Long, String> roots, int kill) {
        entries.forEach((index, text) -> assertThat(new String(ledger.entry(index), StandardCharsets.UTF_8))
                .as("entry %d after kill %d", index, kill)
                .isEqualTo(text));
        roots.forEach((size, root) -> assertThat(ledger.root(size).hex())
                .as("size %d after kill %d", size, kill)
                .isEqualTo(root));
    }
}

package dev.shisa.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shisa.ledger.verify.LogVerifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A damaged journal comes back from the public folder, or nothing changes. */
class RepairTest {

    private static final LedgerOptions OPTIONS = new LedgerOptions(Duration.ofMillis(1), 1000, 4000);
    private static final int SIZE = 400;

    @TempDir
    Path temp;

    private Path dir;
    private Path whole;

    @BeforeEach
    void fill() throws IOException {
        dir = temp.resolve("ledger");
        whole = temp.resolve("whole");
        try (Ledger ledger = open()) {
            for (int i = 0; i < SIZE; i += 40) {
                ledger.append(LedgerTest.entries(i, i + 40));
            }
        }
        Trees.copy(dir, whole);
    }

    private Ledger open() {
        return Ledger.open(dir, LedgerTest.KEY, OPTIONS);
    }

    private List<Path> segments() throws IOException {
        return Trees.files(dir.resolve("journal"));
    }

    private void repairs(String what) throws IOException {
        assertThatThrownBy(this::open).as(what).isInstanceOf(LedgerException.Damaged.class);
        assertThat(Ledger.repair(dir, LedgerTest.KEY, OPTIONS)).as(what).isPositive();
        try (Ledger ledger = open()) {
            assertThat(ledger.checkpoint().root()).as(what).isEqualTo(LedgerTest.root(SIZE));
            assertThat(ledger.opening().rebuilt()).as(what).isEmpty();
        }
        assertThat(LogVerifier.verify(dir, LedgerTest.KEY.verifier().toString(), LogVerifier.Progress.NONE, 1)
                        .findings())
                .as(what)
                .isEmpty();
        assertThat(dir.resolve("journal.damaged-1")).isDirectory();
        Trees.copy(whole, dir);
    }

    @Test
    void aFlippedByteAnywhereIsRepaired() throws IOException {
        Property.holds(60, random -> {
            Path segment = segments().get(random.nextInt(segments().size()));
            int at = random.nextInt((int) Files.size(segment));
            Trees.flip(segment, at, 1 << random.nextInt(8));
            repairs(segment + " byte " + at);
        });
    }

    @Test
    void aMissingFileIsRepairedAndSoIsTheWholeJournal() throws IOException {
        for (int i = 0; i < segments().size(); i++) {
            Path segment = segments().get(i);
            Files.delete(segment);
            repairs("without " + segment);
        }
        Trees.delete(dir.resolve("journal"));
        repairs("without a journal");
    }

    @Test
    void entriesThatTheSignedRootsDoNotProveAreNotTaken() throws IOException {
        Path segment = segments().get(1);
        Trees.flip(segment, 100, 1);
        long first = Long.parseLong(String.valueOf(segment.getFileName()).substring(0, 20));
        Path bundle = dir.resolve("public/tile/entries/000");
        byte[] content = Files.readAllBytes(bundle);
        Trees.flip(bundle, BundleOffset.of(content, (int) first) + 4, 1);
        Map<String, String> before = Trees.content(dir);
        assertThatThrownBy(() -> Ledger.repair(dir, LedgerTest.KEY, OPTIONS))
                .isInstanceOf(LedgerException.Failed.class)
                .hasMessageContaining("signs another root hash")
                .hasMessageEndingWith("Nothing was changed.");
        assertThat(Trees.content(dir)).isEqualTo(before);
        Files.delete(bundle);
        assertThatThrownBy(() -> Ledger.repair(dir, LedgerTest.KEY, OPTIONS))
                .hasMessageContaining("neither in the journal nor in the public folder");
    }

    /** Where an entry begins in a bundle. */
    private static final class BundleOffset {
        static int of(byte[] bundle, int index) {
            int at = 0;
            for (int i = 0; i < index; i++) {
                at = EntryBundle.end(bundle, at, bundle.length);
            }
            return at;
        }
    }

    @Test
    void anIntactLedgerIsLeftAlone() throws IOException {
        Map<String, String> before = Trees.content(dir);
        assertThat(Ledger.repair(dir, LedgerTest.KEY, OPTIONS)).isZero();
        assertThat(Trees.content(dir)).isEqualTo(before);
    }

    @Test
    void aRepairThatWasInterruptedIsFinished() throws IOException {
        Files.move(dir.resolve("journal"), dir.resolve("journal.repaired"));
        assertThatThrownBy(this::open).hasMessageContaining("repair of " + dir + " was interrupted");
        assertThat(Ledger.repair(dir, LedgerTest.KEY, OPTIONS)).isZero();
        try (Ledger ledger = open()) {
            assertThat(ledger.checkpoint().size()).isEqualTo(SIZE);
        }
    }
}

package dev.shisa.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shisa.ledger.verify.LogVerifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Disks that are full or broken: nothing acknowledged is lost, nothing half-written stays. */
class DiskTest {

    @TempDir
    Path dir;

    private final FaultyChannel.Disk disk = new FaultyChannel.Disk();

    private Ledger open() {
        return Ledger.open(
                dir,
                LedgerTest.KEY,
                LedgerTest.OPTIONS,
                (file, create) -> new FaultyChannel(Journal.DISK.open(file, create), disk));
    }

    private void assertGoesOn(long size) throws IOException {
        try (Ledger ledger = Ledger.open(dir, LedgerTest.KEY, LedgerTest.OPTIONS)) {
            assertThat(ledger.checkpoint().root()).isEqualTo(LedgerTest.root(size));
            ledger.append(LedgerTest.entries(size, size + 3));
        }
        assertThat(LogVerifier.verify(dir, LedgerTest.KEY.verifier().toString(), LogVerifier.Progress.NONE, 1)
                        .findings())
                .isEmpty();
    }

    @Test
    void anErrorWhileWritingFailsWhoWaitsAndClosingEnds() throws IOException {
        try (Ledger ledger = open()) {
            ledger.append(LedgerTest.entries(0, 2));
            disk.error = new OutOfMemoryError("Cannot reserve direct buffer memory");
            assertThatThrownBy(() -> ledger.append(LedgerTest.entries(2, 4)))
                    .isInstanceOf(LedgerException.Failed.class)
                    .hasRootCauseInstanceOf(OutOfMemoryError.class);
            assertThatThrownBy(() -> ledger.append(LedgerTest.entries(2, 4)))
                    .as("until it is opened again")
                    .isInstanceOf(LedgerException.Failed.class);
            disk.error = null;
        }
        try (Ledger ledger = Ledger.open(dir, LedgerTest.KEY, LedgerTest.OPTIONS)) {
            // An entry whose acknowledgement failed may be in it.
            long size = ledger.checkpoint().size();
            assertThat(size).isIn(2L, 4L);
            assertThat(ledger.checkpoint().root()).isEqualTo(LedgerTest.root(size));
        }
    }

    @Test
    void aDiskThatIsFullAfterAnyByteLosesNothingAcknowledged() throws IOException {
        long journal;
        try (Ledger ledger = open()) {
            ledger.append(LedgerTest.entries(0, 2));
            journal = Trees.files(dir.resolve("journal")).getFirst().toFile().length();
        }
        long frame = journal;
        for (long room = 0; room < frame; room += 7) {
            Trees.delete(dir.resolve("journal"));
            Trees.delete(dir.resolve("public"));
            disk.roomBytes = frame + room;
            try (Ledger ledger = open()) {
                ledger.append(LedgerTest.entries(0, 2));
                assertThatThrownBy(() -> ledger.append(LedgerTest.entries(2, 4)))
                        .isInstanceOf(LedgerException.Failed.class)
                        .hasMessageContaining("No space left on device")
                        .hasMessageContaining("Nothing acknowledged is lost");
                disk.roomBytes = Long.MAX_VALUE;
                assertThatThrownBy(() -> ledger.append(LedgerTest.entries(2, 4)))
                        .as("until it is opened again")
                        .isInstanceOf(LedgerException.Failed.class);
                assertThat(ledger.entry(1)).isEqualTo(LedgerTest.entry(1));
                assertThat(ledger.checkpoint().size()).isEqualTo(2);
            }
            assertThat(Trees.files(dir.resolve("journal")).getFirst())
                    .as("nothing half-written")
                    .hasSize(frame);
            assertGoesOn(2);
        }
    }

    @Test
    void whatCannotEvenBeTruncatedIsCutOffWhenItIsOpenedAgain() throws IOException {
        try (Ledger ledger = open()) {
            ledger.append(LedgerTest.entries(0, 2));
            disk.roomBytes = 60;
            disk.truncateFails = true;
            assertThatThrownBy(() -> ledger.append(LedgerTest.entries(2, 4)))
                    .isInstanceOf(LedgerException.Failed.class);
        }
        assertGoesOn(2);
    }

    @Test
    void aBatchThatCouldNotBeForcedIsNotAcknowledgedAndGone() throws IOException {
        try (Ledger ledger = open()) {
            ledger.append(LedgerTest.entries(0, 2));
            disk.forceFails = true;
            assertThatThrownBy(() -> ledger.append(LedgerTest.entries(2, 4)))
                    .hasMessageContaining("Input/output error");
        }
        assertGoesOn(2);
    }

    @Test
    void everythingThatWaitsIsToldOfTheFailure() throws Exception {
        List<CompletableFuture<Appended>> waiting = new ArrayList<>();
        try (Ledger ledger = open()) {
            disk.roomBytes = 0;
            for (int i = 0; i < 3000; i++) {
                waiting.add(ledger.submit(LedgerTest.entry(i)));
            }
        }
        assertThat(waiting)
                .allSatisfy(future -> assertThatThrownBy(future::get).hasCauseInstanceOf(LedgerException.Failed.class));
        assertGoesOn(0);
    }

    @Test
    void publicFilesThatCannotBeWrittenStopTheLedgerButNotTheAcknowledgement() throws IOException {
        try (Ledger ledger = open()) {
            ledger.append(LedgerTest.entries(0, 2));
            assertThat(ledger.checkpoint().size()).isEqualTo(2);
            Trees.delete(dir.resolve("public/tile"));
            Files.writeString(dir.resolve("public/tile"), "in the way");
            assertThat(ledger.append(LedgerTest.entries(2, 4)).firstIndex()).isEqualTo(2);
            assertThat(ledger.checkpoint().size()).as("what could be published").isEqualTo(2);
            assertThatThrownBy(() -> ledger.append(LedgerTest.entries(4, 5)))
                    .hasMessageContaining("public files of the ledger could not be written");
        }
        Files.delete(dir.resolve("public/tile"));
        assertGoesOn(4);
    }
}

package dev.shisa.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.shisa.ledger.verify.LogVerifier;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What opening does with files that are not what they were. */
class OpeningTest {

    private static final LedgerOptions OPTIONS = new LedgerOptions(Duration.ofMillis(1), 1000, 450);

    @TempDir
    Path temp;

    private Path dir;
    private Path whole;

    /** Without the last batch. Two batches are in the first file, two in the second. */
    private Path before;

    @BeforeEach
    void fill() throws IOException {
        dir = temp.resolve("ledger");
        whole = temp.resolve("whole");
        before = temp.resolve("before");
        try (Ledger ledger = open()) {
            ledger.append(LedgerTest.entries(0, 3));
            ledger.append(LedgerTest.entries(3, 4));
            ledger.append(LedgerTest.entries(4, 6));
        }
        Trees.copy(dir, before);
        try (Ledger ledger = open()) {
            ledger.append(LedgerTest.entries(6, 9));
        }
        Trees.copy(dir, whole);
        assertThat(segments()).hasSize(2);
    }

    private Ledger open() {
        return Ledger.open(dir, LedgerTest.KEY, OPTIONS);
    }

    private List<Path> segments() throws IOException {
        return Trees.files(dir.resolve("journal"));
    }

    private Path last() throws IOException {
        return segments().getLast();
    }

    private void assertIntact(long size) throws IOException {
        var verification = LogVerifier.verify(dir, LedgerTest.KEY.verifier().toString(), LogVerifier.Progress.NONE, 1);
        assertThat(verification.findings()).isEmpty();
        assertThat(verification.entries()).isEqualTo(size);
    }

    @Test
    void aWriteTornAtAnyByteIsCutOffAndSaid() throws IOException {
        long start = Files.size(before.resolve("journal").resolve(String.valueOf(last().getFileName())));
        long end = Files.size(last());
        for (long cut = start; cut < end; cut++) {
            Trees.copy(before, dir);
            Files.copy(
                    whole.resolve("journal").resolve(last().getFileName()),
                    last(),
                    StandardCopyOption.REPLACE_EXISTING);
            Trees.truncate(last(), cut);
            assertGoesOn(start, Math.max(0, usedBytes(Files.readAllBytes(last())) - start), "cut at " + cut);
        }
    }

    @Test
    void aTailOfZerosOrOfBlocksThatNeverCameIsCutOff() throws IOException {
        long start = Files.size(before.resolve("journal").resolve(String.valueOf(last().getFileName())));
        byte[] all = Files.readAllBytes(last());
        Property.holds(100, random -> {
            Trees.copy(before, dir);
            byte[] torn = all.clone();
            int from = (int) start + random.nextInt(torn.length - (int) start);
            int to = from + 1 + random.nextInt(torn.length - from);
            if (random.nextInt(4) == 0) {
                from = (int) start;
            }
            Arrays.fill(torn, from, to, (byte) 0);
            if (Arrays.equals(torn, all)) {
                return;
            }
            Files.write(last(), torn);
            assertGoesOn(start, Math.max(0, usedBytes(torn) - start), "zeros from " + from + " to " + to);
        });
    }

    @Test
    void roomThatAKillLeftIsCutOffWithoutAWord() throws IOException {
        for (long room : new long[] {1, 27, 28, 70_000, 1 << 20}) {
            Trees.copy(before, dir);
            long end = Files.size(last());
            grow(last(), end + room);
            assertIntact(6);
            assertGoesOn(end, 0, "room of " + room);
        }
    }

    @Test
    void aByteInRoomIsNoBatchAndIsSaid() throws IOException {
        long end = Files.size(last());
        byte[] all = Arrays.copyOf(Files.readAllBytes(last()), (int) end + 100_000);
        all[(int) end + 70_000] = 1;
        Files.write(last(), all);
        var verification = LogVerifier.verify(dir, LedgerTest.KEY.verifier().toString(), LogVerifier.Progress.NONE, 1);
        assertThat(verification.findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.toString()).contains(Long.toString(end)));
        try (Ledger ledger = open()) {
            assertThat(ledger.opening().cut()).contains(new Opening.Cut(last(), end, 70_001));
            assertThat(ledger.checkpoint().size()).isEqualTo(9);
        }
    }

    @Test
    void anAcknowledgedBatchThatBecameZerosIsMissed() throws IOException {
        long start = Files.size(before.resolve("journal").resolve(String.valueOf(last().getFileName())));
        byte[] all = Files.readAllBytes(last());
        Arrays.fill(all, (int) start, all.length, (byte) 0);
        Files.write(last(), all);
        var verification = LogVerifier.verify(dir, LedgerTest.KEY.verifier().toString(), LogVerifier.Progress.NONE, 1);
        assertThat(verification.findings()).isNotEmpty();
        assertThatThrownBy(this::open).isInstanceOf(LedgerException.Damaged.class);
    }

    /** Up to the last byte that is not zero. */
    private static long usedBytes(byte[] file) {
        int end = file.length;
        while (end > 0 && file[end - 1] == 0) {
            end--;
        }
        return end;
    }

    private static void grow(Path file, long size) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.allocate(1), size - 1);
        }
    }

    private void assertGoesOn(long start, long bytes, String what) throws IOException {
        Path file = last();
        try (Ledger ledger = open()) {
            assertThat(ledger.opening().cut())
                    .as(what)
                    .isEqualTo(bytes == 0 ? Optional.empty() : Optional.of(new Opening.Cut(file, start, bytes)));
            assertThat(ledger.checkpoint().root()).as(what).isEqualTo(LedgerTest.root(6));
            ledger.append(LedgerTest.entries(6, 8));
        }
        assertIntact(8);
    }

    @Test
    void aFirstBatchThatIsTornLeavesAnEmptyLedger() throws IOException {
        for (Path segment : segments().subList(1, segments().size())) {
            Files.delete(segment);
        }
        Trees.delete(dir.resolve("public"));
        for (int cut : new int[] {0, 1, 27, 28, 29, 100}) {
            Files.write(
                    dir.resolve("journal").resolve(Journal.segmentName(0)),
                    Arrays.copyOf(Files.readAllBytes(whole.resolve("journal").resolve(Journal.segmentName(0))), cut));
            try (Ledger ledger = open()) {
                assertThat(ledger.checkpoint().size()).isZero();
                assertThat(ledger.opening().cut().isPresent()).isEqualTo(cut > 0);
            }
            Trees.delete(dir.resolve("public"));
        }
    }

    @Test
    void aPublicFileTornAtAnyByteIsRebuilt() throws IOException {
        // Makes the partial tiles of the sizes between.
        open().close();
        Map<String, String> content = Trees.content(dir.resolve("public"));
        for (Path file : Trees.files(dir.resolve("public"))) {
            byte[] bytes = Files.readAllBytes(file);
            for (int cut = 0; cut < bytes.length; cut++) {
                Files.write(file, Arrays.copyOf(bytes, cut));
                try (Ledger ledger = open()) {
                    assertThat(ledger.opening().rebuilt())
                            .as("%s cut at %d", file, cut)
                            .containsExactly(file);
                }
                assertThat(Files.readAllBytes(file)).isEqualTo(bytes);
            }
            Files.delete(file);
            open().close();
        }
        Trees.delete(dir.resolve("public"));
        open().close();
        assertThat(Trees.content(dir.resolve("public"))).isEqualTo(content);
        assertIntact(9);
    }

    @Test
    void whatWasAcknowledgedButNotYetPublishedIsPublished() throws IOException {
        Trees.delete(dir.resolve("public"));
        Trees.copy(before.resolve("public"), dir.resolve("public"));
        try (Ledger ledger = open()) {
            assertThat(ledger.checkpoint().root()).isEqualTo(LedgerTest.root(9));
            assertThat(ledger.opening().rebuilt()).contains(dir.resolve("public/checkpoint"));
            assertThat(ledger.opening().cut()).isEmpty();
        }
        assertIntact(9);
    }

    @Test
    void everyFlippedBitOfAnAcknowledgedBatchIsRefusedAndItsPlaceNamed() throws IOException {
        for (Path segment : segments()) {
            byte[] bytes = Files.readAllBytes(segment);
            for (int at = 0; at < bytes.length; at++) {
                byte[] flipped = bytes.clone();
                flipped[at] ^= (byte) (1 << at % 8);
                Files.write(segment, flipped);
                int offset = at;
                LedgerException.Damaged damaged = catchThrowableOfType(LedgerException.Damaged.class, this::open);
                assertThat(damaged).as("byte %d of %s", at, segment).isNotNull();
                assertThat(damaged.places()).hasSize(1);
                Damage place = damaged.places().getFirst();
                assertThat(place.file()).isEqualTo(segment);
                assertThat(place.offset()).as("byte %d", at).isBetween(0L, (long) offset);
                assertThat(damaged).hasMessageContaining("restore the journal from a backup");
                assertThat(Files.readAllBytes(segment)).isEqualTo(flipped);
            }
            Files.write(segment, bytes);
        }
        open().close();
    }

    @Test
    void aMissingFileOfTheJournalIsRefused() throws IOException {
        for (Path segment : segments()) {
            byte[] bytes = Files.readAllBytes(segment);
            Files.delete(segment);
            assertThatThrownBy(this::open)
                    .isInstanceOf(LedgerException.Damaged.class)
                    .hasMessageContaining("journal");
            Files.write(segment, bytes);
        }
        Trees.delete(dir.resolve("journal"));
        assertThatThrownBy(this::open)
                .isInstanceOf(LedgerException.Damaged.class)
                .hasMessageContaining("has 9 entries, the journal only 0");
    }

    @Test
    void aJournalThatIsOlderThanWhatWasPublishedIsRefused() throws IOException {
        Trees.delete(dir.resolve("journal"));
        Trees.copy(before.resolve("journal"), dir.resolve("journal"));
        assertThatThrownBy(this::open)
                .isInstanceOf(LedgerException.Damaged.class)
                .hasMessageContaining("has 9 entries, the journal only 6");
        Files.delete(dir.resolve("public/checkpoint"));
        assertThatThrownBy(this::open)
                .isInstanceOf(LedgerException.Damaged.class)
                .hasMessageContaining("has entries that the journal has not");
    }

    @Test
    void entriesThatWereRewrittenWithTheirChecksumsAreRefused() throws IOException {
        Path segment = segments().getFirst();
        byte[] bytes = Files.readAllBytes(segment);
        Journal.Frame[] first = new Journal.Frame[1];
        Journal.scan(dir.resolve("journal"), f -> first[0] = first[0] == null ? f : first[0]);
        byte[] entries = first[0].entries().value().clone();
        entries[entries.length - 1] ^= 1;
        byte[] forged = Journal.frame(
                        0, first[0].count(), entries, first[0].note().value())
                .array();
        System.arraycopy(forged, 0, bytes, 0, forged.length);
        Files.write(segment, bytes);
        Map<String, String> published = Trees.content(dir.resolve("public"));
        assertThatThrownBy(this::open)
                .isInstanceOf(LedgerException.Damaged.class)
                .hasMessageContaining("do not give the root hash that was signed");
        assertThat(Trees.content(dir.resolve("public"))).isEqualTo(published);
    }
}

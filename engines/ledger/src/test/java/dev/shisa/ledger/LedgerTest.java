package dev.shisa.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shisa.ledger.verify.LogVerifier;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Appending, reading, proving, opening again. */
class LedgerTest {

    static final SigningKey KEY = SigningKey.generate("ledger.example/one", KeyType.ED25519, new SplittableRandom(1));
    static final LedgerOptions OPTIONS = new LedgerOptions(Duration.ofMillis(1), 1000, 8_000);

    @TempDir
    Path dir;

    static byte[] entry(long index) {
        return ("record " + index + " " + "x".repeat((int) (index % 50))).getBytes(StandardCharsets.UTF_8);
    }

    static List<byte[]> entries(long from, long end) {
        List<byte[]> entries = new ArrayList<>();
        for (long i = from; i < end; i++) {
            entries.add(entry(i));
        }
        return entries;
    }

    static Digest root(long size) {
        return Digest.of(ReferenceTree.root(
                entries(0, size).stream().map(ReferenceTree::leaf).toList()));
    }

    private Ledger open() {
        return Ledger.open(dir, KEY, OPTIONS);
    }

    @Test
    void aNewLedgerIsTheEmptyTreeAndSaysSo() {
        try (Ledger ledger = open()) {
            assertThat(ledger.checkpoint().checkpoint())
                    .isEqualTo(new Checkpoint("ledger.example/one", 0, Digest.EMPTY_TREE));
            assertThat(ledger.opening().size()).isZero();
            assertThatThrownBy(() -> ledger.entry(0)).isInstanceOf(NoSuchElementException.class);
        }
    }

    @Test
    void whatWasAppendedIsThereAndProven() throws Exception {
        try (Ledger ledger = open()) {
            long size = 0;
            for (int batch : new int[] {1, 3, 252, 1, 1, 300, 700}) {
                Appended appended = ledger.append(entries(size, size + batch));
                assertThat(appended.firstIndex()).isEqualTo(size);
                size += batch;
                assertThat(appended.checkpoint().size()).isEqualTo(size);
                assertThat(appended.checkpoint().root()).isEqualTo(root(size));
                assertThat(ledger.checkpoint()).isEqualTo(appended.checkpoint());
            }
            assertThat(Note.parse(Files.readAllBytes(ledger.publicFolder().resolve("checkpoint")))
                            .check(Set.of(ledger.verifier())))
                    .isInstanceOf(Note.Check.Signed.class);
            Iterator<byte[]> all = ledger.entries(0, size);
            for (long i = 0; i < size; i++) {
                assertThat(all.next()).isEqualTo(entry(i));
                assertThat(ledger.inclusionProof(i, size)
                                .verify(Hasher.leafHash(entry(i)), root(size))
                                .holds())
                        .isTrue();
            }
            assertThat(all.hasNext()).isFalse();
            assertThat(ledger.entry(255)).isEqualTo(entry(255));
            assertThat(ledger.root(257)).isEqualTo(root(257));
            assertThat(ledger.inclusionProof(3, 4)
                            .verify(Hasher.leafHash(entry(3)), root(4))
                            .holds())
                    .isTrue();
            assertThat(ledger.consistencyProof(4, 1000)
                            .verify(root(4), root(1000))
                            .holds())
                    .isTrue();
            assertThatThrownBy(() -> ledger.inclusionProof(5, 5)).isInstanceOf(LedgerException.Malformed.class);
            assertThatThrownBy(() -> ledger.inclusionProof(5, 5000)).hasMessageContaining("never had 5000");
            assertThatThrownBy(() -> ledger.consistencyProof(0, 5)).isInstanceOf(LedgerException.Malformed.class);
        }
    }

    @Test
    void aLedgerOpenedAgainGoesOnWhereItWas() throws Exception {
        for (int round = 0; round < 6; round++) {
            try (Ledger ledger = open()) {
                assertThat(ledger.checkpoint().size()).isEqualTo(round * 200L);
                assertThat(ledger.opening().rebuilt()).as("round %d", round).hasSize(round == 0 ? 1 : 0);
                ledger.append(entries(round * 200L, round * 200L + 70));
                ledger.append(entries(round * 200L + 70, round * 200L + 200));
            }
        }
        try (Ledger ledger = open()) {
            assertThat(ledger.checkpoint().root()).isEqualTo(root(1200));
        }
        try (var files = Files.list(dir.resolve("journal"))) {
            assertThat(files.toList())
                    .as("files of 8 kB")
                    .hasSizeGreaterThan(2)
                    .allSatisfy(f -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(f)))
                            .isEqualTo("rw-------"));
        }
    }

    @Test
    void roomForBatchesThatFollowIsGivenBackWhenTheLogIsToStandStill() throws Exception {
        LedgerOptions large = new LedgerOptions(Duration.ofMillis(1), 4, 64 << 20);
        try (Ledger ledger = Ledger.open(dir, KEY, large)) {
            boolean room = false;
            long from = 0;
            for (int round = 0; round < 5_000 && !room; round++, from += 400) {
                List<CompletableFuture<Appended>> answers = new ArrayList<>();
                for (byte[] entry : entries(from, from + 400)) {
                    answers.add(ledger.submit(entry));
                }
                answers.forEach(CompletableFuture::join);
                room = zerosAtTheEnd() > 1000;
            }
            assertThat(room).as("batches without a pause get room").isTrue();
            SignedCheckpoint still = ledger.settle();
            assertThat(zerosAtTheEnd()).isLessThan(4);
            ledger.append(entries(from, from + 3));
            assertThat(ledger.checkpoint().size()).isEqualTo(still.size() + 3);
        }
        try (Ledger ledger = Ledger.open(dir, KEY, large)) {
            assertThat(ledger.opening().cut()).isEmpty();
        }
    }

    @Test
    @Timeout(60)
    void aBurstIsPublishedAsItWasAppendedAndThereIsRoomForTheNextAtRest() throws Exception {
        LedgerOptions large = new LedgerOptions(Duration.ofMillis(1), 4096, 64 << 20);
        List<byte[]> entries = new ArrayList<>();
        SplittableRandom random = new SplittableRandom(7);
        try (Ledger ledger = Ledger.open(dir, KEY, large)) {
            for (int batch : new int[] {5, 700, 3_000, 4_096, 251, 256, 1}) {
                List<byte[]> call = new ArrayList<>();
                for (int i = 0; i < batch; i++) {
                    // The largest call is a burst by itself: at rest may be after any of them.
                    byte[] entry = new byte[300];
                    random.nextBytes(entry);
                    call.add(entry);
                }
                ledger.append(call);
                entries.addAll(call);
            }
            while (zerosAtTheEnd() < 1 << 20) {
                Thread.sleep(10);
            }
            ledger.append(List.of(entry(0)));
            entries.add(entry(0));
            assertThat(ledger.checkpoint().size()).isEqualTo(entries.size());
            Iterator<byte[]> read = ledger.entries(0, entries.size());
            entries.forEach(entry -> assertThat(read.next()).isEqualTo(entry));
            ledger.settle();
            assertThat(zerosAtTheEnd()).isLessThan(4);
        }
        assertThat(LogVerifier.verify(dir, KEY.verifier().toString(), LogVerifier.Progress.NONE, 1)
                        .findings())
                .isEmpty();
    }

    @Test
    void submittedEntriesShareBatchesAndAllAreAcknowledgedOnce() throws Exception {
        LedgerOptions window = new LedgerOptions(Duration.ofMillis(20), 500, 1 << 20);
        Set<Long> indices = new TreeSet<>();
        Set<Long> sizes = new TreeSet<>();
        try (Ledger ledger = Ledger.open(dir, KEY, window);
                ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Appended>> answers = new ArrayList<>();
            for (int i = 0; i < 2000; i++) {
                byte[] entry = entry(i);
                answers.add(callers.submit(() -> {
                    Appended appended = ledger.submit(entry).get();
                    assertThat(ledger.entry(appended.firstIndex())).isEqualTo(entry);
                    return appended;
                }));
            }
            for (Future<Appended> answer : answers) {
                indices.add(answer.get().firstIndex());
                sizes.add(answer.get().checkpoint().size());
            }
            assertThat(ledger.checkpoint().size()).isEqualTo(2000);
        }
        assertThat(indices).hasSize(2000);
        assertThat(sizes).as("batches").hasSizeLessThan(500);
    }

    @Test
    @Timeout(60)
    void whatNobodyAsksForIsPublishedByItself() throws Exception {
        try (Ledger ledger = open()) {
            ledger.append(entries(0, 300));
            Path checkpoint = ledger.publicFolder().resolve("checkpoint");
            while (!Files.readString(checkpoint).startsWith("ledger.example/one\n300\n")) {
                Thread.onSpinWait();
            }
            assertThat(Files.size(ledger.publicFolder().resolve("tile/0/000"))).isEqualTo(8192);
            assertThat(Files.size(ledger.publicFolder().resolve("tile/0/001.p/44")))
                    .isEqualTo(44 * 32);
        }
    }

    @Test
    void batchesOfAnyLengthMakeTheSameTree() throws Exception {
        Property.holds(20, random -> {
            long size = 0;
            try (Ledger ledger = Ledger.open(dir.resolve("" + random.nextLong()), KEY, OPTIONS)) {
                while (size < 1_500) {
                    int count = 1 + random.nextInt(random.nextBoolean() ? 3 : 700);
                    assertThat(ledger.append(entries(size, size + count))
                                    .checkpoint()
                                    .root())
                            .isEqualTo(root(size + count));
                    size += count;
                }
                Iterator<byte[]> all = ledger.entries(0, size);
                for (long i = 0; i < size; i++) {
                    assertThat(all.next()).isEqualTo(entry(i));
                }
            }
        });
    }

    @Test
    void closingMakesDurableWhatWasSubmitted() throws Exception {
        LedgerOptions never = new LedgerOptions(Duration.ofHours(1), 5000, 1 << 20);
        CompletableFuture<Appended> future;
        try (Ledger ledger = Ledger.open(dir, KEY, never)) {
            future = ledger.submit(entry(0));
        }
        assertThat(future.get().firstIndex()).isZero();
        Ledger ledger = open();
        assertThat(ledger.entry(0)).isEqualTo(entry(0));
        ledger.close();
        assertThatThrownBy(() -> ledger.append(entries(1, 2))).hasMessage("the ledger is closed.");
    }

    @Test
    void entriesHaveALimitAndTheLargestFits() {
        try (Ledger ledger = open()) {
            byte[] largest = new byte[EntryBundle.ENTRY_BYTES_MAX];
            ledger.append(List.of(largest, new byte[0]));
            assertThat(ledger.entry(0)).isEqualTo(largest);
            assertThat(ledger.entry(1)).isEmpty();
            assertThatThrownBy(() -> ledger.append(List.of(new byte[65_536]))).hasMessageContaining("65535");
            assertThatThrownBy(() -> ledger.append(List.of())).hasMessageContaining("one batch");
            assertThat(ledger.checkpoint().size()).isEqualTo(2);
        }
    }

    @Test
    void onlyOneProcessHasItOpen() {
        try (Ledger ledger = open()) {
            assertThatThrownBy(this::open)
                    .isInstanceOf(LedgerException.Locked.class)
                    .hasMessageContaining("in use by another process");
            ledger.append(entries(0, 1));
        }
        open().close();
    }

    @Test
    void anotherKeyCannotContinueIt() {
        try (Ledger ledger = open()) {
            ledger.append(entries(0, 1));
        }
        SigningKey other = SigningKey.generate("ledger.example/one", KeyType.ED25519, new SplittableRandom(2));
        assertThatThrownBy(() -> Ledger.open(dir, other, OPTIONS))
                .isInstanceOf(LedgerException.Failed.class)
                .hasMessageContaining("was not signed with the key");
    }

    private long zerosAtTheEnd() throws IOException {
        byte[] all = Files.readAllBytes(Trees.files(dir.resolve("journal")).getLast());
        int end = all.length;
        while (end > 0 && all[end - 1] == 0) {
            end--;
        }
        return (long) all.length - end;
    }
}

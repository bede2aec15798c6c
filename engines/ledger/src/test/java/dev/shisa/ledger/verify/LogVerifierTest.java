package dev.shisa.ledger.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shisa.ledger.Appended;
import dev.shisa.ledger.InclusionProof;
import dev.shisa.ledger.KeyType;
import dev.shisa.ledger.Ledger;
import dev.shisa.ledger.LedgerOptions;
import dev.shisa.ledger.SigningKey;
import dev.shisa.ledger.Trees;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every difference is found, and its place is named. */
class LogVerifierTest {

    private static final SigningKey KEY =
            SigningKey.generate("ledger.example/v", KeyType.ED25519, new SplittableRandom(5));
    private static final String VKEY = KEY.verifier().toString();
    private static final int SIZE = 66_100;

    @TempDir
    static Path temp;

    /** 600 entries in batches of several sizes. */
    private static Path small;

    /** More than a tile of level 1. */
    private static Path large;

    @BeforeAll
    static void fill() {
        small = temp.resolve("small");
        large = temp.resolve("large");
        LedgerOptions options = new LedgerOptions(Duration.ofMillis(1), 1000, 15_000);
        try (Ledger ledger = Ledger.open(small, KEY, options)) {
            for (int batch : new int[] {1, 20, 300, 9, 200, 50, 20}) {
                ledger.append(entries(batch));
            }
        }
        try (Ledger ledger = Ledger.open(large, KEY, LedgerOptions.DEFAULT)) {
            for (int left = SIZE; left > 0; left -= 20_000) {
                ledger.append(entries(Math.min(left, 20_000)));
            }
        }
    }

    private static List<byte[]> entries(int count) {
        SplittableRandom random = new SplittableRandom(count);
        List<byte[]> entries = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] entry = new byte[random.nextInt(60)];
            random.nextBytes(entry);
            entries.add(entry);
        }
        return entries;
    }

    private static Verification verify(Path folder, int threads) throws IOException {
        return LogVerifier.verify(folder, VKEY, LogVerifier.Progress.NONE, threads);
    }

    @Test
    void anIntactLogIsIntactAlsoWithoutItsJournalAndOnSeveralCores() throws IOException {
        for (int threads : new int[] {1, 3}) {
            assertThat(verify(small, threads).findings()).isEmpty();
            assertThat(verify(large, threads).findings()).isEmpty();
            Verification published = verify(large.resolve("public"), threads);
            assertThat(published.isIntact()).isTrue();
            assertThat(published.entries()).isEqualTo(SIZE);
            assertThat(published.checkpoint().orElseThrow().size()).isEqualTo(SIZE);
        }
        List<Long> heard = new ArrayList<>();
        LogVerifier.verify(large, VKEY, (done, total) -> heard.add(done), 2);
        assertThat(heard).containsExactly(65_536L, (long) SIZE);
    }

    @Test
    void anotherKeyVerifiesNothing() throws IOException {
        SigningKey other = SigningKey.generate("ledger.example/v", KeyType.ED25519, new SplittableRandom(6));
        assertThat(LogVerifier.verify(
                                small.resolve("public"), other.verifier().toString(), LogVerifier.Progress.NONE, 1)
                        .findings())
                .containsExactly(new Finding.BadCheckpoint(
                        small.resolve("public/checkpoint"), "the checkpoint is not signed by ledger.example/v."));
        assertThatThrownBy(() -> LogVerifier.verify(small, "no key", LogVerifier.Progress.NONE))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void everySampledFlipIsFoundAndItsPlaceNamed() throws IOException {
        flip(small, 400);
        flip(large, 40);
    }

    @Test
    void aDamagedLastBatchOfAFileIsNotBlamedOnTheNextFile() throws IOException {
        List<Path> segments = Trees.files(small.resolve("journal"));
        Path first = segments.getFirst();
        byte[] journal = Files.readAllBytes(first);
        ByteBuffer frames = ByteBuffer.wrap(journal);
        int at = 0;
        int last = 0;
        while (at < journal.length) {
            last = at;
            at += 28 + frames.getInt(at + 16) + frames.getInt(at + 20) + 4;
        }
        int header = last;
        Trees.flip(first, header + 9, 1);
        assertThat(segments).hasSizeGreaterThan(1);
        assertThat(verify(small, 1).findings()).singleElement().satisfies(finding -> {
            assertThat(finding.file()).isEqualTo(first);
            assertThat(finding.offset()).isEqualTo(header);
        });
        Trees.flip(first, header + 9, 1);
    }

    @Test
    @Tag("long")
    void tenThousandSampledFlipsAreFoundAndTheirPlaceNamed() throws IOException {
        flip(small, 10_000);
        flip(large, 400);
    }

    private static void flip(Path folder, int times) throws IOException {
        SplittableRandom random = new SplittableRandom(times);
        List<Path> files =
                Trees.files(folder).stream().filter(f -> !f.endsWith("lock")).toList();
        for (int i = 0; i < times; i++) {
            Path file = files.get(i % files.size());
            int at = random.nextInt((int) Files.size(file));
            int mask = 1 << random.nextInt(8);
            Trees.flip(file, at, mask);
            List<Finding> findings = verify(folder, 1).findings();
            Trees.flip(file, at, mask);
            String place = file + " byte " + at;
            assertThat(findings)
                    .as(place)
                    .isNotEmpty()
                    .allSatisfy(f -> assertThat(f.file()).as(place).isEqualTo(file));
            assertThat(findings.getFirst().offset()).as(place).isLessThanOrEqualTo(at);
            if (findings.getFirst() instanceof Finding.WrongHash hash) {
                assertThat(hash.offset()).as(place).isEqualTo(at);
            }
            assertThat(findings.getFirst().sentence()).contains(file.toString());
        }
        assertThat(verify(folder, 1).findings()).isEmpty();
    }

    @Test
    void whatIsMissingOrTooMuchIsFound() throws IOException {
        for (Path file : Trees.files(small.resolve("public"))) {
            byte[] content = Files.readAllBytes(file);
            Files.delete(file);
            boolean earlier = file.toString().contains(".p/") && !isLast(file);
            assertThat(verify(small, 1).findings().stream().map(Finding::file))
                    .as(file.toString())
                    .hasSize(earlier ? 0 : 1)
                    .allMatch(file::equals);
            Files.write(file, Arrays.copyOf(content, content.length + 1));
            assertThat(verify(small, 1).findings().stream().map(Finding::file))
                    .as(file.toString())
                    .isNotEmpty()
                    .allMatch(file::equals);
            Files.write(file, content);
        }
        Path more = small.resolve("public/tile/entries/003");
        Files.write(more, new byte[3]);
        assertThat(verify(small, 1).findings()).containsExactly(new Finding.Unexpected(more));
        Files.delete(more);
    }

    @Test
    void whateverDoesNotBelongToTheTreeIsNamed() throws IOException {
        Path tiles = large.resolve("public/tile");
        for (String name : List.of(
                "more/000",
                "8/000",
                "1/002",
                "0/00a",
                "0/x000/000",
                "0/x001/000",
                "0/x00/000",
                "0/001.p/256",
                "entries/300",
                "entries/258.p/200",
                "entries/0001")) {
            Path file = tiles.resolve(name);
            Path folder = file.resolveSibling("");
            boolean isNew = !Files.isDirectory(folder);
            Files.createDirectories(folder);
            Files.write(file, new byte[3]);
            assertThat(verify(large, 2).findings()).as(name).containsExactly(new Finding.Unexpected(file));
            Files.delete(file);
            if (isNew) {
                Files.delete(folder);
            }
        }
    }

    @Test
    void anEarlierPartOfATileMustBeItsBeginning() throws IOException {
        Path earlier = large.resolve("public/tile/0/003.p/5");
        byte[] hashes = Arrays.copyOf(Files.readAllBytes(large.resolve("public/tile/0/003")), 5 * 32);
        Files.createDirectory(earlier.resolveSibling(""));
        Files.write(earlier, hashes);
        assertThat(verify(large, 1).findings()).isEmpty();
        hashes[70] ^= 1;
        Files.write(earlier, hashes);
        assertThat(verify(large, 1).findings()).containsExactly(new Finding.WrongHash(earlier, 70, 0, 3 * 256 + 2));
        Files.delete(earlier);
        Files.delete(earlier.resolveSibling(""));
    }

    private static boolean isLast(Path file) {
        return file.endsWith("002.p/88") || file.endsWith("000.p/2");
    }

    @Test
    void anEntryRewrittenTogetherWithItsHashIsFound() throws IOException {
        Path bundle = large.resolve("public/tile/entries/007");
        Path tile = large.resolve("public/tile/0/007");
        byte[] entries = Files.readAllBytes(bundle);
        byte[] hashes = Files.readAllBytes(tile);
        int length = (entries[0] & 0xff) << 8 | (entries[1] & 0xff);
        byte[] forged = entries.clone();
        forged[2] ^= 1;
        byte[] leaf = new byte[length + 1];
        System.arraycopy(forged, 2, leaf, 1, length);
        byte[] forgedHashes = hashes.clone();
        new Sha().leaf(leaf, 0, leaf.length, forgedHashes, 0);
        Files.write(bundle, forged);
        Files.write(tile, forgedHashes);
        assertThat(verify(large.resolve("public"), 2).findings())
                .containsExactly(new Finding.WrongEntry(bundle, 0, 7 * 256));
        Files.write(bundle, entries);
        Files.write(tile, hashes);
    }

    @Test
    void aShortJournalIsFound() throws IOException {
        Path last = Trees.files(small.resolve("journal")).getLast();
        byte[] content = Files.readAllBytes(last);
        for (int cut : new int[] {0, 20, content.length - 1}) {
            Files.write(last, Arrays.copyOf(content, cut));
            assertThat(verify(small, 1).findings())
                    .as("cut at %d", cut)
                    .isNotEmpty()
                    .allSatisfy(f -> assertThat(f.file()).isEqualTo(last));
        }
        Files.write(last, content);
    }

    @Test
    void proofsAreVerifiedByTheKeyAlone() throws IOException {
        Path folder = temp.resolve("proofs");
        try (Ledger ledger = Ledger.open(folder, KEY, LedgerOptions.DEFAULT)) {
            List<byte[]> entries = entries(77);
            Appended appended = ledger.append(entries);
            byte[] note = appended.checkpoint().note().bytes();
            for (int i = 0; i < entries.size(); i++) {
                InclusionProof proof = ledger.inclusionProof(i, 77);
                assertThat(LogVerifier.verifyInclusion(entries.get(i), proof, note, VKEY))
                        .isEmpty();
                assertThat(LogVerifier.verifyInclusion(new byte[] {1, 2}, proof, note, VKEY))
                        .isPresent();
                InclusionProof shorter = new InclusionProof(
                        i, 77, proof.path().subList(1, proof.path().size()));
                assertThat(LogVerifier.verifyInclusion(entries.get(i), shorter, note, VKEY))
                        .hasValueSatisfying(why -> assertThat(why).contains("length"));
            }
            InclusionProof earlier = ledger.inclusionProof(3, 50);
            assertThat(LogVerifier.verifyInclusion(entries.get(3), earlier, note, VKEY))
                    .isPresent();
        }
    }
}

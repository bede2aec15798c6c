package dev.shisa.bench;

import dev.shisa.ledger.Appended;
import dev.shisa.ledger.KeyType;
import dev.shisa.ledger.Ledger;
import dev.shisa.ledger.LedgerOptions;
import dev.shisa.ledger.SigningKey;
import dev.shisa.ledger.verify.LogVerifier;
import dev.shisa.ledger.verify.Verification;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/**
 * The ledger on the real disk, beside what the disk and SHA-256 can do by themselves, in turns, so that both see the same
 * machine: durable appends beside a bare loop that writes and forces the same bytes in the same batches; one append in a
 * batch window beside a force of 4 KiB; proofs in a log of ten million entries; a whole verification beside the same hashes
 * alone.
 */
final class LedgerBench {

    private static final int ENTRY_BYTES = 256;
    private static final int BATCH = 1024;
    private static final int SINGLE_BATCH = 1;
    private static final int ROUNDS = 7;
    /** Batches of one round, so that it takes a good part of a second also on a fast disk. */
    private static final int ROUND_BATCHES = 250;

    private static final int ROUND_SINGLES = 1_000;
    private static final int SINGLES = 400;
    private static final Duration WINDOW = Duration.ofMillis(50);
    private static final int PROOFS = 5_000;
    private static final int FILL_BATCH = 50_000;
    private static final double APPEND_RATIO_MIN = 0.9;
    private static final double PROOF_MS_MAX = 1;
    private static final double VERIFY_RATIO_MIN = 0.7;
    private static final String GROUP = "ledger";

    private final Report report;
    private final Path folder;
    private final SplittableRandom random;
    private final SigningKey key;

    private LedgerBench(Report report, Path folder, long seed) {
        this.report = report;
        this.folder = folder;
        this.random = new SplittableRandom(seed);
        this.key = SigningKey.generate("bench.example/ledger", KeyType.ED25519, random);
    }

    static void measure(Report report, Path folder, long seed, boolean quick) throws IOException, InterruptedException {
        delete(folder);
        Files.createDirectories(folder);
        LedgerBench bench = new LedgerBench(report, folder, seed);
        bench.appends(BATCH, quick ? 3 : ROUNDS);
        bench.appends(SINGLE_BATCH, quick ? 3 : ROUNDS);
        bench.singles(quick ? 100 : SINGLES);
        bench.large(quick ? 1_000_000 : 10_000_000);
        delete(folder);
    }

    // ---- appends beside a bare loop ------------------------------------------------------------

    /** The ledger and the bare loop in turns; the ratio of each turn, and the median of them. */
    private void appends(int batch, int rounds) throws IOException, InterruptedException {
        List<Double> ratios = new ArrayList<>();
        List<Double> rates = new ArrayList<>();
        List<Double> bareRates = new ArrayList<>();
        Path dir = folder.resolve("appends-" + batch);
        Path bare = folder.resolve("bare-" + batch);
        try (Ledger ledger = Ledger.open(dir, key, new LedgerOptions(Duration.ofMinutes(1), batch, 256L << 20))) {
            ledgerRound(ledger, dir, batch);
            for (int round = 0; round < rounds; round++) {
                Turn turn = ledgerRound(ledger, dir, batch);
                double bareSeconds = bareRound(bare, turn);
                double entries = (double) batches(batch) * batch;
                rates.add(entries / turn.seconds);
                bareRates.add(entries / bareSeconds);
                ratios.add(bareSeconds / turn.seconds);
            }
        }
        String what = "durable appends, batches of " + batch + " × " + ENTRY_BYTES + " B";
        double bareRate = Samples.of(bareRates).median();
        report.add(
                Figure.of(GROUP, what, Samples.of(rates).median(), "/s").against(bareRate, "bare write + fdatasync"));
        report.add(Figure.of(
                        GROUP,
                        what + ", of the bare rate (median of turns)",
                        Samples.of(ratios).median(),
                        "×")
                .atLeast(APPEND_RATIO_MIN));
    }

    /** The same number of batches, of the mean size, is what the bare loop writes. */
    private record Turn(double seconds, int frames, int frameBytes) {}

    private Turn ledgerRound(Ledger ledger, Path dir, int batch) throws IOException {
        List<List<byte[]>> batches = new ArrayList<>();
        for (int i = 0; i < batches(batch); i++) {
            batches.add(entries(batch));
        }
        long before = journalBytes(dir);
        long started = System.nanoTime();
        List<CompletableFuture<Appended>> all = new ArrayList<>();
        for (List<byte[]> entries : batches) {
            entries.forEach(entry -> all.add(ledger.submit(entry)));
        }
        all.forEach(CompletableFuture::join);
        double seconds = (System.nanoTime() - started) / 1e9;
        int frames = (int)
                all.stream().map(f -> f.join().checkpoint().size()).distinct().count();
        return new Turn(seconds, frames, (int) ((journalBytes(dir) - before) / frames));
    }

    private static int batches(int batch) {
        return batch == SINGLE_BATCH ? ROUND_SINGLES : ROUND_BATCHES;
    }

    private static long journalBytes(Path dir) throws IOException {
        try (Stream<Path> files = Files.list(dir.resolve("journal"))) {
            return files.mapToLong(f -> f.toFile().length()).sum();
        }
    }

    private double bareRound(Path file, Turn turn) throws IOException {
        ByteBuffer block = ByteBuffer.wrap(bytes(turn.frameBytes));
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
            long started = System.nanoTime();
            for (int i = 0; i < turn.frames; i++) {
                block.rewind();
                while (block.hasRemaining()) {
                    channel.write(block);
                }
                channel.force(false);
            }
            return (System.nanoTime() - started) / 1e9;
        }
    }

    // ---- one append in a batch window ----------------------------------------------------------

    private void singles(int count) throws IOException {
        List<Double> appends = new ArrayList<>();
        List<Double> forces = new ArrayList<>();
        ByteBuffer block = ByteBuffer.wrap(bytes(4096));
        try (Ledger ledger = Ledger.open(folder.resolve("singles"), key, new LedgerOptions(WINDOW, BATCH, 256L << 20));
                FileChannel channel = FileChannel.open(
                        folder.resolve("forces"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            for (int i = 0; i < count; i++) {
                byte[] entry = bytes(ENTRY_BYTES);
                long started = System.nanoTime();
                Appended _ = ledger.submit(entry).join();
                long appended = System.nanoTime();
                block.rewind();
                int _ = channel.write(block);
                channel.force(false);
                forces.add((System.nanoTime() - appended) / 1e6);
                appends.add((appended - started) / 1e6);
            }
        }
        double force = Samples.of(forces).percentile(99);
        report.add(Figure.of(GROUP, "fdatasync of 4 KiB, p99", force, "ms"));
        report.add(Figure.of(
                        GROUP,
                        "one append, window " + WINDOW.toMillis() + " ms, p99",
                        Samples.of(appends).percentile(99),
                        "ms")
                .goal(WINDOW.toMillis() + 3 * force)
                .against(force, "fdatasync of 4 KiB"));
    }

    // ---- a large log ---------------------------------------------------------------------------

    private void large(int size) throws IOException {
        Path dir = folder.resolve("large");
        String entries = size / 1_000_000 + " million entries";
        try (Ledger ledger = Ledger.open(dir, key, LedgerOptions.DEFAULT)) {
            for (int done = 0; done < size; done += FILL_BATCH) {
                Appended _ = ledger.append(entries(Math.min(FILL_BATCH, size - done)));
            }
        }
        long opened = System.nanoTime();
        try (Ledger ledger = Ledger.open(dir, key, LedgerOptions.DEFAULT)) {
            report.add(Figure.of(GROUP, "opening and proving " + entries, (System.nanoTime() - opened) / 1e9, "s"));
            List<Double> times = new ArrayList<>();
            List<Double> processor = new ArrayList<>();
            for (int i = 0; i < PROOFS; i++) {
                long index = random.nextLong(size);
                long cpu = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
                long started = System.nanoTime();
                ledger.inclusionProof(index, size);
                times.add((System.nanoTime() - started) / 1e6);
                processor.add((ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - cpu) / 1e6);
            }
            report.add(Figure.of(
                    GROUP,
                    "inclusion proof, on a processor, p95",
                    Samples.of(processor).percentile(95),
                    "ms"));
            report.add(Figure.of(
                            GROUP,
                            "inclusion proof in " + entries + ", p95",
                            Samples.of(times).percentile(95),
                            "ms")
                    .goal(PROOF_MS_MAX));
            report.add(Figure.of(
                    GROUP,
                    "inclusion proof in " + entries + ", worst",
                    Samples.of(times).worst(),
                    "ms"));
        }
        verification(dir, size, entries);
    }

    private void verification(Path dir, int size, String entries) throws IOException {
        int cores = Runtime.getRuntime().availableProcessors();
        List<Double> ratios = new ArrayList<>();
        List<Double> rates = new ArrayList<>();
        List<Double> manyRatios = new ArrayList<>();
        List<Double> hashes = new ArrayList<>();
        for (int round = 0; round < 3; round++) {
            double bare = hashSeconds(size);
            double one = verifySeconds(dir, 1);
            double many = verifySeconds(dir, cores);
            hashes.add(size / bare);
            rates.add(size / one);
            ratios.add(bare / one);
            manyRatios.add(bare / many / cores);
        }
        double bareRate = Samples.of(hashes).median();
        report.add(Figure.of(
                        GROUP,
                        "verifying " + entries + ", one core",
                        Samples.of(rates).median(),
                        "/s")
                .against(bareRate, "the same leaf and node hashes alone"));
        report.add(Figure.of(
                        GROUP,
                        "verifying, one core, of the SHA-256 rate",
                        Samples.of(ratios).median(),
                        "×")
                .atLeast(VERIFY_RATIO_MIN));
        report.add(Figure.of(
                        GROUP,
                        "verifying, " + cores + " cores, of the SHA-256 rate, per core",
                        Samples.of(manyRatios).median(),
                        "×")
                .atLeast(VERIFY_RATIO_MIN));
    }

    /** The public files alone, as an auditor has them. */
    private double verifySeconds(Path dir, int threads) throws IOException {
        long started = System.nanoTime();
        Verification result = LogVerifier.verify(
                dir.resolve("public"), key.verifier().toString(), LogVerifier.Progress.NONE, threads);
        double seconds = (System.nanoTime() - started) / 1e9;
        if (!result.isIntact()) {
            throw new IllegalStateException(result.findings().getFirst().sentence());
        }
        return seconds;
    }

    /** What no verification can do without: one hash for each leaf and one for each inner node. */
    private double hashSeconds(int size) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            byte[] leaf = bytes(1 + ENTRY_BYTES);
            byte[] node = bytes(65);
            byte[] out = new byte[32];
            long started = System.nanoTime();
            for (int i = 0; i < size; i++) {
                sha256.update(leaf, 0, leaf.length);
                int _ = sha256.digest(out, 0, out.length);
                sha256.update(node, 0, node.length);
                int _ = sha256.digest(out, 0, out.length);
            }
            return (System.nanoTime() - started) / 1e9;
        } catch (NoSuchAlgorithmException | DigestException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private List<byte[]> entries(int count) {
        List<byte[]> entries = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            entries.add(bytes(ENTRY_BYTES));
        }
        return entries;
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}

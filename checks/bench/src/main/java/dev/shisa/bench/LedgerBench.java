package dev.shisa.bench;

import dev.shisa.ledger.Appended;
import dev.shisa.ledger.KeyType;
import dev.shisa.ledger.Ledger;
import dev.shisa.ledger.LedgerOptions;
import dev.shisa.ledger.SignedCheckpoint;
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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * The ledger on the real disk, beside what the disk and SHA-256 can do by themselves, in turns, so that both see the same
 * machine: durable appends beside a bare loop that writes and forces the same bytes in the same batches; one append in a
 * batch window beside a force of 4 KiB; proofs in a log of ten million entries; a whole verification beside the same hashes
 * alone.
 *
 * <p>An append is durable when it is acknowledged, which is what is timed; public files are published behind it. So that
 * nothing of one's turn is left for the other's, all is published and forced to the disk between turns. How much is
 * acknowledged when publishing has to keep up is told beside it. Both are warmed up. Nothing is deleted before the end: ext4 makes new files many times slower for minutes
 * after thousands were deleted, which is no property of a ledger, since it deletes next to nothing.
 */
final class LedgerBench {

    private static final int ENTRY_BYTES = 256;
    private static final int BATCH = 1024;
    private static final int SINGLE_BATCH = 1;
    private static final int ROUNDS = 15;
    private static final int ROUNDS_QUICK = 3;
    private static final int WARM_UPS = 5;
    /** Callers that append at the same time, each the next batch when its last is acknowledged. */
    private static final int CALLERS = 4;

    private static final int MANY_CALLERS = 64;
    /** Batches of one round: 26 MB, a busy day of the largest installation. */
    private static final int ROUND_BATCHES = 100;

    private static final int ROUND_SINGLES = 1_000;

    /** The ledger makes room in its journal when nothing comes for a moment, as between two bursts of any day. */
    private static final Duration REST = Duration.ofMillis(500);

    /** More batches than the ledger keeps in memory until they are published. */
    private static final int SUSTAINED_BATCHES = 1_000;

    private static final int SUSTAINED_ROUNDS = 3;

    /** Distinct batches, appended again and again: as many as fit into memory without effort. */
    private static final int DISTINCT_BATCHES = 100;

    /** Of what the ledger wrote in a turn, so much is kept for the bare loop, which begins again behind it. */
    private static final long WRITTEN_BYTES_MAX = 64L << 20;

    private static final int SINGLES = 400;
    private static final int SINGLES_WARM_UP = 40;
    private static final Duration WINDOW = Duration.ofMillis(50);
    private static final int PROOFS = 5_000;
    private static final int FILL_BATCH = 50_000;
    private static final int VERIFICATIONS = 5;
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
        Files.createDirectories(folder);
        LedgerBench bench = new LedgerBench(report, Files.createTempDirectory(folder, "run"), seed);
        int rounds = quick ? ROUNDS_QUICK : ROUNDS;
        bench.appends(BATCH, CALLERS, rounds);
        bench.appends(SINGLE_BATCH, CALLERS, rounds);
        bench.sustained();
        bench.entryByEntry(rounds);
        bench.together(rounds);
        bench.singles(quick ? 100 : SINGLES);
        bench.large(quick ? 1_000_000 : 10_000_000);
        delete(folder);
    }

    // ---- appends beside a bare loop ------------------------------------------------------------

    /** Appends a number of batches of a size, and returns when all are acknowledged. */
    private interface Load {
        void append(Ledger ledger, List<List<byte[]>> batches, int count) throws InterruptedException;
    }

    /** The ledger and the bare loop in turns; the ratio of each turn, and the median of them. */
    private void appends(int batch, int callers, int rounds) throws IOException, InterruptedException {
        String what = "durable appends, batches of " + batch + " × " + ENTRY_BYTES + " B, " + callers + " callers";
        Turns turns = turns(
                what,
                options(batch),
                batch,
                batch == SINGLE_BATCH ? ROUND_SINGLES : ROUND_BATCHES,
                (ledger, batches, count) -> appendWhole(ledger, batches, count, callers),
                rounds);
        report.add(ratio(what, turns).atLeast(APPEND_RATIO_MIN));
    }

    /** As many batches as cannot wait for their public files. */
    private void sustained() throws IOException, InterruptedException {
        String what = "durable appends, " + SUSTAINED_BATCHES + " batches of " + BATCH + " without a pause";
        report.add(ratio(
                what,
                turns(
                        what,
                        options(BATCH),
                        BATCH,
                        SUSTAINED_BATCHES,
                        (ledger, batches, count) -> appendWhole(ledger, batches, count, CALLERS),
                        SUSTAINED_ROUNDS)));
    }

    private void entryByEntry(int rounds) throws IOException, InterruptedException {
        String what = "durable appends, one caller, entry by entry, batches of " + BATCH;
        report.add(ratio(what, turns(what, options(BATCH), BATCH, ROUND_BATCHES, LedgerBench::submitEach, rounds)));
    }

    private static LedgerOptions options(int batch) {
        return new LedgerOptions(Duration.ofMinutes(1), batch, 256L << 20);
    }

    private Figure ratio(String what, Turns turns) {
        report.add(Figure.of(GROUP, what, turns.rate.median(), "/s")
                .against(turns.bareRate.median(), "bare write + fdatasync"));
        return Figure.of(GROUP, what + ", of the bare rate (median of turns)", turns.ratio.median(), "×");
    }

    /** Many callers with one entry each share batches, as they would not in a bare loop. */
    private void together(int rounds) throws IOException, InterruptedException {
        String what = "durable appends, " + MANY_CALLERS + " callers of one entry each";
        Turns turns = turns(
                what,
                LedgerOptions.DEFAULT,
                SINGLE_BATCH,
                ROUND_SINGLES,
                (ledger, batches, count) -> appendWhole(ledger, batches, count, MANY_CALLERS),
                rounds);
        report.add(Figure.of(GROUP, what, turns.rate.median(), "/s")
                .against(turns.bareRate.median(), "bare write + fdatasync in the ledger's batches"));
        report.add(Figure.of(GROUP, what + ", entries for each fdatasync", turns.entriesForEachFrame, "entries"));
    }

    private record Turns(Samples rate, Samples bareRate, Samples ratio, double entriesForEachFrame) {}

    private Turns turns(String name, LedgerOptions options, int batch, int count, Load load, int rounds)
            throws IOException, InterruptedException {
        List<Double> ratios = new ArrayList<>();
        List<Double> rates = new ArrayList<>();
        List<Double> bareRates = new ArrayList<>();
        List<List<byte[]>> batches = new ArrayList<>();
        for (int i = 0; i < DISTINCT_BATCHES; i++) {
            batches.add(entries(batch));
        }
        Path dir = folder.resolve(name.replaceAll("[^a-z0-9]+", "-"));
        Path bare = folder.resolve(dir.getFileName() + "-bare");
        double entries = (double) count * batch;
        long frames = 0;
        try (Ledger ledger = Ledger.open(dir, key, options)) {
            for (int round = -WARM_UPS; round < rounds; round++) {
                Turn turn = ledgerTurn(ledger, dir, batches, count, load);
                double bareSeconds = bareTurn(bare, turn);
                if (round >= 0) {
                    rates.add(entries / turn.seconds);
                    bareRates.add(entries / bareSeconds);
                    ratios.add(bareSeconds / turn.seconds);
                    frames += turn.frames;
                }
            }
        }
        return new Turns(
                Samples.of(rates), Samples.of(bareRates), Samples.of(ratios), entries * rounds / Math.max(frames, 1));
    }

    /**
     * What the ledger wrote is what the bare loop writes.
     *
     * @param written the first of its frames, as many as {@link #WRITTEN_BYTES_MAX} hold, one after the other
     */
    private record Turn(double seconds, int frames, List<ByteBuffer> written) {}

    private Turn ledgerTurn(Ledger ledger, Path dir, List<List<byte[]>> batches, int count, Load load)
            throws IOException, InterruptedException {
        List<Frame> before = journal(dir);
        long started = System.nanoTime();
        load.append(ledger, batches, count);
        double seconds = (System.nanoTime() - started) / 1e9;
        SignedCheckpoint _ = ledger.checkpoint();
        Thread.sleep(REST);
        sync();
        List<Frame> after = journal(dir);
        return new Turn(seconds, after.size() - before.size(), read(after.subList(before.size(), after.size())));
    }

    private static void appendWhole(Ledger ledger, List<List<byte[]>> batches, int count, int callers)
            throws InterruptedException {
        AtomicInteger next = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < callers; i++) {
            threads.add(Thread.ofPlatform().start(() -> {
                for (int n = next.getAndIncrement(); n < count; n = next.getAndIncrement()) {
                    Appended _ = ledger.append(batches.get(n % batches.size()));
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }

    /** One caller that waits for the batch before the last few, as one that must not fill the memory. */
    private static void submitEach(Ledger ledger, List<List<byte[]>> batches, int count) {
        ArrayDeque<CompletableFuture<Appended>> ends = new ArrayDeque<>();
        for (int n = 0; n < count; n++) {
            CompletableFuture<Appended> last = CompletableFuture.failedFuture(new IllegalStateException("no entries"));
            for (byte[] entry : batches.get(n % batches.size())) {
                last = ledger.submit(entry);
            }
            ends.add(last);
            if (ends.size() > CALLERS) {
                Appended _ = ends.remove().join();
            }
        }
        ends.forEach(CompletableFuture::join);
    }

    private record Frame(Path file, long at, int bytes) {}

    /** The frames of a journal, from their headers: count at 4, bytes of entries at 16, of the note at 20; zeros behind the last. */
    private static List<Frame> journal(Path dir) throws IOException {
        List<Frame> frames = new ArrayList<>();
        try (Stream<Path> files = Files.list(dir.resolve("journal"))) {
            for (Path file : files.sorted().toList()) {
                try (FileChannel channel = FileChannel.open(file)) {
                    ByteBuffer header = ByteBuffer.allocate(28);
                    long at = 0;
                    while (at < channel.size()
                            && channel.read(header.clear(), at) == header.capacity()
                            && header.getInt(0) != 0) {
                        int bytes = header.capacity() + header.getInt(16) + header.getInt(20) + Integer.BYTES;
                        frames.add(new Frame(file, at, bytes));
                        at += bytes;
                    }
                }
            }
        }
        return frames;
    }

    private static List<ByteBuffer> read(List<Frame> frames) throws IOException {
        List<ByteBuffer> read = new ArrayList<>();
        long bytes = 0;
        for (Frame frame : frames) {
            bytes += frame.bytes;
            if (!read.isEmpty() && bytes > WRITTEN_BYTES_MAX) {
                break;
            }
            ByteBuffer buffer = ByteBuffer.allocateDirect(frame.bytes);
            try (FileChannel channel = FileChannel.open(frame.file)) {
                while (buffer.hasRemaining()) {
                    if (channel.read(buffer, frame.at + buffer.position()) < 0) {
                        throw new IOException("the journal " + frame.file + " became shorter");
                    }
                }
            }
            read.add(buffer);
        }
        return read;
    }

    private double bareTurn(Path file, Turn turn) throws IOException {
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
            long started = System.nanoTime();
            for (int i = 0; i < turn.frames; i++) {
                ByteBuffer block = turn.written.get(i % turn.written.size()).rewind();
                while (block.hasRemaining()) {
                    channel.write(block);
                }
                channel.force(false);
            }
            return (System.nanoTime() - started) / 1e9;
        }
    }

    private static void sync() throws IOException, InterruptedException {
        if (new ProcessBuilder("sync").start().waitFor() != 0) {
            throw new IOException("sync failed");
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
            for (int i = -SINGLES_WARM_UP; i < count; i++) {
                byte[] entry = bytes(ENTRY_BYTES);
                long started = System.nanoTime();
                Appended _ = ledger.submit(entry).join();
                long appended = System.nanoTime();
                block.rewind();
                int _ = channel.write(block);
                channel.force(false);
                long forced = System.nanoTime();
                if (i >= 0) {
                    appends.add((appended - started) / 1e6);
                    forces.add((forced - appended) / 1e6);
                }
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

    private void large(int size) throws IOException, InterruptedException {
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

    private void verification(Path dir, int size, String entries) throws IOException, InterruptedException {
        int cores = Runtime.getRuntime().availableProcessors();
        List<Double> ratios = new ArrayList<>();
        List<Double> rates = new ArrayList<>();
        List<Double> manyRatios = new ArrayList<>();
        List<Double> hashes = new ArrayList<>();
        double _ = verifySeconds(dir, cores);
        for (int round = 0; round < VERIFICATIONS; round++) {
            double bare = hashSeconds(size, 1);
            double one = verifySeconds(dir, 1);
            double bareMany = hashSeconds(size, cores);
            double many = verifySeconds(dir, cores);
            hashes.add(size / bare);
            rates.add(size / one);
            ratios.add(bare / one);
            manyRatios.add(bareMany / many);
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
                        "verifying, " + cores + " cores, of the SHA-256 rate of as many",
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
    private double hashSeconds(int size, int threads) throws InterruptedException {
        byte[] leaf = bytes(1 + ENTRY_BYTES);
        byte[] node = bytes(65);
        List<Thread> all = new ArrayList<>();
        long started = System.nanoTime();
        for (int i = 0; i < threads; i++) {
            all.add(Thread.ofPlatform().start(() -> hash(leaf, node, size / threads)));
        }
        for (Thread thread : all) {
            thread.join();
        }
        return (System.nanoTime() - started) / 1e9;
    }

    private static void hash(byte[] leaf, byte[] node, int times) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            byte[] out = new byte[32];
            for (int i = 0; i < times; i++) {
                sha256.update(leaf, 0, leaf.length);
                int _ = sha256.digest(out, 0, out.length);
                sha256.update(node, 0, node.length);
                int _ = sha256.digest(out, 0, out.length);
            }
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

    /** A folder with all that is in it, if it is there. */
    static void delete(Path folder) throws IOException {
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

package dev.shisa.ledger.verify;

import dev.shisa.ledger.Checkpoint;
import dev.shisa.ledger.Digest;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Bottom up: entries to leaf hashes to tiles to the root.
 *
 * <p>Work is cut into runs of 256 bundles (65,536 entries), which give the hashes of one tile of level 1. What is above
 * that is little and done by the calling thread, in order. A full tile has its own hash in the level above, which decides
 * which of two disagreeing files is right; the last, partial ones are decided by the signed root.
 */
final class TreeCheck {

    static final int TILE_BYTES = 256 * Sha.BYTES;
    private static final int LEVELS = 8;

    private final Layout layout;
    private final Checkpoint checkpoint;
    private final int threads;
    private final LogVerifier.Progress progress;
    private final Consumer<Finding> found;
    private final AtomicLong files;
    private final AtomicLong bytes;
    private final Sha sha = new Sha();
    private final byte[][] rows = new byte[LEVELS][TILE_BYTES];
    private final int[] widths = new int[LEVELS];
    private final long[] indexes = new long[LEVELS];
    private final List<BundleRun.Deferred> deferred = new ArrayList<>();

    TreeCheck(
            Layout layout,
            Checkpoint checkpoint,
            int threads,
            LogVerifier.Progress progress,
            Consumer<Finding> found,
            AtomicLong files,
            AtomicLong bytes) {
        this.layout = layout;
        this.checkpoint = checkpoint;
        this.threads = threads;
        this.progress = progress;
        this.found = found;
        this.files = files;
        this.bytes = bytes;
    }

    void run() throws IOException {
        long runs = (layout.size() + BundleRun.ENTRIES - 1) / BundleRun.ENTRIES;
        Deque<Future<BundleRun.Result>> ahead = new ArrayDeque<>();
        OtherFiles others = new OtherFiles(layout, found, new Read(files, bytes));
        List<OtherFiles.Earlier> earlier;
        try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
            try {
                Future<List<OtherFiles.Earlier>> listed = executor.submit(others);
                for (long run = 0, next = 0; run < runs; run++) {
                    for (; next < runs && ahead.size() < 2 * threads; next++) {
                        ahead.add(executor.submit(new BundleRun(layout, next, found, new Read(files, bytes))));
                    }
                    take(ahead.removeFirst().get());
                    progress.entries(Math.min(layout.size(), (run + 1) * BundleRun.ENTRIES), layout.size());
                }
                earlier = listed.get();
            } catch (ExecutionException e) {
                executor.shutdownNow();
                throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
            } catch (InterruptedException e) {
                executor.shutdownNow();
                Thread.currentThread().interrupt();
                throw new IOException("the check was interrupted", e);
            }
        }
        for (int level = 1; level < LEVELS; level++) {
            settlePartial(level);
        }
        decide();
        for (OtherFiles.Earlier file : earlier) {
            int level = Math.max(0, file.place().level());
            others.check(file, Arrays.copyOf(rows[level], widths[level] * Sha.BYTES));
        }
    }

    private void take(BundleRun.Result result) throws IOException {
        for (byte[] hash : result.hashes()) {
            push(1, hash);
        }
        result.last().ifPresent(leaves -> {
            System.arraycopy(leaves, 0, rows[0], 0, leaves.length);
            widths[0] = leaves.length / Sha.BYTES;
        });
        result.deferred().ifPresent(deferred::add);
    }

    private void push(int level, byte[] hash) throws IOException {
        System.arraycopy(hash, 0, rows[level], widths[level] * Sha.BYTES, Sha.BYTES);
        widths[level]++;
        if (widths[level] == 256) {
            byte[] settled = settleFull(level, indexes[level], rows[level]);
            widths[level] = 0;
            indexes[level]++;
            push(level + 1, settled);
        }
    }

    private byte[] settleFull(int level, long index, byte[] computed) throws IOException {
        byte[] tile = tile(level, index);
        byte[] hash = sha.tile(computed);
        if (tile == null || Arrays.equals(tile, computed)) {
            return hash;
        }
        byte[] tileHash = sha.tile(tile);
        byte[] parent = BundleRun.hashIn(layout, level + 1, index, new Read(files, bytes));
        if (parent != null && Arrays.equals(parent, tileHash) && !Arrays.equals(parent, hash)) {
            found.accept(below(level, index, computed, tile));
            return tileHash;
        }
        found.accept(wrongHash(level, index, computed, tile));
        return hash;
    }

    private void settlePartial(int level) throws IOException {
        if (widths[level] == 0) {
            return;
        }
        byte[] computed = Arrays.copyOf(rows[level], widths[level] * Sha.BYTES);
        byte[] tile = tile(level, indexes[level]);
        if (tile != null && !Arrays.equals(tile, computed)) {
            deferred.add(new BundleRun.Deferred(
                    level,
                    tile,
                    wrongHash(level, indexes[level], computed, tile),
                    below(level, indexes[level], computed, tile)));
        }
    }

    private Finding wrongHash(int level, long index, byte[] computed, byte[] tile) {
        int at = Arrays.mismatch(computed, tile);
        return new Finding.WrongHash(layout.file(level, index), at, level, index * 256 + at / Sha.BYTES);
    }

    /** The tile is right, so what it was computed from is not: entries and their hashes were both changed. */
    private Finding below(int level, long index, byte[] computed, byte[] tile) {
        long hash = index * 256 + Arrays.mismatch(computed, tile) / Sha.BYTES;
        return level == 1
                ? new Finding.WrongEntry(layout.file(Layout.ENTRIES, hash), 0, hash * 256)
                : new Finding.WrongHash(layout.file(level - 1, hash), 0, level - 1, hash * 256);
    }

    private byte @Nullable [] tile(int level, long index) throws IOException {
        return BundleRun.tile(layout, level, index, found, new Read(files, bytes));
    }

    /** The root, with the content of some partial tiles instead of what was computed for them. */
    private Digest root(List<BundleRun.Deferred> instead) {
        List<byte[]> peaks = new ArrayList<>();
        for (int level = LEVELS - 1; level >= 0; level--) {
            byte[] row = Arrays.copyOf(rows[level], widths[level] * Sha.BYTES);
            for (BundleRun.Deferred other : instead) {
                row = other.level() == level ? other.tile() : row;
            }
            peaks.addAll(sha.peaks(row));
        }
        if (peaks.isEmpty()) {
            return Digest.of(Sha.sha256().digest());
        }
        byte[] root = peaks.getLast();
        for (int i = peaks.size() - 2; i >= 0; i--) {
            root = sha.node(peaks.get(i), root);
        }
        return Digest.of(root);
    }

    private void decide() {
        Digest signed = checkpoint.root();
        Digest computed = root(List.of());
        if (computed.equals(signed)) {
            deferred.forEach(d -> found.accept(d.ifTileIsWrong()));
            return;
        }
        Optional<BundleRun.Deferred> culprit =
                deferred.stream().filter(d -> root(List.of(d)).equals(signed)).findFirst();
        if (culprit.isPresent()) {
            deferred.stream()
                    .filter(d -> d.level() != culprit.get().level())
                    .forEach(d -> found.accept(d.ifTileIsWrong()));
            tileIsRight(culprit.get());
        } else if (!deferred.isEmpty() && root(deferred).equals(signed)) {
            deferred.forEach(this::tileIsRight);
        } else {
            deferred.forEach(d -> found.accept(d.ifTileIsWrong()));
            found.accept(
                    new Finding.WrongRoot(layout.folder().resolve("checkpoint"), computed.base64(), signed.base64()));
        }
    }

    private void tileIsRight(BundleRun.Deferred partial) {
        found.accept(partial.ifBelowIsWrong());
        System.arraycopy(partial.tile(), 0, rows[partial.level()], 0, partial.tile().length);
    }
}

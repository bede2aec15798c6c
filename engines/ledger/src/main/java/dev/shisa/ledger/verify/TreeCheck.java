package dev.shisa.ledger.verify;

import dev.shisa.ledger.Checkpoint;
import dev.shisa.ledger.Digest;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
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
        try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
            try {
                for (long run = 0, next = 0; run < runs; run++) {
                    for (; next < runs && ahead.size() < 2 * threads; next++) {
                        ahead.add(executor.submit(new BundleRun(layout, next, found, new Read(files, bytes))));
                    }
                    take(ahead.removeFirst().get());
                    progress.entries(Math.min(layout.size(), (run + 1) * BundleRun.ENTRIES), layout.size());
                }
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
        checkOtherFiles();
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

    /** Partial tiles of earlier sizes must be the beginning of what they have become; nothing else may be there. */
    private void checkOtherFiles() throws IOException {
        if (!Files.isDirectory(layout.folder().resolve("tile"))) {
            return;
        }
        Files.walkFileTree(layout.folder().resolve("tile"), new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Layout.Place place = layout.place(file);
                int width = place == null ? 0 : layout.width(place.level(), place.index());
                if (place == null || place.width() > width) {
                    found.accept(new Finding.Unexpected(file));
                } else if (place.width() < width) {
                    checkEarlier(file, place);
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private void checkEarlier(Path file, Layout.Place place) throws IOException {
        byte[] hashes = settled(Math.max(0, place.level()), place.index());
        if (hashes.length < place.width() * Sha.BYTES) {
            return;
        }
        Read read = new Read(files, bytes);
        read.file(file, BundleRun.BUNDLE_BYTES_MAX);
        if (place.level() == Layout.ENTRIES) {
            checkEarlierBundle(file, place, read, hashes);
            return;
        }
        int length = place.width() * Sha.BYTES;
        int same = Arrays.mismatch(read.buffer(), 0, Math.min(read.length(), length), hashes, 0, length);
        if (same >= 0 && same < read.length()) {
            found.accept(new Finding.WrongHash(file, same, place.level(), place.index() * 256 + same / Sha.BYTES));
        } else if (read.length() != length) {
            found.accept(new Finding.WrongLength(file, read.length(), length));
        }
    }

    private void checkEarlierBundle(Path file, Layout.Place place, Read read, byte[] hashes) {
        byte[] bytesOfEntry = read.buffer();
        byte[] hash = new byte[Sha.BYTES];
        int at = 0;
        for (int i = 0; i < place.width(); i++) {
            int end = BundleRun.end(bytesOfEntry, at, read.length());
            if (end >= 0) {
                bytesOfEntry[at + 1] = 0;
                sha.leaf(bytesOfEntry, at + 1, end - at - 1, hash, 0);
            }
            if (end < 0 || Arrays.mismatch(hash, 0, Sha.BYTES, hashes, i * Sha.BYTES, (i + 1) * Sha.BYTES) >= 0) {
                found.accept(new Finding.WrongEntry(file, at, place.index() * 256 + i));
                return;
            }
            at = end;
        }
        if (at != read.length()) {
            found.accept(new Finding.WrongLength(file, read.length(), at));
        }
    }

    /** The right content of a tile: of the last one of a level as the root decided, of others as they are. */
    private byte[] settled(int level, long index) throws IOException {
        if (layout.width(level, index) < 256) {
            return Arrays.copyOf(rows[level], widths[level] * Sha.BYTES);
        }
        byte[] tile = BundleRun.tile(layout, level, index, finding -> {}, new Read(files, bytes));
        return tile == null ? new byte[0] : tile;
    }
}

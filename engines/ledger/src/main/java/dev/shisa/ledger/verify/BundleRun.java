package dev.shisa.ledger.verify;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Hashes up to 256 entry bundles and compares them with their tiles of leaf hashes. */
final class BundleRun implements Callable<BundleRun.Result> {

    /** Entries of a full run: those below one tile of level 1. */
    static final long ENTRIES = 65_536;

    /** 256 entries of the largest length, with their lengths. */
    static final int BUNDLE_BYTES_MAX = 256 * (2 + 65_535);

    /**
     * A partial tile that is not what was computed for it; the root decides.
     *
     * @param tile its content
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by identity only
    record Deferred(int level, byte[] tile, Finding ifTileIsWrong, Finding ifBelowIsWrong) {}

    /**
     * What a run gives to the level above.
     *
     * @param hashes of its full bundles
     * @param last leaf hashes of the partial bundle at its end
     */
    record Result(List<byte[]> hashes, Optional<byte[]> last, Optional<Deferred> deferred) {}

    private final Layout layout;
    private final long run;
    private final Consumer<Finding> found;
    private final Read read;
    private final Read tileRead;
    private final Sha sha = new Sha();
    /** Where each entry of the present bundle begins, and where the last one ends. */
    private final int[] starts = new int[257];

    BundleRun(Layout layout, long run, Consumer<Finding> found, Read read) {
        this.layout = layout;
        this.run = run;
        this.found = found;
        this.read = read;
        this.tileRead = read.another();
    }

    @Override
    public Result call() throws IOException {
        List<byte[]> hashes = new ArrayList<>();
        for (long index = run * 256; index < run * 256 + 256; index++) {
            int width = layout.width(0, index);
            if (width == 0) {
                break;
            }
            byte[] leaves = leaves(index, width);
            byte[] tile = tile(layout, 0, index, found, tileRead);
            if (width < 256) {
                return partial(index, leaves, tile, width, hashes);
            }
            hashes.add(settle(index, leaves, tile));
        }
        return new Result(hashes, Optional.empty(), Optional.empty());
    }

    /** Hashes of as many entries of the bundle as can be read. */
    private byte[] leaves(long index, int width) throws IOException {
        Path file = layout.file(Layout.ENTRIES, index);
        if (!read.file(file, BUNDLE_BYTES_MAX)) {
            found.accept(new Finding.Missing(file));
            return new byte[0];
        }
        byte[] bytes = read.buffer();
        byte[] leaves = new byte[width * Sha.BYTES];
        int at = 0;
        for (int i = 0; i < width; i++) {
            starts[i] = at;
            int end = end(bytes, at, read.length());
            if (end < 0) {
                return Arrays.copyOf(leaves, i * Sha.BYTES);
            }
            // The byte before the entry is not needed any more: it takes the 0 that a leaf is hashed with.
            bytes[at + 1] = 0;
            sha.leaf(bytes, at + 1, end - at - 1, leaves, i * Sha.BYTES);
            at = end;
        }
        starts[width] = at;
        return leaves;
    }

    /** The bytes behind the last entry belong to nothing. */
    private boolean hasMore(int width) {
        return read.length() > starts[width];
    }

    private byte[] settle(long index, byte[] leaves, byte @Nullable [] tile) throws IOException {
        boolean whole = leaves.length == TreeCheck.TILE_BYTES;
        if (whole && hasMore(256)) {
            found.accept(new Finding.WrongLength(layout.file(Layout.ENTRIES, index), read.length(), starts[256]));
        }
        if (whole && (tile == null || Arrays.equals(leaves, tile))) {
            return sha.tile(leaves);
        }
        byte[] parent = hashIn(layout, 1, index, tileRead);
        if (tile == null) {
            reportEntry(index, leaves, null);
            return parent != null ? parent : new byte[Sha.BYTES];
        }
        byte[] tileHash = sha.tile(tile);
        if (!whole || Arrays.equals(parent, tileHash)) {
            reportEntry(index, leaves, tile);
            return tileHash;
        }
        byte[] hash = sha.tile(leaves);
        if (!Arrays.equals(parent, hash)) {
            reportEntry(index, leaves, tile);
        }
        found.accept(wrongHash(index, leaves, tile));
        return hash;
    }

    private Result partial(long index, byte[] leaves, byte @Nullable [] tile, int width, List<byte[]> hashes) {
        boolean whole = leaves.length == width * Sha.BYTES;
        if (whole && hasMore(width)) {
            found.accept(new Finding.WrongLength(layout.file(Layout.ENTRIES, index), read.length(), starts[width]));
        }
        if (!whole) {
            reportEntry(index, leaves, tile);
            return new Result(hashes, Optional.of(tile != null ? tile : leaves), Optional.empty());
        }
        Optional<Deferred> deferred = tile == null || Arrays.equals(leaves, tile)
                ? Optional.empty()
                : Optional.of(new Deferred(0, tile, wrongHash(index, leaves, tile), wrongEntry(index, leaves, tile)));
        return new Result(hashes, Optional.of(leaves), deferred);
    }

    private void reportEntry(long index, byte[] leaves, byte @Nullable [] tile) {
        if (leaves.length > 0 || Files.exists(layout.file(Layout.ENTRIES, index))) {
            found.accept(wrongEntry(index, leaves, tile));
        }
    }

    private Finding wrongEntry(long index, byte[] leaves, byte @Nullable [] tile) {
        int at = tile == null ? leaves.length : Arrays.mismatch(leaves, tile);
        int entry = Math.min(at < 0 ? leaves.length : at, leaves.length) / Sha.BYTES;
        return new Finding.WrongEntry(layout.file(Layout.ENTRIES, index), starts[entry], index * 256 + entry);
    }

    private Finding wrongHash(long index, byte[] leaves, byte[] tile) {
        int at = Arrays.mismatch(leaves, tile);
        return new Finding.WrongHash(layout.file(0, index), at, 0, index * 256 + at / Sha.BYTES);
    }

    /** A tile of hashes as wide as the tree has it, or null with a finding. */
    static byte @Nullable [] tile(Layout layout, int level, long index, Consumer<Finding> found, Read read)
            throws IOException {
        Path file = layout.file(level, index);
        int length = layout.width(level, index) * Sha.BYTES;
        if (!read.file(file, TreeCheck.TILE_BYTES)) {
            found.accept(new Finding.Missing(file));
            return null;
        }
        if (read.length() != length) {
            found.accept(new Finding.WrongLength(file, read.length(), length));
            return null;
        }
        return Arrays.copyOf(read.buffer(), length);
    }

    /** One hash of a level as its tile has it, or null if the tile has it not. */
    static byte @Nullable [] hashIn(Layout layout, int level, long hash, Read read) throws IOException {
        byte[] tile = tile(layout, level, hash / 256, finding -> {}, read);
        int at = (int) (hash % 256) * Sha.BYTES;
        return tile == null || tile.length <= at ? null : Arrays.copyOfRange(tile, at, at + Sha.BYTES);
    }

    /** Where the entry at a place ends, or −1 if that is behind the length. */
    static int end(byte[] bytes, int at, int length) {
        if (length - at < 2) {
            return -1;
        }
        int end = at + 2 + ((bytes[at] & 0xff) << 8 | (bytes[at + 1] & 0xff));
        return end <= length ? end : -1;
    }

    /** Where the given number of entries of a bundle ends, or the length if it has not as many. */
    static int ends(byte[] bytes, int length, int count) {
        int at = 0;
        for (int i = 0; i < count && length - at >= 2; i++) {
            at += 2 + ((bytes[at] & 0xff) << 8 | (bytes[at + 1] & 0xff));
        }
        return Math.min(at, length);
    }

    /** Which entry of a bundle a byte belongs to. */
    static int entryAt(byte[] bytes, int length, int at) {
        int entry = 0;
        while (entry < 256 && ends(bytes, length, entry + 1) <= at) {
            entry++;
        }
        return entry;
    }
}

package dev.shisa.ledger;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * The growing right edge of a tree, from which all files of a log come: one peak for each set bit of the size, the tile of
 * each level that is not yet full, and the entry bundle that is not yet full.
 *
 * <p>A leaf costs one leaf hash and, on average, one node hash. Whenever a subtree of height 8 · L is complete, its hash is
 * the next one of a tile of level L. Memory is bounded by one tile for each level and one bundle.
 */
final class TreeEdge {

    private static final int LEVELS = 8;
    private static final int HEIGHTS = 63;

    private final Hasher hasher = new Hasher();
    private final byte[] peaks = new byte[(HEIGHTS + 1) * Digest.BYTES];
    private final byte[] hash = new byte[Digest.BYTES];
    private final byte[][] tiles = new byte[LEVELS][];
    private final int[] widths = new int[LEVELS];
    /** Where each entry of the open bundle ends. */
    private final int[] ends = new int[Tile.WIDTH];

    private BiConsumer<Tile, byte[]> onFull;
    private byte[] bundle = new byte[1 << 12];
    private int bundleLength;
    private long size;

    /** @param onFull gets each tile and bundle once, when it is full; the bytes are its own */
    TreeEdge(BiConsumer<Tile, byte[]> onFull) {
        this.onFull = onFull;
    }

    /** From now on full tiles are given to this one. */
    void onFull(BiConsumer<Tile, byte[]> next) {
        onFull = next;
    }

    long size() {
        return size;
    }

    /** Appends the entry that stands with its length in front at {@code at}; returns where it ends. */
    int add(byte[] bytes, int at) {
        int end = EntryBundle.end(bytes, at, bytes.length);
        int entry = at + EntryBundle.PREFIX_BYTES;
        hasher.leaf(bytes, entry, end - entry, hash, 0);
        keep(bytes, at, end);
        put(0);
        int height = 0;
        for (long rest = size; (rest & 1) == 1; rest >>>= 1) {
            hasher.node(peaks, height * Digest.BYTES, hash, 0, hash, 0);
            height++;
            if (height % Tile.HEIGHT == 0) {
                put(height / Tile.HEIGHT);
            }
        }
        System.arraycopy(hash, 0, peaks, height * Digest.BYTES, Digest.BYTES);
        size++;
        return end;
    }

    private void keep(byte[] bytes, int from, int end) {
        int width = (int) (size % Tile.WIDTH);
        if (bundle.length - bundleLength < end - from) {
            bundle = Arrays.copyOf(bundle, Math.max(2 * bundle.length, bundleLength + end - from));
        }
        System.arraycopy(bytes, from, bundle, bundleLength, end - from);
        bundleLength += end - from;
        ends[width] = bundleLength;
        if (width + 1 == Tile.WIDTH) {
            onFull.accept(new Tile(Tile.ENTRIES, size / Tile.WIDTH, Tile.WIDTH), Arrays.copyOf(bundle, bundleLength));
            bundleLength = 0;
        }
    }

    /** The hash is the next one of a level. */
    private void put(int level) {
        if (tiles[level] == null) {
            tiles[level] = new byte[Tile.WIDTH * Digest.BYTES];
        }
        System.arraycopy(hash, 0, tiles[level], widths[level] * Digest.BYTES, Digest.BYTES);
        widths[level]++;
        if (widths[level] == Tile.WIDTH) {
            // The entry that fills it is not counted in the size yet.
            onFull.accept(new Tile(level, size >>> (Tile.HEIGHT * (level + 1)), Tile.WIDTH), tiles[level].clone());
            widths[level] = 0;
        }
    }

    /** Root over all entries so far. */
    Digest root() {
        if (size == 0) {
            return Digest.EMPTY_TREE;
        }
        int height = Long.numberOfTrailingZeros(size);
        byte[] root = Arrays.copyOfRange(peaks, height * Digest.BYTES, (height + 1) * Digest.BYTES);
        for (long rest = size >>> (height + 1); rest != 0; rest >>>= 1) {
            height++;
            if ((rest & 1) == 1) {
                hasher.node(peaks, height * Digest.BYTES, root, 0, root, 0);
            }
        }
        return Digest.of(root);
    }

    /** The partial tiles and the partial bundle that a tree of the present size has. */
    List<Tile> partials() {
        List<Tile> partials = new ArrayList<>();
        if (size % Tile.WIDTH != 0) {
            partials.add(new Tile(Tile.ENTRIES, size / Tile.WIDTH, (int) (size % Tile.WIDTH)));
        }
        for (int level = 0; level < LEVELS; level++) {
            if (widths[level] > 0) {
                partials.add(new Tile(level, Tile.count(level, size) / Tile.WIDTH, widths[level]));
            }
        }
        return partials;
    }

    /** Content of a partial tile of the present edge that is at most as wide as now: a part of it from the left. */
    byte[] partial(Tile tile) {
        return tile.level() == Tile.ENTRIES
                ? Arrays.copyOf(bundle, ends[tile.width() - 1])
                : Arrays.copyOf(tiles[tile.level()], tile.width() * Digest.BYTES);
    }
}

package dev.shisa.ledger;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

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

    private Full onFull;
    private byte[] bundle = new byte[1 << 12];
    private int bundleLength;
    private long size;

    /** Gets each tile and bundle once, when it is full. */
    @FunctionalInterface
    interface Full {
        /** A tile, or a bundle of several calls; its content is its own. */
        void accept(Tile tile, byte[] content);

        /**
         * A bundle whose entries were all added with one call.
         *
         * @param added the bytes of that call, which are lent
         * @param from where the bundle stands in them
         */
        default void accept(Tile bundle, byte[] added, int from, int end) {
            accept(bundle, Arrays.copyOfRange(added, from, end));
        }
    }

    TreeEdge(Full onFull) {
        this.onFull = onFull;
    }

    /** From now on full tiles are given to this one. */
    void onFull(Full next) {
        onFull = next;
    }

    long size() {
        return size;
    }

    /** Appends the entries that stand between two places, each with its length in front. */
    void add(byte[] bytes, int from, int end) {
        add(bytes, from, end, null);
    }

    /** @param leaves the hashes of the entries, one after the other; null to hash them here */
    void add(byte[] bytes, int from, int end, byte @Nullable [] leaves) {
        int kept = from;
        for (int at = from, leaf = 0; at < end; leaf += Digest.BYTES) {
            int next = EntryBundle.end(bytes, at, end);
            ends[(int) (size % Tile.WIDTH)] = bundleLength + next - kept;
            if (leaves == null) {
                hasher.leaf(bytes, at + EntryBundle.PREFIX_BYTES, next - at - EntryBundle.PREFIX_BYTES, hash, 0);
            } else {
                System.arraycopy(leaves, leaf, hash, 0, Digest.BYTES);
            }
            addLeaf();
            at = next;
            if (size % Tile.WIDTH == 0) {
                fillBundle(bytes, kept, at);
                kept = at;
            }
        }
        keep(bytes, kept, end);
    }

    /** The hash is that of the next leaf. */
    private void addLeaf() {
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
    }

    private void fillBundle(byte[] bytes, int from, int end) {
        Tile full = new Tile(Tile.ENTRIES, size / Tile.WIDTH - 1, Tile.WIDTH);
        if (bundleLength == 0) {
            onFull.accept(full, bytes, from, end);
        } else {
            keep(bytes, from, end);
            onFull.accept(full, Arrays.copyOf(bundle, bundleLength));
            bundleLength = 0;
        }
    }

    private void keep(byte[] bytes, int from, int end) {
        if (bundle.length - bundleLength < end - from) {
            bundle = Arrays.copyOf(bundle, Math.max(2 * bundle.length, bundleLength + end - from));
        }
        System.arraycopy(bytes, from, bundle, bundleLength, end - from);
        bundleLength += end - from;
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

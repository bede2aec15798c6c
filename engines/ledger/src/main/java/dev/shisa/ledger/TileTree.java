package dev.shisa.ledger;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Hashes and proofs of a tree out of its tiles.
 *
 * <p>A tile is the bottom row of a subtree of height 8; the rows above are hashed when the tile is first read. What is read
 * again and again (all but full tiles of leaves) is kept, up to a limit, so a proof reads one tile of leaves and hashes its
 * 255 inner nodes, whatever the size of the log. Safe for many threads.
 */
final class TileTree {

    /** Each is 511 hashes, about 25 kB: a log of ten million entries has 154 tiles above its leaves. */
    private static final int KEPT_MAX = 400;

    /** Tiles of leaves are read at random; only the questions about one proof come to the same. */
    private static final int LEAVES_KEPT_MAX = 32;

    private final Function<Tile, byte[]> source;
    private final Map<Tile, Digest[][]> kept = new Recent(KEPT_MAX);
    private final Map<Tile, Digest[][]> keptLeaves = new Recent(LEAVES_KEPT_MAX);

    private static final class Recent extends LinkedHashMap<Tile, Digest[][]> {
        private static final long serialVersionUID = 1;
        private final int max;

        Recent(int max) {
            super(16, 0.75f, true);
            this.max = max;
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<Tile, Digest[][]> eldest) {
            return size() > max;
        }
    }

    /** @param source content of a tile of hashes: as many as it is wide */
    TileTree(Function<Tile, byte[]> source) {
        this.source = source;
    }

    /** Root of the first {@code size} leaves of a tree that has {@code available} (RFC 6962, section 2.1). */
    Digest root(long size, long available) {
        return size == 0 ? Digest.EMPTY_TREE : new View(available).hash(0, size);
    }

    Digest leaf(long index, long available) {
        return new View(available).complete(0, index);
    }

    /** RFC 6962, section 2.1.1. */
    InclusionProof inclusion(long index, long size, long available) {
        List<Digest> path = new ArrayList<>();
        new View(available).path(index, 0, size, path);
        return new InclusionProof(index, size, path);
    }

    /** RFC 6962, section 2.1.2. */
    ConsistencyProof consistency(long first, long second, long available) {
        List<Digest> path = new ArrayList<>();
        new View(available).subproof(first, 0, second, true, path);
        return new ConsistencyProof(first, second, path);
    }

    private Digest[][] rows(Tile tile) {
        Map<Tile, Digest[][]> recent = tile.level() == 0 && tile.isFull() ? keptLeaves : kept;
        synchronized (recent) {
            Digest[][] rows = recent.get(tile);
            if (rows != null) {
                return rows;
            }
        }
        Digest[][] rows = hashed(source.apply(tile), tile.width());
        synchronized (recent) {
            recent.put(tile, rows);
        }
        return rows;
    }

    private static Digest[][] hashed(byte[] tile, int width) {
        Hasher hasher = new Hasher();
        Digest[][] rows = new Digest[Tile.HEIGHT][];
        rows[0] = new Digest[width];
        for (int i = 0; i < width; i++) {
            rows[0][i] = Digest.at(tile, i * Digest.BYTES);
        }
        for (int row = 1; row < Tile.HEIGHT; row++) {
            rows[row] = new Digest[width >> row];
            for (int i = 0; i < rows[row].length; i++) {
                rows[row][i] = hasher.node(rows[row - 1][2 * i], rows[row - 1][2 * i + 1]);
            }
        }
        return rows;
    }

    /** The tree as it is with a number of leaves, of which its rightmost tiles are as wide as they are. */
    private final class View {
        private final long available;
        private final Hasher hasher = new Hasher();

        View(long available) {
            this.available = available;
        }

        /** The complete subtree number {@code index} of a height. */
        Digest complete(int height, long index) {
            int level = height / Tile.HEIGHT;
            int row = height % Tile.HEIGHT;
            Digest[][] rows = rows(Tile.holding(level, index << row, available));
            return rows[row][(int) (index % (Tile.WIDTH >> row))];
        }

        /** MTH(D[from:end]), where {@code from} is what RFC 6962 divides at. */
        Digest hash(long from, long end) {
            long size = end - from;
            if (Long.bitCount(size) == 1) {
                int height = Long.numberOfTrailingZeros(size);
                return complete(height, from >>> height);
            }
            long half = Long.highestOneBit(size - 1);
            return hasher.node(hash(from, from + half), hash(from + half, end));
        }

        void path(long leaf, long from, long end, List<Digest> path) {
            if (end - from == 1) {
                return;
            }
            long middle = from + Long.highestOneBit(end - from - 1);
            if (leaf < middle) {
                path(leaf, from, middle, path);
                path.add(hash(middle, end));
            } else {
                path(leaf, middle, end, path);
                path.add(hash(from, middle));
            }
        }

        void subproof(long first, long from, long end, boolean known, List<Digest> path) {
            if (first == end) {
                if (!known) {
                    path.add(hash(from, end));
                }
                return;
            }
            long middle = from + Long.highestOneBit(end - from - 1);
            if (first <= middle) {
                subproof(first, from, middle, known, path);
                path.add(hash(middle, end));
            } else {
                subproof(first, middle, end, false, path);
                path.add(hash(from, middle));
            }
        }
    }
}

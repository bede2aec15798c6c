package dev.shisa.ledger;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Coordinates of one file of a tiled log (C2SP tlog-tiles): 256 hashes of a level, or 256 entries.
 *
 * @param level 0 to 63 for hashes, {@link #ENTRIES} for an entry bundle
 * @param index its number within the level
 * @param width how many hashes or entries it holds, 1 to 256; less than 256 is a partial tile
 */
public record Tile(int level, long index, int width) implements Comparable<Tile> {

    /** The level of entry bundles. */
    public static final int ENTRIES = -1;

    /** Hashes or entries of a full tile. */
    public static final int WIDTH = 256;

    /** A tile is a subtree of this height. */
    static final int HEIGHT = 8;

    private static final int LEVEL_MAX = 63;
    private static final Comparator<Tile> ORDER =
            Comparator.comparingInt(Tile::level).thenComparingLong(Tile::index).thenComparingInt(Tile::width);

    public Tile {
        if (level < ENTRIES || level > LEVEL_MAX || index < 0 || width < 1 || width > WIDTH) {
            throw new IllegalArgumentException("no tile " + level + "/" + index + " of width " + width);
        }
    }

    boolean isFull() {
        return width == WIDTH;
    }

    Tile full() {
        return new Tile(level, index, WIDTH);
    }

    /** {@code tile/<L>/<N>[.p/<W>]}: N in groups of three digits, all but the last prefixed with {@code x}. */
    public String path() {
        StringBuilder path = new StringBuilder("tile/").append(level == ENTRIES ? "entries" : Integer.toString(level));
        String digits = Long.toString(index);
        digits = "0".repeat((3 - digits.length() % 3) % 3) + digits;
        for (int at = 0; at < digits.length(); at += 3) {
            path.append(at + 3 < digits.length() ? "/x" : "/").append(digits, at, at + 3);
        }
        return (isFull() ? path : path.append(".p/").append(width)).toString();
    }

    /** Hashes of a level in a tree: floor(size / 256^level); entries for {@link #ENTRIES}. */
    static long count(int level, long size) {
        int shift = HEIGHT * Math.max(level, 0);
        return shift >= Long.SIZE ? 0 : size >>> shift;
    }

    /** The tile that holds this hash of a level in a tree of {@code size}, as wide as it is there. */
    static Tile holding(int level, long at, long size) {
        long index = at / WIDTH;
        return new Tile(level, index, (int) Math.min(WIDTH, count(level, size) - index * WIDTH));
    }

    /** All files that a tree of this size has, hashes of the lowest level first; without entry bundles. */
    public static List<Tile> ofTree(long size) {
        List<Tile> tiles = new ArrayList<>();
        for (int level = 0; count(level, size) > 0; level++) {
            long count = count(level, size);
            for (long index = 0; index < (count + WIDTH - 1) / WIDTH; index++) {
                tiles.add(holding(level, index * WIDTH, size));
            }
        }
        return tiles;
    }

    @Override
    public int compareTo(Tile other) {
        return ORDER.compare(this, other);
    }
}

package dev.shisa.ledger;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/** A range of entries, one bundle in memory at a time. */
final class Entries implements Iterator<byte[]> {

    private final PublicFolder folder;
    private final long size;
    private final long end;
    private long at;
    private List<byte[]> bundle = List.of();
    private long bundleStart;

    Entries(PublicFolder folder, long size, long from, long end) {
        this.folder = folder;
        this.size = size;
        this.at = from;
        this.end = end;
    }

    @Override
    public boolean hasNext() {
        return at < end;
    }

    @Override
    public byte[] next() {
        if (at >= end) {
            throw new NoSuchElementException("entry " + at + " is not asked for");
        }
        if (bundle.isEmpty() || at >= bundleStart + bundle.size()) {
            load();
        }
        byte[] entry = bundle.get((int) (at - bundleStart));
        at++;
        return entry;
    }

    private void load() {
        Tile hashes = Tile.holding(0, at, size);
        Tile tile = new Tile(Tile.ENTRIES, hashes.index(), hashes.width());
        byte[] bytes = folder.read(tile);
        bundleStart = tile.index() * Tile.WIDTH;
        try {
            // While this runs, the bundle may have been filled and its partial one removed.
            bundle = EntryBundle.parse(bytes, tile.width(), false);
        } catch (LedgerException.Malformed e) {
            throw new LedgerException.Failed(
                    folder.file(tile) + " is damaged: " + e.getMessage()
                            + " Opening the ledger again rebuilds it from the journal.",
                    e);
        }
    }
}

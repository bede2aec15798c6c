package dev.shisa.ledger;

import java.util.List;
import java.util.function.BiConsumer;

/** All files of a log that is built in one go: the bundles and tiles of its final size, and its root. */
public final class TreeFiles {

    private final BiConsumer<Tile, byte[]> files;
    private final TreeEdge edge;

    /** A log without entries; {@code files} gets each file once, when its content is final. */
    public TreeFiles(BiConsumer<Tile, byte[]> files) {
        this.files = files;
        this.edge = new TreeEdge(files::accept);
    }

    /** Appends an entry of at most {@value EntryBundle#ENTRY_BYTES_MAX} bytes. */
    public void add(byte[] entry) {
        byte[] bundle = EntryBundle.encode(List.of(entry));
        edge.add(bundle, 0, bundle.length);
    }

    /** Gives out the partial tiles and the partial bundle of the present size. */
    public void finish() {
        edge.partials().forEach(tile -> files.accept(tile, edge.partial(tile)));
    }

    public Digest root() {
        return edge.root();
    }

    /** The hash of a file. */
    public static Digest sha256(byte[] content) {
        return Digest.of(Hasher.sha256().digest(content));
    }
}

package dev.shisa.server.ledger;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The entries of a log in its public folder, read forward (C2SP tlog-tiles, log entries): bundles of 256, each entry with
 * its length as a big-endian uint16 in front.
 */
final class LeafFiles implements DatabaseVerifier.Leaves {

    private static final int WIDTH = 256;
    private static final int PREFIX_BYTES = 2;

    private final Path folder;
    private final long size;
    private long loaded = -1;
    private byte[] bundle = new byte[0];
    private int next;
    private int at;

    /** @param folder with {@code tile/entries} */
    LeafFiles(Path folder, long size) {
        this.folder = folder;
        this.size = size;
    }

    @Override
    public byte @Nullable [] entry(long index) {
        int wanted = (int) (index % WIDTH);
        if (index / WIDTH != loaded || wanted < next) {
            load(index / WIDTH);
        }
        byte[] entry = null;
        while (next <= wanted) {
            entry = read();
            if (entry == null) {
                return null;
            }
            next++;
        }
        return entry;
    }

    private byte @Nullable [] read() {
        if (bundle.length - at < PREFIX_BYTES) {
            return null;
        }
        int end = at + PREFIX_BYTES + ((bundle[at] & 0xff) << 8 | (bundle[at + 1] & 0xff));
        if (end > bundle.length) {
            return null;
        }
        byte[] entry = Arrays.copyOfRange(bundle, at + PREFIX_BYTES, end);
        at = end;
        return entry;
    }

    private void load(long index) {
        loaded = index;
        next = 0;
        at = 0;
        Path file = file(index);
        try {
            bundle = Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path file(long index) {
        StringBuilder name = new StringBuilder(String.format(Locale.ROOT, "%03d", index % 1000));
        for (long rest = index / 1000; rest > 0; rest /= 1000) {
            name.insert(0, String.format(Locale.ROOT, "x%03d/", rest % 1000));
        }
        long width = Math.min(size - index * WIDTH, WIDTH);
        return folder.resolve("tile/entries/" + name + (width == WIDTH ? "" : ".p/" + width));
    }
}

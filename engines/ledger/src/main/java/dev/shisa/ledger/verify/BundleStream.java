package dev.shisa.ledger.verify;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** All entry bundles of a log one behind the other, read forward. */
final class BundleStream {

    private final Layout layout;
    private final Read read;
    private long loaded = -1;

    BundleStream(Layout layout, Read read) {
        this.layout = layout;
        this.read = read;
    }

    /**
     * Compares entries with those of the log from an index on.
     *
     * @return the first byte that differs, counted from {@code from}; −1 if none does or the bundles are not there
     */
    int compare(long first, byte[] entries, int from, int length) throws IOException {
        int done = 0;
        for (long index = first; done < length && index < layout.size(); index = (index / 256 + 1) * 256) {
            if (!load(index / 256)) {
                return -1;
            }
            int start = BundleRun.ends(read.buffer(), read.length(), (int) (index % 256));
            int common = Math.min(length - done, read.length() - start);
            int at = Arrays.mismatch(entries, from + done, from + done + common, read.buffer(), start, start + common);
            if (at >= 0) {
                return done + at;
            }
            done += common;
        }
        return -1;
    }

    /** Which entry a byte belongs to, counted as in {@link #compare}. */
    long entryAt(long first, int at) throws IOException {
        int done = 0;
        for (long index = first; index < layout.size(); index = (index / 256 + 1) * 256) {
            if (!load(index / 256)) {
                return index;
            }
            int start = BundleRun.ends(read.buffer(), read.length(), (int) (index % 256));
            if (at < done + read.length() - start) {
                return index / 256 * 256 + BundleRun.entryAt(read.buffer(), read.length(), start + at - done);
            }
            done += read.length() - start;
        }
        return layout.size();
    }

    private boolean load(long bundle) throws IOException {
        if (bundle != loaded) {
            Path file = layout.file(Layout.ENTRIES, bundle);
            if (!Files.exists(file)) {
                return false;
            }
            read.file(file, BundleRun.BUNDLE_BYTES_MAX);
            loaded = bundle;
        }
        return true;
    }
}

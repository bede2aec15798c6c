package dev.shisa.ledger.verify;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Predicate;

/** All entry bundles of a log that are right, read forward. */
final class BundleStream {

    private final Layout layout;
    private final Predicate<Path> wrong;
    private final Read read;
    private long loaded = -1;
    private long entry;

    /** @param wrong bundles that are known to be wrong; nothing is compared with them */
    BundleStream(Layout layout, Predicate<Path> wrong, Read read) {
        this.layout = layout;
        this.wrong = wrong;
        this.read = read;
    }

    /**
     * Compares entries with those of the log from an index on.
     *
     * @return the first byte that differs, counted from {@code from}, or −1
     */
    int compare(long first, byte[] entries, int from, int length) throws IOException {
        int done = 0;
        for (long index = first; done < length && index < layout.size(); index = (index / 256 + 1) * 256) {
            int end = end(entries, from + done, from + length, 256 - (int) (index % 256)) - from;
            if (load(index / 256)) {
                int start = BundleRun.ends(read.buffer(), read.length(), (int) (index % 256));
                int common = Math.min(end - done, read.length() - start);
                int at = Arrays.mismatch(
                        entries, from + done, from + done + common, read.buffer(), start, start + common);
                if (at >= 0) {
                    entry = index / 256 * 256 + BundleRun.entryAt(read.buffer(), read.length(), start + at);
                    return done + at;
                }
            }
            done = end;
        }
        return -1;
    }

    /** The entry that the last comparison found different. */
    long entry() {
        return entry;
    }

    /** Where a number of entries end; the limit if they cannot be told apart. */
    private static int end(byte[] entries, int from, int limit, int count) {
        int at = from;
        for (int i = 0; i < count && at < limit; i++) {
            int end = BundleRun.end(entries, at, limit);
            at = end < 0 ? limit : end;
        }
        return at;
    }

    private boolean load(long bundle) throws IOException {
        if (bundle != loaded) {
            Path file = layout.file(Layout.ENTRIES, bundle);
            if (wrong.test(file) || !read.file(file, BundleRun.BUNDLE_BYTES_MAX)) {
                return false;
            }
            loaded = bundle;
        }
        return true;
    }
}

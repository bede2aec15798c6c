package dev.shisa.ledger;

import java.time.Duration;

/**
 * How a ledger batches and files.
 *
 * @param batchWindow within which a submitted entry that waits for company is durable, as long as the disk takes no longer
 *     than it lately did
 * @param batchEntries how many waiting entries end the window early, and make up a batch; what is appended in one call
 *     stays together, also when it is more
 * @param segmentBytes from which size on a journal file is followed by the next one
 */
public record LedgerOptions(Duration batchWindow, int batchEntries, long segmentBytes) {

    /** A tenth of a second, a thousand entries, 256 MiB. */
    public static final LedgerOptions DEFAULT = new LedgerOptions(Duration.ofMillis(100), 1024, 256L << 20);

    public LedgerOptions {
        if (batchWindow.isNegative()
                || batchEntries < 1
                || batchEntries > Journal.BATCH_ENTRIES_MAX
                || segmentBytes < 1) {
            throw new IllegalArgumentException("no such batch or segment");
        }
    }
}

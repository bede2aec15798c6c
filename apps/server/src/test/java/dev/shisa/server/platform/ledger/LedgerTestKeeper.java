package dev.shisa.server.platform.ledger;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.boot.test.context.TestComponent;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.util.FileSystemUtils;

/** Ledgers in folders of their own for tests. */
public final class LedgerTestKeeper {

    private LedgerTestKeeper() {}

    /** Removes the logs of a data folder that no keeper has open. */
    public static void remove(Path data) {
        try {
            FileSystemUtils.deleteRecursively(data.resolve("ledger"));
            for (int log = 1; Files.deleteIfExists(data.resolve("secrets").resolve("ledger-" + log + ".key")); log++) {
                // the next one
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes them on the database of the test. */
    @TestComponent
    public static class Maker {

        private final LedgerRecords records;
        private final LedgerSignal signal;
        private final TransactionTemplate transaction;

        Maker(LedgerRecords records, LedgerSignal signal, TransactionTemplate transaction) {
            this.transaction = transaction;
            this.records = records;
            this.signal = signal;
        }

        /** A ledger in an empty data folder; takes records only when told to. */
        public LedgerKeeper in(Path data) {
            return new LedgerKeeper(data, false, records, signal, transaction);
        }
    }
}

package dev.shisa.server.platform.ledger;

import java.nio.file.Path;
import org.springframework.boot.test.context.TestComponent;

/** Ledgers in folders of their own for tests. */
public final class LedgerTestKeeper {

    private LedgerTestKeeper() {}

    /** Makes them on the database of the test. */
    @TestComponent
    public static class Maker {

        private final LedgerRecords records;
        private final LedgerSignal signal;

        Maker(LedgerRecords records, LedgerSignal signal) {
            this.records = records;
            this.signal = signal;
        }

        /** A ledger in an empty data folder; takes records only when told to. */
        public LedgerKeeper in(Path data) {
            return new LedgerKeeper(data, false, records, signal);
        }
    }
}

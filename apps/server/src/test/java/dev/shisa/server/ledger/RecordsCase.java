package dev.shisa.server.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.server.ServerTest;
import dev.shisa.server.platform.ledger.LedgerKeeper;
import java.util.List;
import org.springframework.beans.factory.annotation.Autowired;

/** A test that what was recorded is what the rows say. */
abstract class RecordsCase extends ServerTest {

    @Autowired
    private LedgerKeeper keeper;

    @Autowired
    private Checker checker;

    @Autowired
    private CheckStore checks;

    /** What the check of the ledger tells, with everything written that waited. */
    final List<Difference> differences() {
        keeper.drain();
        checker.run(null);
        assertThat(checker.failure()).isEmpty();
        keeper.drain();
        return checks.last().orElseThrow().report().differences();
    }
}

package dev.shisa.server.supplier;

import dev.shisa.server.evidence.TableKeeper;
import dev.shisa.server.platform.web.Messages;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The evidence that follows from what is recorded of suppliers. */
@Component
class ConclusionKeeper extends TableKeeper {

    ConclusionKeeper(JdbcClient jdbc, Messages messages) {
        super(jdbc, messages, "supplier_conclusion", "evidence_id", "evidence.kept.supplier", SupplierWords.ALL);
    }
}

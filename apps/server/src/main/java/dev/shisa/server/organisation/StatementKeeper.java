package dev.shisa.server.organisation;

import dev.shisa.server.evidence.TableKeeper;
import dev.shisa.server.platform.web.Messages;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The evidence that follows from the company's register. */
@Component
class StatementKeeper extends TableKeeper {

    StatementKeeper(JdbcClient jdbc, Messages messages) {
        super(jdbc, messages, "organisation_statement", "evidence_id", "evidence.kept.register", "/organisation");
    }
}

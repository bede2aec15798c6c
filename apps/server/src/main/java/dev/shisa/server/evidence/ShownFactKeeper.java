package dev.shisa.server.evidence;

import dev.shisa.server.platform.web.Messages;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The evidence of what records of the house show beside what people answer. */
@Component
class ShownFactKeeper extends TableKeeper {

    ShownFactKeeper(JdbcClient jdbc, Messages messages) {
        super(jdbc, messages, "shown_fact", "evidence_id", "evidence.kept.shown", "/organisation");
    }
}

package dev.shisa.server.executive;

import dev.shisa.server.platform.ledger.PersonTraces;
import dev.shisa.server.platform.ledger.Redaction;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Who entered a cost sheet. */
@Component
class ExecutiveTraces implements PersonTraces {

    private final JdbcClient jdbc;

    ExecutiveTraces(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public void forget(Redaction.PersonGone who) {
        jdbc.sql("UPDATE executive_costs SET by_name = :instead WHERE by_id = :id")
                .param("instead", who.instead())
                .param("id", who.id())
                .update();
    }
}

package dev.shisa.server.plan;

import dev.shisa.server.platform.ledger.PersonTraces;
import dev.shisa.server.platform.ledger.Redaction;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Who entered what plans are made by. */
@Component
class PlanTraces implements PersonTraces {

    private final JdbcClient jdbc;

    PlanTraces(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public void forget(Redaction.PersonGone who) {
        jdbc.sql("UPDATE plan_parameters SET set_name = :instead WHERE set_by = :id")
                .param("instead", who.instead())
                .param("id", who.id())
                .update();
    }
}

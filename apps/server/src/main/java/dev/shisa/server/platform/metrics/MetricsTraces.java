package dev.shisa.server.platform.metrics;

import dev.shisa.server.platform.ledger.PersonTraces;
import dev.shisa.server.platform.ledger.Redaction;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Who made the token of the metrics. */
@Component
class MetricsTraces implements PersonTraces {

    private final JdbcClient jdbc;

    MetricsTraces(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public void forget(Redaction.PersonGone who) {
        jdbc.sql("UPDATE metrics_token SET made_by = :instead WHERE made_by = :name")
                .param("instead", who.instead())
                .param("name", who.name())
                .update();
    }
}

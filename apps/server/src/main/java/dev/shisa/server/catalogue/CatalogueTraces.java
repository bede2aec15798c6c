package dev.shisa.server.catalogue;

import dev.shisa.server.platform.ledger.PersonTraces;
import dev.shisa.server.platform.ledger.Redaction;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Who set a parameter. */
@Component
class CatalogueTraces implements PersonTraces {

    private final JdbcClient jdbc;

    CatalogueTraces(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public void forget(Redaction.PersonGone who) {
        jdbc.sql("UPDATE parameter_value SET set_name = :instead WHERE set_by = :id")
                .param("instead", who.instead())
                .param("id", who.id())
                .update();
    }
}

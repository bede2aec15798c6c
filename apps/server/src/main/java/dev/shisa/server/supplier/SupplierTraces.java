package dev.shisa.server.supplier;

import dev.shisa.server.platform.ledger.PersonTraces;
import dev.shisa.server.platform.ledger.Redaction;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Who asked a supplier and let people in, and names outside that no record describes. */
@Component
record SupplierTraces(JdbcClient jdbc) implements PersonTraces {

    @Override
    public void forget(Redaction.PersonGone who) {
        for (String table : List.of("supplier_request", "supplier_access")) {
            jdbc.sql("UPDATE " + table + " SET by_name = :instead WHERE by_id = :id")
                    .param("instead", who.instead())
                    .param("id", who.id())
                    .update();
        }
        jdbc.sql(
                        "UPDATE supplier_request SET recipient = :instead WHERE recipient = :name OR lower(recipient) = lower(:email)")
                .param("instead", who.instead())
                .param("name", who.name())
                .param("email", who.email())
                .update();
        jdbc.sql("UPDATE supplier_access SET person = :instead WHERE person = :name OR lower(person) = lower(:email)")
                .param("instead", who.instead())
                .param("name", who.name())
                .param("email", who.email())
                .update();
        jdbc.sql("""
                        DELETE FROM supplier_contact
                        WHERE name = :name OR lower(address) = lower(:email)""").param("name", who.name()).param("email", who.email()).update();
    }
}

package dev.shisa.server.checklist;

import dev.shisa.server.platform.ledger.PersonTraces;
import dev.shisa.server.platform.ledger.Redaction;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Who took in customers' checklists, and who answered self-diagnoses. */
@Component
class ChecklistTraces implements PersonTraces {

    private final JdbcClient jdbc;

    ChecklistTraces(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public void forget(Redaction.PersonGone who) {
        jdbc.sql("UPDATE checklist SET uploaded_name = :instead WHERE uploaded_by = :id")
                .param("instead", who.instead())
                .param("id", who.id())
                .update();
        jdbc.sql("UPDATE self_check_answer SET answered_name = :instead WHERE answered_by = :id")
                .param("instead", who.instead())
                .param("id", who.id())
                .update();
    }
}

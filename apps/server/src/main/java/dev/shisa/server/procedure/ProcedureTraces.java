package dev.shisa.server.procedure;

import dev.shisa.server.platform.ledger.PersonTraces;
import dev.shisa.server.platform.ledger.Redaction;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Who was at the bench. */
@Component
class ProcedureTraces implements PersonTraces {

    private final JdbcClient jdbc;

    ProcedureTraces(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public void forget(Redaction.PersonGone who) {
        jdbc.sql("UPDATE procedure_execution SET performed_by = :instead WHERE performed_by = :name")
                .param("instead", who.instead())
                .param("name", who.name())
                .update();
        for (String sql : new String[] {
            "UPDATE procedure_execution SET begun_name = :instead WHERE begun_by = :id",
            "UPDATE procedure_execution SET ended_name = :instead WHERE ended_by = :id",
            "UPDATE procedure_step SET saved_name = :instead WHERE saved_by = :id",
            "UPDATE procedure_file SET added_name = :instead WHERE added_by = :id"
        }) {
            jdbc.sql(sql).param("instead", who.instead()).param("id", who.id()).update();
        }
    }
}

package dev.shisa.server.application;

import dev.shisa.server.platform.ledger.PersonTraces;
import dev.shisa.server.platform.ledger.Redaction;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Who prepared what is sent to IPA. */
@Component
class ApplicationTraces implements PersonTraces {

    private final JdbcClient jdbc;

    ApplicationTraces(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public void forget(Redaction.PersonGone who) {
        jdbc.sql("UPDATE application_link SET created_name = :instead WHERE created_by = :id")
                .param("instead", who.instead())
                .param("id", who.id())
                .update();
        // What was moved from steps has no record by which it would be found.
        jdbc.sql("UPDATE application_entry SET recorded_name = :instead WHERE recorded_by = :id AND moved")
                .param("instead", who.instead())
                .param("id", who.id())
                .update();
        jdbc.sql("UPDATE application_reason SET changed_name = :instead WHERE changed_by = :id")
                .param("instead", who.instead())
                .param("id", who.id())
                .update();
        jdbc.sql("UPDATE application_form SET uploaded_name = :instead WHERE uploaded_by = :id")
                .param("instead", who.instead())
                .param("id", who.id())
                .update();
    }
}

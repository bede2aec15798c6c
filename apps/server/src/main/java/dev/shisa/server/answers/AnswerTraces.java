package dev.shisa.server.answers;

import dev.shisa.server.platform.ledger.PersonTraces;
import dev.shisa.server.platform.ledger.Redaction;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Who made a link for a colleague, and for whom. */
@Component
class AnswerTraces implements PersonTraces {

    private final JdbcClient jdbc;

    AnswerTraces(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public void forget(Redaction.PersonGone who) {
        jdbc.sql("UPDATE question_link SET created_name = :instead WHERE created_by = :id")
                .param("instead", who.instead())
                .param("id", who.id())
                .update();
        jdbc.sql(
                        "UPDATE question_link SET recipient = :instead WHERE recipient = :name OR lower(recipient) = lower(:email)")
                .param("instead", who.instead())
                .param("name", who.name())
                .param("email", who.email())
                .update();
    }
}

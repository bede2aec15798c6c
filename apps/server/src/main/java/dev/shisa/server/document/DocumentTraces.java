package dev.shisa.server.document;

import dev.shisa.server.platform.ledger.PersonTraces;
import dev.shisa.server.platform.ledger.Redaction;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Who added a document of the maker's own, which no record describes. */
@Component
class DocumentTraces implements PersonTraces {

    private final JdbcClient jdbc;

    DocumentTraces(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public void forget(Redaction.PersonGone who) {
        jdbc.sql("UPDATE document_source SET by_name = :instead WHERE by_id = :id")
                .param("instead", who.instead())
                .param("id", who.id())
                .update();
    }
}

package dev.shisa.server.checklist;

import dev.shisa.server.platform.ledger.Redaction;
import dev.shisa.server.platform.ledger.Redactor;
import java.util.Set;
import java.util.SortedMap;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Questions and names of ties. On what a row rests stays. */
@Component
class TieRedactor implements Redactor {

    private final JdbcClient jdbc;

    TieRedactor(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public Set<String> kinds() {
        return Set.of("checklist-tie/1");
    }

    @Override
    public void redact(String kind, SortedMap<String, Object> body, Redaction how) {
        body.put("question", how.text(String.valueOf(body.get("question"))));
        body.put("byName", how.name(body.get("by"), String.valueOf(body.get("byName"))));
    }

    @Override
    public void write(String kind, String rowId, SortedMap<String, Object> body) {
        jdbc.sql("UPDATE checklist_tie SET question = :question, tied_name = :name WHERE id = :id")
                .param("question", body.get("question"))
                .param("name", body.get("byName"))
                .param("id", UUID.fromString(rowId))
                .update();
    }
}

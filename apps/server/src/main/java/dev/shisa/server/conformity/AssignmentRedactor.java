package dev.shisa.server.conformity;

import dev.shisa.server.platform.ledger.Redaction;
import dev.shisa.server.platform.ledger.Redactor;
import java.util.Set;
import java.util.SortedMap;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Notes of assignments. People stand in them by their ids only. */
@Component
class AssignmentRedactor implements Redactor {

    private final JdbcClient jdbc;

    AssignmentRedactor(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public Set<String> kinds() {
        return Set.of("assignment/1");
    }

    @Override
    public void redact(String kind, SortedMap<String, Object> body, Redaction how) {
        body.put("note", how.text(String.valueOf(body.get("note"))));
    }

    @Override
    public void write(String kind, String rowId, SortedMap<String, Object> body) {
        jdbc.sql("UPDATE assignment SET note = :note WHERE id = :id")
                .param("note", body.get("note"))
                .param("id", UUID.fromString(rowId))
                .update();
    }
}

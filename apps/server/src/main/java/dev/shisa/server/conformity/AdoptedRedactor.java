package dev.shisa.server.conformity;

import dev.shisa.server.platform.ledger.Redaction;
import dev.shisa.server.platform.ledger.Redactor;
import java.util.Set;
import java.util.SortedMap;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reasons and names of decisions to carry out a measure. That it was decided stays. */
@Component
class AdoptedRedactor implements Redactor {

    private final JdbcClient jdbc;

    AdoptedRedactor(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public Set<String> kinds() {
        return Set.of("adopted/1");
    }

    @Override
    public void redact(String kind, SortedMap<String, Object> body, Redaction how) {
        body.put("reason", how.text(String.valueOf(body.get("reason"))));
        body.put("byName", how.name(body.get("by"), String.valueOf(body.get("byName"))));
    }

    @Override
    public void write(String kind, String rowId, SortedMap<String, Object> body) {
        jdbc.sql("UPDATE adopted SET reason = :reason, decided_name = :name WHERE id = :id")
                .param("reason", body.get("reason"))
                .param("name", body.get("byName"))
                .param("id", UUID.fromString(rowId))
                .update();
    }
}

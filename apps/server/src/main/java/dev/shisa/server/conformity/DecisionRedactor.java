package dev.shisa.server.conformity;

import dev.shisa.server.platform.ledger.Redaction;
import dev.shisa.server.platform.ledger.Redactor;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reasons and names of decisions to carry out a requirement or not. That and until when it was decided stays. */
@Component
class DecisionRedactor implements Redactor {

    private static final Map<String, String> UPDATES = Map.of(
            "adopted/1", "UPDATE adopted SET reason = :reason, decided_name = :name WHERE id = :id",
            "not-adopted/1", "UPDATE not_adopted SET reason = :reason, decided_name = :name WHERE id = :id");

    private final JdbcClient jdbc;

    DecisionRedactor(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public Set<String> kinds() {
        return UPDATES.keySet();
    }

    @Override
    public void redact(String kind, SortedMap<String, Object> body, Redaction how) {
        body.put("reason", how.text(String.valueOf(body.get("reason"))));
        body.put("byName", how.name(body.get("by"), String.valueOf(body.get("byName"))));
    }

    @Override
    public void write(String kind, String rowId, SortedMap<String, Object> body) {
        jdbc.sql(Objects.requireNonNull(UPDATES.get(kind)))
                .param("reason", body.get("reason"))
                .param("name", body.get("byName"))
                .param("id", UUID.fromString(rowId))
                .update();
    }
}

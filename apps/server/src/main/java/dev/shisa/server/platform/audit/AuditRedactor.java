package dev.shisa.server.platform.audit;

import dev.shisa.server.platform.ledger.Redaction;
import dev.shisa.server.platform.ledger.Redactor;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Lines of the audit: who, to what, with which values. That something was done, what and when, stays. */
@Component
class AuditRedactor implements Redactor {

    private final JdbcClient jdbc;
    private final JsonMapper json;

    AuditRedactor(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    @Override
    public Set<String> kinds() {
        return Set.of("audit/1");
    }

    @Override
    public void redact(String kind, SortedMap<String, Object> body, Redaction how) {
        body.put("personName", how.name(body.get("person"), String.valueOf(body.get("personName"))));
        body.put("thing", how.text(String.valueOf(body.get("thing"))));
        body.put("details", Objects.requireNonNull(how.json(body.getOrDefault("details", Map.of()))));
    }

    @Override
    public void write(String kind, String rowId, SortedMap<String, Object> body) {
        jdbc.sql("UPDATE audit SET person_name = :name, thing = :thing, details = :details::jsonb WHERE id = :id")
                .param("name", body.get("personName"))
                .param("thing", body.get("thing"))
                .param("details", json.writeValueAsString(body.get("details")))
                .param("id", Long.parseLong(rowId))
                .update();
    }
}

package dev.shisa.server.audience;

import dev.shisa.server.platform.ledger.PersonTraces;
import dev.shisa.server.platform.ledger.Redaction;
import dev.shisa.server.platform.ledger.Redactor;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Names of whoever prepared or sent a notice, and addresses of users, which no record has. What a notice said stays: others have it.
 */
@Component
class AudienceRedactor implements Redactor, PersonTraces {

    private static final Map<String, String> TABLES =
            Map.of("audience-draft/1", "audience_draft", "audience-step/1", "audience_step");

    private final JdbcClient jdbc;
    private final AudienceStore store;

    AudienceRedactor(JdbcClient jdbc, AudienceStore store) {
        this.jdbc = jdbc;
        this.store = store;
    }

    @Override
    public Set<String> kinds() {
        return TABLES.keySet();
    }

    @Override
    public void redact(String kind, SortedMap<String, Object> body, Redaction how) {
        body.put("byName", how.name(body.get("by"), String.valueOf(body.get("byName"))));
    }

    @Override
    public void write(String kind, String rowId, SortedMap<String, Object> body) {
        // The table is one of those named above.
        jdbc.sql("UPDATE " + TABLES.get(kind) + " SET by_name = :name WHERE id = :row")
                .param("name", body.get("byName"))
                .param("row", UUID.fromString(rowId))
                .update();
    }

    @Override
    public void forget(Redaction.PersonGone who) {
        store.forget(who.email());
    }
}

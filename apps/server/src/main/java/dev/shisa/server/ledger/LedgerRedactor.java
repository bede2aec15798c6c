package dev.shisa.server.ledger;

import dev.shisa.server.platform.ledger.PersonTraces;
import dev.shisa.server.platform.ledger.Redaction;
import dev.shisa.server.platform.ledger.Redactor;
import java.util.Set;
import java.util.SortedMap;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Names in erasures, in checks and at receivers of checkpoints. What was erased, and that two agreed, stays. */
@Component
class LedgerRedactor implements Redactor, PersonTraces {

    private final JdbcClient jdbc;
    private final JsonMapper json;

    LedgerRedactor(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    @Override
    public Set<String> kinds() {
        return Set.of(Erasures.KIND);
    }

    @Override
    public void redact(String kind, SortedMap<String, Object> body, Redaction how) {
        body.put("askedByName", how.name(body.get("askedBy"), String.valueOf(body.get("askedByName"))));
        body.put("byName", how.name(body.get("by"), String.valueOf(body.get("byName"))));
        body.put("reason", how.text(String.valueOf(body.get("reason"))));
    }

    @Override
    public void write(String kind, String rowId, SortedMap<String, Object> body) {
        jdbc.sql("UPDATE erasure SET asked_name = :asked, decided_name = :by, reason = :reason WHERE id = :id")
                .param("asked", body.get("askedByName"))
                .param("by", body.get("byName"))
                .param("reason", body.get("reason"))
                .param("id", UUID.fromString(rowId))
                .update();
    }

    @Override
    public void forget(Redaction.PersonGone who) {
        jdbc.sql("UPDATE erasure SET asked_name = :instead WHERE asked_by = :id AND state <> 'done'")
                .param("instead", who.instead())
                .param("id", who.id())
                .update();
        jdbc.sql("UPDATE erasure SET decided_name = :instead WHERE decided_by = :id AND state = 'declined'")
                .param("instead", who.instead())
                .param("id", who.id())
                .update();
        jdbc.sql("UPDATE checkpoint_receiver SET made_by = :instead WHERE made_by = :name")
                .param("instead", who.instead())
                .param("name", who.name())
                .update();
        jdbc.sql("""
                        UPDATE ledger_check SET started_by = replace(started_by, :name, :instead),
                            report = replace(report::text, :quoted, :quotedInstead)::jsonb
                        WHERE started_by = :name OR position(:quoted IN report::text) > 0""")
                .param("name", who.name())
                .param("instead", who.instead())
                .param("quoted", json.writeValueAsString(who.name()))
                .param("quotedInstead", json.writeValueAsString(who.instead()))
                .update();
    }
}

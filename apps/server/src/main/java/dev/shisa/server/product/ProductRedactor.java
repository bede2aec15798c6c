package dev.shisa.server.product;

import dev.shisa.server.platform.ledger.PersonTraces;
import dev.shisa.server.platform.ledger.Redaction;
import dev.shisa.server.platform.ledger.Redactor;
import java.util.Set;
import java.util.SortedMap;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reasons and names of signed change impacts. Which requirements they touch stays. */
@Component
class ProductRedactor implements Redactor, PersonTraces {

    private final JdbcClient jdbc;

    ProductRedactor(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public Set<String> kinds() {
        return Set.of("change-impact/1");
    }

    @Override
    public void redact(String kind, SortedMap<String, Object> body, Redaction how) {
        body.put("reason", how.text(String.valueOf(body.get("reason"))));
        // Only of somebody without an account here; the name of one with an account is in no record.
        body.computeIfPresent("signedName", (key, name) -> how.name(null, name.toString()));
    }

    @Override
    public void write(String kind, String rowId, SortedMap<String, Object> body) {
        jdbc.sql("UPDATE change_impact SET reason = :reason, signed_name = coalesce(:name, signed_name) WHERE id = :id")
                .param("reason", body.get("reason"))
                .param("name", body.get("signedName"))
                .param("id", UUID.fromString(rowId))
                .update();
    }

    @Override
    public void forget(Redaction.PersonGone who) {
        jdbc.sql("UPDATE change_impact SET signed_name = :instead WHERE signed_by = :id")
                .param("instead", who.instead())
                .param("id", who.id())
                .update();
    }
}

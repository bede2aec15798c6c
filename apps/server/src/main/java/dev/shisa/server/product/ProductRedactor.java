package dev.shisa.server.product;

import dev.shisa.server.platform.ledger.PersonTraces;
import dev.shisa.server.platform.ledger.Redaction;
import dev.shisa.server.platform.ledger.Redactor;
import java.util.Set;
import java.util.SortedMap;
import java.util.UUID;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reasons and names of change impacts and their confirmations. Which requirements they touch stays. */
@Component
class ProductRedactor implements Redactor, PersonTraces {

    private static final String SIGNED = "change-impact/1";
    private static final String CONFIRMED = "change-impact-confirmed/1";

    private final JdbcClient jdbc;

    private final ApplicationEventPublisher events;

    ProductRedactor(JdbcClient jdbc, ApplicationEventPublisher events) {
        this.jdbc = jdbc;
        this.events = events;
    }

    @Override
    public Set<String> kinds() {
        return Set.of(SIGNED, CONFIRMED);
    }

    @Override
    public void redact(String kind, SortedMap<String, Object> body, Redaction how) {
        if (kind.equals(CONFIRMED)) {
            body.put("byName", how.name(body.get("by"), String.valueOf(body.get("byName"))));
            return;
        }
        body.put("reason", how.text(String.valueOf(body.get("reason"))));
        // Only of somebody without an account here; the name of one with an account is in no record.
        body.computeIfPresent("signedName", (key, name) -> how.name(null, name.toString()));
    }

    @Override
    public void write(String kind, String rowId, SortedMap<String, Object> body) {
        if (kind.equals(CONFIRMED)) {
            jdbc.sql("UPDATE change_impact_confirmation SET name = :name WHERE impact_id = :id")
                    .param("name", body.get("byName"))
                    .param("id", UUID.fromString(rowId))
                    .update();
            provenAnew("i.id = :id", UUID.fromString(rowId));
            return;
        }
        jdbc.sql("UPDATE change_impact SET reason = :reason, signed_name = coalesce(:name, signed_name) WHERE id = :id")
                .param("reason", body.get("reason"))
                .param("name", body.get("signedName"))
                .param("id", UUID.fromString(rowId))
                .update();
        provenAnew("i.id = :id", UUID.fromString(rowId));
    }

    /** Proofs tell who signed, who confirmed and why. */
    private void provenAnew(String which, UUID id) {
        jdbc.sql("""
                        SELECT DISTINCT r.series_id FROM change_impact i JOIN release r ON r.id = i.release_id
                            LEFT JOIN change_impact_confirmation c ON c.impact_id = i.id
                        WHERE\s""" + which)
                .param("id", id)
                .query(UUID.class)
                .list()
                .forEach(series -> events.publishEvent(new ImpactSigned(series)));
    }

    @Override
    public void forget(Redaction.PersonGone who) {
        jdbc.sql("UPDATE change_impact SET signed_name = :instead WHERE signed_by = :id")
                .param("instead", who.instead())
                .param("id", who.id())
                .update();
        jdbc.sql("UPDATE change_impact_confirmation SET name = :instead WHERE person_id = :id")
                .param("instead", who.instead())
                .param("id", who.id())
                .update();
        provenAnew("i.signed_by = :id OR c.person_id = :id", who.id());
    }
}

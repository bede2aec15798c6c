package dev.shisa.server.audience;

import dev.shisa.server.platform.ledger.LedgerOutbox;
import dev.shisa.server.platform.ledger.PersonTraces;
import dev.shisa.server.platform.ledger.Redaction;
import dev.shisa.server.platform.ledger.Redactor;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Names of whoever prepared or sent a notice; addresses of users, which no record has; contacts of businesses and what people wrote to do
 * better, of which records have a seal. What a notice said stays: others have it.
 */
@Component
class AudienceRedactor implements Redactor, PersonTraces {

    private static final String BUSINESS = "audience-business/1";
    private static final String IMPROVEMENT = "audience-improvement/1";

    private static final Map<String, String> TABLES = Map.of(
            "audience-draft/1",
            "audience_draft",
            "audience-step/1",
            "audience_step",
            BUSINESS,
            "audience_business",
            IMPROVEMENT,
            "audience_improvement");

    private final JdbcClient jdbc;
    private final AudienceStore store;
    private final BusinessStore businesses;
    private final LedgerOutbox ledger;

    AudienceRedactor(JdbcClient jdbc, AudienceStore store, BusinessStore businesses, LedgerOutbox ledger) {
        this.jdbc = jdbc;
        this.store = store;
        this.businesses = businesses;
        this.ledger = ledger;
    }

    @SuppressWarnings("ArrayRecordComponent") // held for a moment, never compared
    private record Improvement(UUID id, String text, byte[] salt) {}

    @Override
    public Set<String> kinds() {
        return TABLES.keySet();
    }

    @Override
    public void redact(String kind, SortedMap<String, Object> body, Redaction how) {
        body.put("byName", how.name(body.get("by"), String.valueOf(body.get("byName"))));
        UUID id = UUID.fromString(String.valueOf(body.get("id")));
        if (kind.equals(BUSINESS)) {
            businesses.byId(id).ifPresent(business -> {
                Business changed = changed(business, how::text);
                body.put("active", Boolean.toString(changed.active()));
                body.put("sealed", businesses.by(id).orElseThrow().seal(changed.sealedText()));
            });
        } else if (kind.equals(IMPROVEMENT)) {
            improvements("id = ?", id)
                    .forEach(one -> body.put("sealed", BusinessStore.seal(one.salt(), how.text(one.text()))));
        }
    }

    /** An address of which a part would be left is none. */
    private static Business changed(Business business, UnaryOperator<String> how) {
        String mail = how.apply(business.mail());
        return business.with(
                how.apply(business.contact()), mail.equals(business.mail()) ? mail : "", how.apply(business.note()));
    }

    @Override
    public void write(String kind, String rowId, SortedMap<String, Object> body) {
        UUID id = UUID.fromString(rowId);
        // The table is one of those named above.
        jdbc.sql("UPDATE " + TABLES.get(kind) + " SET by_name = :name WHERE id = :row")
                .param("name", body.get("byName"))
                .param("row", id)
                .update();
        UnaryOperator<String> gone = new Redaction.Texts()::text;
        if (kind.equals(BUSINESS)) {
            Business changed = changed(businesses.byId(id).orElseThrow(), gone);
            if (businesses.by(id).orElseThrow().seal(changed.sealedText()).equals(body.get("sealed"))) {
                write(changed);
            }
        } else if (kind.equals(IMPROVEMENT)) {
            for (Improvement one : improvements("id = ?", id)) {
                String text = gone.apply(one.text());
                if (BusinessStore.seal(one.salt(), text).equals(body.get("sealed"))) {
                    write(one.id(), text);
                }
            }
        }
    }

    private void write(Business business) {
        jdbc.sql("UPDATE audience_business SET contact = ?, mail = ?, note = ?, active = ? WHERE id = ?")
                .params(business.contact(), business.mail(), business.note(), business.active(), business.id())
                .update();
        if (business.mail().isEmpty()) {
            businesses.eraseMails(business.id());
        }
    }

    private void write(UUID improvement, String text) {
        jdbc.sql("UPDATE audience_improvement SET text = ? WHERE id = ?")
                .params(text, improvement)
                .update();
    }

    private List<Improvement> improvements(String where, Object... params) {
        return jdbc.sql("SELECT * FROM audience_improvement WHERE " + where)
                .params(params)
                .query((row, n) ->
                        new Improvement(row.getObject("id", UUID.class), row.getString("text"), row.getBytes("salt")))
                .list();
    }

    /** Rows name people whom no record names: each such row is written anew, with a record of its own. */
    @Override
    public void forget(Redaction.PersonGone who) {
        store.forget(who.email());
        for (Business business : businesses.all()) {
            Business changed = changed(business, who::text);
            BusinessStore.By by = businesses.by(business.id()).orElseThrow();
            if (!changed.equals(business)) {
                write(changed);
                ledger.append(BUSINESS, null, Businesses.body(changed, by));
            }
        }
        for (BusinessStore.Improvement one : businesses.improvements()) {
            String text = who.text(one.text());
            if (!text.equals(one.text())) {
                write(one.id(), text);
                byte[] salt = improvements("id = ?", one.id()).getFirst().salt();
                TreeMap<String, Object> body = new TreeMap<>();
                body.put("at", one.at().toString());
                body.put("by", one.by().toString());
                body.put("byName", one.byName());
                body.put("id", one.id().toString());
                body.put("notice", one.notice().toString());
                body.put("sealed", BusinessStore.seal(salt, text));
                ledger.append(IMPROVEMENT, one.notice(), body);
            }
        }
    }
}

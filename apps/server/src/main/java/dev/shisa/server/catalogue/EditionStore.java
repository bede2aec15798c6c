package dev.shisa.server.catalogue;

import dev.shisa.conformity.Catalogue;
import dev.shisa.server.platform.ledger.LedgerOutbox;
import java.sql.Timestamp;
import java.time.InstantSource;
import java.util.TreeMap;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/** Every edition of the catalogue that was ever in force here. */
@Component
class EditionStore {

    private final JdbcClient jdbc;
    private final LedgerOutbox outbox;
    private final TransactionTemplate transaction;
    private final InstantSource clock;
    private final JsonMapper json;

    EditionStore(
            JdbcClient jdbc,
            LedgerOutbox outbox,
            TransactionTemplate transaction,
            InstantSource clock,
            JsonMapper json) {
        this.jdbc = jdbc;
        this.outbox = outbox;
        this.transaction = transaction;
        this.clock = clock;
        this.json = json;
    }

    /** Records an edition once, with its leaf for the ledger. */
    void inForce(Catalogue catalogue) {
        TreeMap<String, Object> editions = new TreeMap<>();
        editions.put("vocabulary", catalogue.vocabulary().edition());
        catalogue.frameworks().forEach(f -> editions.put(f.id(), f.edition()));
        transaction.executeWithoutResult(status -> {
            int added = jdbc.sql("""
                            INSERT INTO catalogue_edition (hash, editions, in_force_at)
                            VALUES (:hash, :editions::jsonb, :at) ON CONFLICT DO NOTHING""")
                    .param("hash", catalogue.edition())
                    .param("editions", json.writeValueAsString(editions))
                    .param("at", Timestamp.from(clock.instant()))
                    .update();
            if (added == 1) {
                TreeMap<String, Object> body = new TreeMap<>(editions);
                body.put("id", catalogue.edition());
                outbox.append("catalogue-edition/1", null, body);
            }
        });
    }
}

package dev.shisa.server.catalogue;

import dev.shisa.conformity.Framework;
import dev.shisa.conformity.ParameterDefinition;
import dev.shisa.conformity.Value;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.audit.Audit;
import dev.shisa.server.platform.ledger.LedgerOutbox;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The one door through which parameters get their values: row, ledger, audit and event in one transaction. */
@Component
class ParameterBook {

    static final int TEXT_CHARS_MAX = 200;

    private final Catalogues catalogues;
    private final ParameterStore store;
    private final Audit audit;
    private final LedgerOutbox outbox;
    private final ApplicationEventPublisher events;
    private final InstantSource clock;

    ParameterBook(
            Catalogues catalogues,
            ParameterStore store,
            Audit audit,
            LedgerOutbox outbox,
            ApplicationEventPublisher events,
            InstantSource clock) {
        this.catalogues = catalogues;
        this.store = store;
        this.audit = audit;
        this.outbox = outbox;
        this.events = events;
        this.clock = clock;
    }

    /** Whether a canonical text is a value of this parameter. */
    static boolean accepts(ParameterDefinition definition, String canonical) {
        return Value.parse(definition.type().value(), canonical)
                .filter(definition::accepts)
                .isPresent();
    }

    /**
     * Enters a value, or takes it away.
     *
     * @param value canonical; empty: that none of its choices applies; null: not set
     * @param version that was seen; 0 stands for none yet
     * @throws Problem 409 when somebody else was first
     */
    @Transactional
    void put(String id, @Nullable String value, String source, int version, Person person) {
        Instant now = clock.instant();
        if (!store.put(framework(id), id, value, source, person.id(), person.name(), now, version)) {
            throw new Problem(409, "parameter.changed-meanwhile");
        }
        TreeMap<String, Object> body = new TreeMap<>();
        body.put("id", id);
        body.put("value", value == null ? "" : value);
        if (value != null && value.isEmpty()) {
            body.put("none", "true");
        }
        body.put("source", source);
        body.put("by", person.id().toString());
        body.put("at", now.toString());
        outbox.append("parameter/1", null, body);
        audit.record(
                "parameter.set",
                id,
                value != null && value.isEmpty()
                        ? Map.of("value", "", "none", true, "source", source)
                        : Map.of("value", value == null ? "" : value, "source", source));
        events.publishEvent(new ParametersChanged(id));
    }

    private String framework(String id) {
        return catalogues.current().frameworks().stream()
                .filter(f -> f.parameters().stream().anyMatch(p -> p.id().equals(id)))
                .map(Framework::id)
                .findFirst()
                .orElse("");
    }
}

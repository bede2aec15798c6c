package dev.shisa.server.platform.audit;

import dev.shisa.server.platform.account.ActInterceptor;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.ledger.LedgerOutbox;
import dev.shisa.server.platform.transaction.Effects;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/**
 * Who did what, to which thing, when: one line for every act that changes something, in the act's own transaction and
 * in the ledger.
 */
@Component
public class Audit {

    private static final Logger LOG = LoggerFactory.getLogger(Audit.class);

    private final JdbcClient jdbc;
    private final LedgerOutbox ledger;
    private final InstantSource clock;
    private final JsonMapper json;

    Audit(JdbcClient jdbc, LedgerOutbox ledger, InstantSource clock, JsonMapper json) {
        this.jdbc = jdbc;
        this.ledger = ledger;
        this.clock = clock;
        this.json = json;
    }

    /** For a process beside the server, which has no container to make it. */
    public static Audit beside(JdbcClient jdbc, LedgerOutbox ledger, InstantSource clock, JsonMapper json) {
        return new Audit(jdbc, ledger, clock, json);
    }

    /**
     * Records an act of the signed-in person.
     *
     * @param act what was done, e.g. {@code series.create}; its words are the message {@code audit.<act>}
     * @param thing what it was done to, readable: a code or a name
     * @param details further values, never a secret
     */
    @Transactional
    public void record(String act, String thing, Map<String, ?> details) {
        record(ActInterceptor.signedIn(), act, thing, details);
    }

    /** Records an act of somebody who is not signed in (yet), or of the system when {@code person} is null. */
    @Transactional
    public void record(@Nullable Person person, String act, String thing, Map<String, ?> details) {
        Instant at = clock.instant().truncatedTo(ChronoUnit.MICROS);
        TreeMap<String, Object> sorted = new TreeMap<>(details);
        String token = ActInterceptor.token();
        if (!token.isEmpty()) {
            sorted.put("token", token);
        }
        long id = jdbc.sql("""
                        INSERT INTO audit (at, person_id, person_name, act, thing, details)
                        VALUES (:at, :id, :name, :act, :thing, :details::jsonb) RETURNING id""")
                .param("at", Timestamp.from(at))
                .param("id", person == null ? null : person.id())
                .param("name", person == null ? "" : person.name())
                .param("act", act)
                .param("thing", thing)
                .param("details", json.writeValueAsString(sorted))
                .query(Long.class)
                .single();
        if (isToldInTheLog(act)) {
            // The act is part of the words, so that many of one kind never keep another kind from being written
            // (RepeatedLines).
            Effects.afterCommit(() -> LOG.info(act + " by {}", person == null ? "nobody" : person.id()));
        }
        TreeMap<String, Object> body = new TreeMap<>();
        body.put("act", act);
        body.put("at", at.toString());
        body.put("details", sorted);
        body.put("id", id);
        body.put("personName", person == null ? "" : person.name());
        body.put("thing", thing);
        if (person != null) {
            body.put("person", person.id().toString());
        }
        ledger.append("audit/1", person == null ? null : person.id(), body);
    }

    /** Who comes and goes and what is taken in: what whoever looks for the cause of a fault asks first. Never names or things. */
    private static boolean isToldInTheLog(String act) {
        return act.equals("sign-in")
                || act.equals("sign-out")
                || act.equals("sign-in.burst")
                || act.equals("set-up")
                || act.endsWith(".import");
    }
}

package dev.shisa.server.platform.audit;

import dev.shisa.server.platform.account.ActInterceptor;
import dev.shisa.server.platform.account.Person;
import java.sql.Timestamp;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Who did what, to which thing, when: one line for every act that changes something, in the act's own transaction. */
@Component
public class Audit {

    private final JdbcClient jdbc;
    private final InstantSource clock;
    private final JsonMapper json;

    Audit(JdbcClient jdbc, InstantSource clock, JsonMapper json) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.json = json;
    }

    /** For a process beside the server, which has no container to make it. */
    public static Audit beside(JdbcClient jdbc, InstantSource clock, JsonMapper json) {
        return new Audit(jdbc, clock, json);
    }

    /**
     * Records an act of the signed-in person.
     *
     * @param act what was done, e.g. {@code series.create}; its words are the message {@code audit.<act>}
     * @param thing what it was done to, readable: a code or a name
     * @param details further values, never a secret
     */
    public void record(String act, String thing, Map<String, ?> details) {
        record(ActInterceptor.signedIn(), act, thing, details);
    }

    /** Records an act of somebody who is not signed in (yet), or of the system when {@code person} is null. */
    public void record(@Nullable Person person, String act, String thing, Map<String, ?> details) {
        jdbc.sql("""
                        INSERT INTO audit (at, person_id, person_name, act, thing, details)
                        VALUES (:at, :id, :name, :act, :thing, :details::jsonb)""")
                .param("at", Timestamp.from(clock.instant()))
                .param("id", person == null ? null : person.id())
                .param("name", person == null ? "" : person.name())
                .param("act", act)
                .param("thing", thing)
                .param("details", json.writeValueAsString(details))
                .update();
    }
}

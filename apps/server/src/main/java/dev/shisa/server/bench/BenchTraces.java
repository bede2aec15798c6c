package dev.shisa.server.bench;

import dev.shisa.server.platform.ledger.PersonTraces;
import dev.shisa.server.platform.ledger.Redaction;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Who answered for a device, and who had it probed. */
@Component
class BenchTraces implements PersonTraces {

    private final JdbcClient jdbc;

    BenchTraces(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public void forget(Redaction.PersonGone who) {
        jdbc.sql("UPDATE bench_target SET consent_name = :instead WHERE consent_by = :id")
                .param("instead", who.instead())
                .param("id", who.id())
                .update();
        jdbc.sql("UPDATE bench_run SET by_name = :instead WHERE by_id = :id")
                .param("instead", who.instead())
                .param("id", who.id())
                .update();
        // Whoever ran it elsewhere is known by name only.
        jdbc.sql("UPDATE bench_run SET performed_by = :instead WHERE performed_by = :name")
                .param("instead", who.instead())
                .param("name", who.name())
                .update();
    }
}

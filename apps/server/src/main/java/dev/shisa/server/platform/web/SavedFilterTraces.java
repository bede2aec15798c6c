package dev.shisa.server.platform.web;

import dev.shisa.server.platform.ledger.PersonTraces;
import dev.shisa.server.platform.ledger.Redaction;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What somebody looked for, in the words that they gave it. */
@Component
class SavedFilterTraces implements PersonTraces {

    private final JdbcClient jdbc;

    SavedFilterTraces(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public void forget(Redaction.PersonGone who) {
        jdbc.sql("DELETE FROM saved_filter WHERE person_id = ?").param(who.id()).update();
    }
}

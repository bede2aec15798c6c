package dev.shisa.server.conformity;

import dev.shisa.server.platform.ledger.PersonTraces;
import dev.shisa.server.platform.ledger.Redaction;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Who caused a change of a verdict, as its history tells it. */
@Component
class ConformityTraces implements PersonTraces {

    private final JdbcClient jdbc;

    ConformityTraces(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public void forget(Redaction.PersonGone who) {
        jdbc.sql("""
                        UPDATE verdict_change SET cause_args = (
                            SELECT jsonb_agg(CASE WHEN arg = to_jsonb(:name::text) THEN to_jsonb(:instead::text) ELSE arg END
                                ORDER BY place)
                            FROM jsonb_array_elements(cause_args) WITH ORDINALITY AS args (arg, place))
                        WHERE cause_args @> jsonb_build_array(:name::text)""").param("name", who.name()).param("instead", who.instead()).update();
        jdbc.sql("""
                        UPDATE redecision SET cause_args = (
                            SELECT jsonb_agg(CASE WHEN arg = to_jsonb(:name::text) THEN to_jsonb(:instead::text) ELSE arg END
                                ORDER BY place)
                            FROM jsonb_array_elements(cause_args) WITH ORDINALITY AS args (arg, place))
                        WHERE cause_args @> jsonb_build_array(:name::text)""").param("name", who.name()).param("instead", who.instead()).update();
    }
}

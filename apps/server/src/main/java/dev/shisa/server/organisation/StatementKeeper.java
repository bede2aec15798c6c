package dev.shisa.server.organisation;

import dev.shisa.server.evidence.EvidenceKeeper;
import dev.shisa.server.platform.web.Messages;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The evidence that follows from the company's register. */
@Component
class StatementKeeper implements EvidenceKeeper {

    private final JdbcClient jdbc;
    private final Messages messages;

    StatementKeeper(JdbcClient jdbc, Messages messages) {
        this.jdbc = jdbc;
        this.messages = messages;
    }

    @Override
    public Optional<Kept> of(UUID evidence, Locale locale) {
        boolean stated = jdbc.sql("SELECT EXISTS (SELECT FROM organisation_statement WHERE evidence_id = ?)")
                .param(evidence)
                .query(Boolean.class)
                .single();
        return stated
                ? Optional.of(new Kept(messages.get(locale, "evidence.kept.register"), "/organisation"))
                : Optional.empty();
    }
}

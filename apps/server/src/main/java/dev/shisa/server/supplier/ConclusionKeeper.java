package dev.shisa.server.supplier;

import dev.shisa.server.evidence.EvidenceKeeper;
import dev.shisa.server.platform.web.Messages;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The evidence that follows from what is recorded of suppliers. */
@Component
class ConclusionKeeper implements EvidenceKeeper {

    private final JdbcClient jdbc;
    private final Messages messages;

    ConclusionKeeper(JdbcClient jdbc, Messages messages) {
        this.jdbc = jdbc;
        this.messages = messages;
    }

    @Override
    public Optional<Kept> of(UUID evidence, Locale locale) {
        boolean concluded = jdbc.sql("SELECT EXISTS (SELECT FROM supplier_conclusion WHERE evidence_id = ?)")
                .param(evidence)
                .query(Boolean.class)
                .single();
        return concluded
                ? Optional.of(new Kept(messages.get(locale, "evidence.kept.supplier"), SupplierWords.ALL))
                : Optional.empty();
    }
}

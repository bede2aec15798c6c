package dev.shisa.server.document;

import dev.shisa.server.evidence.EvidenceKeeper;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** The evidence that documents in force have become. */
@Component
class DocumentKeeper implements EvidenceKeeper {

    private final DocumentStore store;

    DocumentKeeper(DocumentStore store) {
        this.store = store;
    }

    @Override
    public Optional<Kept> of(UUID evidence, Locale locale) {
        return store.keeps(evidence)
                .flatMap(store::version)
                .map(v -> new Kept(v.revision().content().title(locale), "/documents/" + v.documentId()));
    }
}

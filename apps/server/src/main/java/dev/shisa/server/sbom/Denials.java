package dev.shisa.server.sbom;

import dev.shisa.conformity.Slot;
import dev.shisa.conformity.Value;
import dev.shisa.server.evidence.EndedFacts;
import dev.shisa.server.evidence.EvidenceDetails;
import dev.shisa.server.evidence.EvidenceLog;
import dev.shisa.server.evidence.FactEntry;
import dev.shisa.server.platform.web.Messages;
import dev.shisa.server.product.Products;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Sees to it that a list does not decide any more that all components are recorded where its own file says that it does not name
 * everything: who took it in before Shisa asked that could not know. What it decided is to be looked at again, neither right nor
 * wrong; another list of the release decides for itself.
 */
@Component
class Denials {

    private static final Logger LOG = LoggerFactory.getLogger(Denials.class);
    private static final Value COMPLETE = Value.word("complete");

    /** What lists decide. */
    static final Slot LIST = Slot.of("components.list", "");

    private final AskedStore store;
    private final EvidenceLog log;
    private final EndedFacts endings;
    private final Products products;
    private final Messages messages;

    Denials(AskedStore store, EvidenceLog log, EndedFacts endings, Products products, Messages messages) {
        this.store = store;
        this.log = log;
        this.endings = endings;
        this.products = products;
        this.messages = messages;
    }

    /** Of all lists; in an archived series nothing is changed. */
    void endAll() {
        for (EvidenceDetails evidence : deciding(null)) {
            UUID series = evidence.summary().seriesId();
            try {
                if (series != null && !products.isArchived(series)) {
                    end(evidence);
                }
            } catch (RuntimeException e) {
                LOG.warn("what the list {} decided could not be ended; it is tried again", evidence.code(), e);
            }
        }
    }

    /** With a list that is taken back, that of an earlier one would count again. */
    @EventListener
    void on(ReleaseListChanged changed) {
        end(changed.releaseId());
    }

    /** Of the lists of a release. */
    void end(UUID releaseId) {
        deciding(releaseId).forEach(this::end);
    }

    /** @param releaseId of this release only; null: of all */
    private List<EvidenceDetails> deciding(@Nullable UUID releaseId) {
        return log.byIds(store.denied(releaseId)).stream()
                .filter(evidence -> !decided(evidence).isEmpty())
                .toList();
    }

    private static List<FactEntry> decided(EvidenceDetails evidence) {
        return evidence.facts().stream()
                .filter(FactEntry::isStanding)
                .filter(entry ->
                        entry.fact().slot().equals(LIST) && entry.fact().value().equals(COMPLETE))
                .toList();
    }

    private void end(EvidenceDetails evidence) {
        Locale locale = Locale.JAPANESE;
        endings.end(
                messages.get(locale, "sbom.denied", evidence.summary().title().in(locale)),
                messages.get(locale, "sbom.denied.text", evidence.code()),
                evidence.code() + "-part.txt",
                evidence.summary().seriesId(),
                EndedFacts.replacing(decided(evidence)),
                null,
                "page");
    }
}

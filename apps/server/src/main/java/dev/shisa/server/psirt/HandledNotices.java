package dev.shisa.server.psirt;

import dev.shisa.conformity.Slot;
import dev.shisa.conformity.Strength;
import dev.shisa.conformity.Subject;
import dev.shisa.server.evidence.EndedFacts;
import dev.shisa.server.evidence.EvidenceLog;
import dev.shisa.server.evidence.FactEntry;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.web.Messages;
import dev.shisa.server.product.Products;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import org.springframework.stereotype.Component;

/**
 * Whether all notices of JPCERT/CC were handled by the procedure (guide 001, reference 2) is for a person to say, and was said of the
 * notices until then. Once one more is handled to its end, it has to be said again. While it is handled nothing is: only those who work
 * on it may know that it is there.
 */
@Component
class HandledNotices {

    static final String KEY = "handling.cases";

    private final Products products;
    private final EvidenceLog log;
    private final EndedFacts endings;
    private final Messages messages;
    private final InstantSource clock;

    HandledNotices(Products products, EvidenceLog log, EndedFacts endings, Messages messages, InstantSource clock) {
        this.products = products;
        this.log = log;
        this.endings = endings;
        this.messages = messages;
        this.clock = clock;
    }

    /** Ends what was said before a case was closed that JPCERT/CC or IPA told of. */
    void closed(Case one, Person person) {
        if (one.drill() || !one.coordinated() || one.mergedInto().isPresent()) {
            return;
        }
        Subject company = products.organisation();
        List<FactEntry> said = log.history(company, Slot.of(KEY, "")).stream()
                .filter(f -> f.isStanding()
                        && !f.isExpired(clock.instant())
                        && Strength.DOCUMENTED.isAtLeast(f.fact().strength()))
                .toList();
        if (said.isEmpty()) {
            return;
        }
        Locale locale = Locale.forLanguageTag(person.language());
        endings.end(
                messages.get(locale, "psirt.handled.ended"),
                messages.get(locale, "psirt.handled.ended.text"),
                "handled-notices.txt",
                null,
                EndedFacts.replacing(said),
                person,
                "page");
    }
}

package dev.shisa.server.psirt;

import dev.shisa.conformity.Slot;
import dev.shisa.conformity.Strength;
import dev.shisa.conformity.Value;
import dev.shisa.server.evidence.Blobs;
import dev.shisa.server.evidence.EvidenceKind;
import dev.shisa.server.evidence.EvidenceLog;
import dev.shisa.server.evidence.NewEvidence;
import dev.shisa.server.evidence.NewFact;
import dev.shisa.server.evidence.StoredFile;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.web.Messages;
import dev.shisa.server.product.Products;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.stereotype.Component;

/**
 * A drill that several people held to its end, with something learnt, is a record of an exchange in normal times, which exercises are
 * by the question of the guides (001, 3.2; 002). What was played stays with those who played it: the paper has numbers and days only.
 */
@Component
class DrillEvidence {

    /** Somebody alone exchanges nothing with anybody. */
    static final int PEOPLE_MIN = 2;

    private static final String KEY = "contacts.exchange";

    private final Products products;
    private final EvidenceLog log;
    private final Blobs blobs;
    private final Messages messages;

    DrillEvidence(Products products, EvidenceLog log, Blobs blobs, Messages messages) {
        this.products = products;
        this.log = log;
        this.blobs = blobs;
        this.messages = messages;
    }

    /** Records a drill that was just closed, if it says something; like all evidence it waits for a second person. */
    void closed(Case drill, Person person, Instant at) {
        int people = drill.assigned().size();
        int lessons = drill.of(EntryKind.LESSON).size();
        if (!drill.drill() || people < PEOPLE_MIN || lessons == 0) {
            return;
        }
        Locale locale = Locale.forLanguageTag(person.language());
        String title = messages.get(locale, "psirt.drill.evidence");
        String text = messages.get(
                locale,
                "psirt.drill.paper",
                title,
                CaseWords.day(drill.received()),
                CaseWords.day(at),
                people,
                drill.of(EntryKind.STEP).size(),
                lessons);
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        StoredFile paper = blobs.store(bytes, "drill.txt");
        log.record(
                new NewEvidence(
                        EvidenceKind.DOCUMENT,
                        Strength.DOCUMENTED,
                        title,
                        "",
                        "",
                        null,
                        null,
                        null,
                        paper,
                        Map.of(),
                        at,
                        null,
                        person,
                        person.name(),
                        "page",
                        null),
                List.of(NewFact.of(products.organisation(), Slot.of(KEY, ""), Value.word("recorded"), "")));
    }
}

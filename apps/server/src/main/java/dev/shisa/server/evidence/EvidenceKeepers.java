package dev.shisa.server.evidence;

import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Person;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** From what a piece of evidence follows, if it does. */
@Component
class EvidenceKeepers {

    private final ObjectProvider<EvidenceKeeper> keepers;

    EvidenceKeepers(ObjectProvider<EvidenceKeeper> keepers) {
        this.keepers = keepers;
    }

    Optional<EvidenceKeeper.Kept> of(UUID evidence, Locale locale) {
        return keepers.orderedStream()
                .flatMap(keeper -> keeper.of(evidence, locale).stream())
                .findFirst();
    }

    /** @throws Problem 422 if it follows from something, which has to be renewed instead, or if a program measured it */
    void requireFree(EvidenceSummary evidence, Person person) {
        of(evidence.id(), Locale.forLanguageTag(person.language())).ifPresent(kept -> {
            throw new Problem(422, "evidence.renew.kept", evidence.code(), kept.name(), kept.href());
        });
        if (!evidence.kind().isHandedIn()) {
            throw new Problem(422, "evidence.renew.measured", evidence.code());
        }
    }
}

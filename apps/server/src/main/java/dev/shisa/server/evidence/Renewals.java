package dev.shisa.server.evidence;

import dev.shisa.conformity.Slot;
import dev.shisa.conformity.Value;
import dev.shisa.server.catalogue.Catalogues;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.Products;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Says of declarations and documents that they still hold, and until when: a new piece of evidence that continues the old one,
 * with the same file and the same facts. It replaces none of them: what was confirmed counts until it ends, and the renewal
 * counts when a second person has confirmed it. What somebody tested, photographed or copied has to be done again instead.
 */
@Service
public class Renewals {

    private static final Set<EvidenceKind> RENEWABLE = Set.of(EvidenceKind.DECLARATION, EvidenceKind.DOCUMENT);

    private final EvidenceLog log;
    private final EvidenceKeepers keepers;
    private final Catalogues catalogues;
    private final Products products;
    private final FactWords words;
    private final InstantSource clock;

    Renewals(
            EvidenceLog log,
            EvidenceKeepers keepers,
            Catalogues catalogues,
            Products products,
            FactWords words,
            InstantSource clock) {
        this.log = log;
        this.keepers = keepers;
        this.catalogues = catalogues;
        this.products = products;
        this.words = words;
        this.clock = clock;
    }

    /**
     * Renews evidence that ends.
     *
     * @param until the last day
     * @param statement why it still holds
     * @return the renewal; empty if it has no end, lasts that long already, or was renewed already
     * @throws Problem 404 without such evidence, 422 if it cannot be renewed like this, or not until then, or follows from a
     *     document or a record, or says two things that cannot both be so
     */
    @Transactional
    public Optional<UUID> renew(String code, LocalDate until, String statement, Person person) {
        EvidenceDetails old = log.require(code, person);
        EvidenceSummary summary = old.summary();
        Instant end = until.plusDays(1).atStartOfDay(Ui.ZONE).toInstant();
        if (!end.isAfter(clock.instant())) {
            throw new Problem(422, "evidence.renew.past", until);
        }
        if (!RENEWABLE.contains(summary.kind())) {
            throw new Problem(422, "evidence.renew.kind", summary.code());
        }
        keepers.requireFree(summary, person);
        List<FactEntry> standing =
                old.facts().stream().filter(FactEntry::isStanding).toList();
        if (standing.isEmpty()) {
            throw new Problem(422, "evidence.renew.nothing", summary.code());
        }
        Instant before = summary.validUntil();
        if (before == null || !before.isBefore(end) || old.renewedBy() != null) {
            return Optional.empty();
        }
        standing.forEach(entry -> requireTogether(summary, entry, person));
        return Optional.of(log.record(
                        new NewEvidence(
                                summary.kind(),
                                summary.strength(),
                                summary.title().stored(),
                                statement,
                                summary.place(),
                                summary.seriesId(),
                                old.releaseId(),
                                summary.url(),
                                old.file(),
                                old.record(),
                                clock.instant(),
                                end,
                                person,
                                person.name(),
                                "page",
                                old.id()),
                        standing.stream()
                                .map(entry -> NewFact.of(
                                        entry.subject(),
                                        entry.fact().slot(),
                                        entry.fact().value(),
                                        entry.detail()))
                                .toList())
                .evidence());
    }

    /** What an earlier edition of the catalogue took together may exclude one another by now: that is answered anew, not renewed. */
    private void requireTogether(EvidenceSummary summary, FactEntry entry, Person person) {
        Slot slot = entry.fact().slot();
        if (!(entry.fact().value() instanceof Value.Words(var said))) {
            return;
        }
        Locale locale = Locale.forLanguageTag(person.language());
        catalogues.current().fact(slot.key()).flatMap(fact -> fact.apart(said)).ifPresent(two -> {
            UUID series = summary.seriesId();
            throw new Problem(
                    422,
                    "evidence.renew.apart",
                    summary.code(),
                    words.question(slot, locale, series == null ? Map.of() : products.itemNames(series)),
                    two.one().label().in(locale),
                    two.other().label().in(locale));
        });
    }

    /**
     * Takes a renewal back.
     *
     * @return false if somebody has confirmed it since; it stays then
     */
    @Transactional
    public boolean undo(UUID renewal, Person person, String reason) {
        EvidenceDetails made = log.byId(renewal).orElseThrow(() -> new Problem(404, "evidence.not-found", renewal));
        if (made.facts().stream().anyMatch(entry -> entry.confirmedBy() != null)) {
            return false;
        }
        made.facts().stream()
                .filter(entry -> !entry.isWithdrawn())
                .forEach(entry -> log.withdraw(entry.id(), person, reason));
        return true;
    }

    /** The title of evidence that the person sees, for a reader of this language. */
    public Optional<String> title(String code, Person person, Locale locale) {
        return log.byCode(code)
                .map(EvidenceDetails::summary)
                .filter(e -> EvidenceRows.isVisible(e, person))
                .map(e -> e.title().in(locale));
    }
}

package dev.shisa.server.evidence;

import dev.shisa.conformity.Clash;
import dev.shisa.conformity.Confirmation;
import dev.shisa.conformity.Fact;
import dev.shisa.conformity.FactKey;
import dev.shisa.conformity.FactSource;
import dev.shisa.conformity.Layer;
import dev.shisa.conformity.Slot;
import dev.shisa.conformity.Subject;
import dev.shisa.server.catalogue.Catalogues;
import dev.shisa.server.catalogue.EditionChanged;
import dev.shisa.server.platform.web.Messages;
import dev.shisa.server.product.ItemRenamed;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Judgements that both sides of a contradiction are so. They end with what they were about: who judged saw the answers and the
 * names of then. One that would settle nothing any more is taken back before a second person is asked for it.
 */
@Component
class Judgements {

    private final Catalogues catalogues;
    private final EvidenceStore evidence;
    private final FactStore facts;
    private final EvidenceLog log;
    private final ShownFacts shown;
    private final Products products;
    private final Messages messages;
    private final InstantSource clock;

    Judgements(
            Catalogues catalogues,
            EvidenceStore evidence,
            FactStore facts,
            EvidenceLog log,
            ShownFacts shown,
            Products products,
            Messages messages,
            InstantSource clock) {
        this.catalogues = catalogues;
        this.evidence = evidence;
        this.facts = facts;
        this.log = log;
        this.shown = shown;
        this.products = products;
        this.messages = messages;
        this.clock = clock;
    }

    @EventListener
    void on(ItemRenamed renamed) {
        Set<FactKey> judgements = keys(Clash::readsNames);
        List<Subject> subjects = layers(renamed.series());
        String why = messages.get(
                Locale.forLanguageTag(renamed.by().language()), "evidence.contradiction.renamed", renamed.name());
        log.entries(subjects).stream()
                .filter(entry -> entry.isStanding()
                        && judgements.contains(entry.fact().slot().key()))
                .forEach(entry -> log.withdraw(entry.fact().id(), renamed.by(), why));
    }

    @EventListener
    void on(FactsChanged changed) {
        Set<FactKey> keys =
                changed.slots().stream().map(SubjectSlot::slot).map(Slot::key).collect(Collectors.toSet());
        end(keys(clash -> clash.keys().stream().anyMatch(keys::contains)));
    }

    @EventListener
    void on(EditionChanged changed) {
        end(keys(_ -> true));
    }

    private Set<FactKey> keys(Predicate<Clash> which) {
        return catalogues.current().clashes().stream()
                .filter(which)
                .map(Clash::both)
                .collect(Collectors.toSet());
    }

    /** Takes back those of these keys that wait and would settle nothing; one of before, which stands again then, too. */
    private void end(Set<FactKey> judgements) {
        if (judgements.isEmpty()) {
            return;
        }
        List<FactEntry> over = over(judgements);
        while (!over.isEmpty()) {
            // Whoever ends the same at this moment is waited for, and has ended it then.
            over.stream()
                    .map(entry -> entry.fact().evidence())
                    .distinct()
                    .sorted()
                    .forEach(evidence::lock);
            over(judgements)
                    .forEach(entry -> log.withdrawOwn(
                            entry.id(),
                            ShownFacts.NAME,
                            messages.get(shown.locale(Optional.of(entry)), "evidence.contradiction.over")));
            over = over(judgements);
        }
    }

    private List<FactEntry> over(Set<FactKey> judgements) {
        return facts.waiting(judgements).stream()
                .filter(this::isOver)
                .filter(this::isInUse)
                .toList();
    }

    /** Nothing is changed in what an archived product recorded. */
    private boolean isInUse(FactEntry judgement) {
        return log.summaries(List.of(judgement.fact().evidence())).values().stream()
                .map(EvidenceSummary::seriesId)
                .noneMatch(series -> series != null && products.isArchived(series));
    }

    /** Whether it could be confirmed for no product in use any more. */
    private boolean isOver(FactEntry judgement) {
        List<Series> reading = products.reading(judgement.subject()).stream()
                .filter(series -> !products.isArchived(series.id()))
                .toList();
        return !reading.isEmpty() && reading.stream().noneMatch(series -> settles(judgement.fact(), series));
    }

    /** Whether it settles something once it is confirmed, and nobody judges otherwise. */
    private boolean settles(Fact judgement, Series series) {
        FactSource known = log.source(layers(series));
        List<Fact> confirmed = List.of(judgement.confirmed(new Confirmation(ShownFacts.NAME, clock.instant())));
        FactSource supposed = (subject, slot) -> !slot.equals(judgement.slot())
                ? known.facts(subject, slot)
                : subject.equals(judgement.subject()) ? confirmed : List.of();
        return catalogues.evaluator().held(products.target(series), supposed, clock.instant()).stream()
                .anyMatch(held -> held.settled() && held.both().used().contains(judgement.id()));
    }

    private List<Subject> layers(Series series) {
        return products.target(series).layers().stream().map(Layer::subject).toList();
    }
}

package dev.shisa.server.document;

import dev.shisa.conformity.Subject;
import dev.shisa.server.document.DocumentStore.Doubt;
import dev.shisa.server.evidence.EndedFacts;
import dev.shisa.server.evidence.EvidenceDetails;
import dev.shisa.server.evidence.EvidenceLog;
import dev.shisa.server.evidence.FactEntry;
import dev.shisa.server.evidence.FactsChanged;
import dev.shisa.server.platform.Ids;
import dev.shisa.server.platform.web.Messages;
import dev.shisa.server.product.ModelsChanged;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Release;
import dev.shisa.server.product.Series;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Sees to it that a document in force decides only what its answers still say. Texts hold answers as they were; when one of them is
 * otherwise, or the text promises other days than the rule by which the house counts, what the document decides is to be looked at
 * again, neither right nor wrong: each of its facts is replaced by one that has ended. That is taken back when the answer is as it was,
 * or a person says that the text is still right.
 */
@Component
class Doubts {

    /** Who says it, in evidence. */
    static final String NAME = "Shisa";

    private final DocumentStore store;
    private final Drafts drafts;
    private final Products products;
    private final EvidenceLog log;
    private final EndedFacts endings;
    private final Messages messages;
    private final Ids ids;
    private final TransactionTemplate transaction;
    private final InstantSource clock;

    Doubts(
            DocumentStore store,
            Drafts drafts,
            Products products,
            EvidenceLog log,
            EndedFacts endings,
            Messages messages,
            Ids ids,
            TransactionTemplate transaction,
            InstantSource clock) {
        this.store = store;
        this.drafts = drafts;
        this.products = products;
        this.log = log;
        this.endings = endings;
        this.messages = messages;
        this.ids = ids;
        this.transaction = transaction;
        this.clock = clock;
    }

    /** What a version says and is otherwise by now. */
    List<Basis.Change> changes(Document document, Version version) {
        if (version.state().isOver()) {
            return List.of();
        }
        Content content = version.revision().content();
        Basis basis = store.basis(version.id()).orElse(null);
        List<Promises.Promise> promises = drafts.promises(document.kind(), content);
        // Of what the text promises it is known what it says, whatever was taken once.
        Set<String> promised = promises.stream().map(p -> Basis.KNOWN + p.key()).collect(Collectors.toSet());
        return Stream.concat(
                        basis == null
                                ? Stream.empty()
                                : basis.changes(drafts.basis(document.kind(), series(document)), content).stream()
                                        .filter(change -> !promised.contains(change.ref())),
                        broken(promises).stream().filter(change -> basis == null || !basis.accepts(change)))
                .toList();
    }

    /** What texts promise and the rules say otherwise, one for each rule. */
    private static List<Basis.Change> broken(List<Promises.Promise> promises) {
        Map<String, List<Promises.Promise>> by = promises.stream()
                .filter(p -> !p.kept())
                .collect(Collectors.groupingBy(Promises.Promise::key, TreeMap::new, Collectors.toList()));
        return by.entrySet().stream()
                .map(e -> {
                    KnownValue rule = e.getValue().getFirst().rule();
                    String ja = said(e.getValue(), "ja");
                    String en = said(e.getValue(), "en");
                    return new Basis.Change(
                            Basis.PROMISE + e.getKey(),
                            new Basis.Said(ja + "\n" + en, ja.isEmpty() ? en : ja, en.isEmpty() ? ja : en),
                            rule.said());
                })
                .toList();
    }

    private static String said(List<Promises.Promise> promises, String language) {
        return promises.stream()
                .filter(p -> p.language().equals(language))
                .map(Promises.Promise::said)
                .distinct()
                .collect(Collectors.joining(" / "));
    }

    /** What a version rests on from now on, since somebody says that its text is right as it is. */
    Basis seen(Document document, Version version) {
        Basis basis = drafts.basis(document.kind(), series(document));
        for (Basis.Change change :
                broken(drafts.promises(document.kind(), version.revision().content()))) {
            basis = basis.accepting(change);
        }
        return basis;
    }

    /** Documents in force that make promises of which a rule has changed are looked at in the same transaction. */
    void follow(Set<String> known) {
        store.inForce(drafts.asking(known)).forEach(this::follow);
    }

    private @Nullable Series series(Document document) {
        UUID seriesId = document.seriesId();
        return seriesId == null ? null : products.byId(seriesId).orElse(null);
    }

    /** Lets what a version decides follow from whether its answers are as they were. */
    void follow(UUID versionId) {
        Version version = store.version(versionId).orElseThrow();
        Document document = store.document(version.documentId()).orElseThrow();
        UUID seriesId = document.seriesId();
        if (seriesId != null && products.isArchived(seriesId)) {
            return;
        }
        List<Basis.Change> changes = version.state() == State.IN_FORCE ? changes(document, version) : List.of();
        Doubt open = store.doubt(versionId).orElse(null);
        if (changes.isEmpty()) {
            if (open != null) {
                end(open);
            }
            return;
        }
        boolean wrong = changes.stream().anyMatch(Basis.Change::isUsed);
        if (open != null && (open.evidence() != null) == wrong) {
            return;
        }
        if (open != null) {
            end(open);
        }
        UUID evidence = wrong ? say(document, version, changes) : null;
        if (open == null || evidence != null || open.evidence() != null) {
            store.insert(new Doubt(ids.next(), versionId, evidence, now()));
        }
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    /** Takes back what was said, since it is not so any more, or the version has ended. */
    void end(UUID versionId) {
        store.doubt(versionId).ifPresent(this::end);
    }

    private void end(Doubt doubt) {
        store.end(doubt, now());
        UUID evidence = doubt.evidence();
        if (evidence != null) {
            log.byId(evidence).map(EvidenceDetails::facts).orElse(List.of()).stream()
                    .filter(fact -> !fact.isWithdrawn())
                    .forEach(fact ->
                            log.withdrawOwn(fact.id(), NAME, messages.get(Locale.JAPANESE, "document.doubt.over")));
        }
    }

    /** @return null: the version decides nothing that counts */
    private @Nullable UUID say(Document document, Version version, List<Basis.Change> changes) {
        Set<String> decided = drafts.decided(document, version).stream()
                .map(d -> d.slot().toString())
                .collect(Collectors.toSet());
        List<FactEntry> facts = log.byIds(store.evidence(Set.of(version.id()))).stream()
                .flatMap(evidence -> evidence.facts().stream())
                .filter(f -> f.isStanding() && decided.contains(f.fact().slot().toString()))
                .toList();
        if (facts.isEmpty()) {
            return null;
        }
        Locale locale = Locale.JAPANESE;
        String title = messages.get(
                locale, "document.doubt.evidence", version.revision().content().title(locale), version.number());
        String text = changes.stream()
                .map(c -> "- " + c.ref() + ": " + c.before().ja() + " → "
                        + c.now().ja())
                .collect(Collectors.joining("\n"));
        return endings.end(
                title,
                text,
                document.code() + "-answers.txt",
                document.seriesId(),
                EndedFacts.replacing(facts),
                null,
                "page");
    }

    /** Somebody answered, confirmed or took back: what rests on it is looked at in the same transaction. */
    @EventListener
    void on(FactsChanged changed) {
        Set<String> keys =
                changed.slots().stream().map(s -> s.slot().key().value()).collect(Collectors.toSet());
        boolean general = changed.slots().stream().anyMatch(s -> s.subject().kind() == Subject.Kind.ORGANISATION);
        Set<UUID> series = new HashSet<>();
        changed.slots().stream().map(s -> s.subject()).distinct().forEach(subject -> {
            if (subject.kind() == Subject.Kind.PRODUCT) {
                series.add(subject.id());
            } else if (subject.kind() == Subject.Kind.RELEASE) {
                products.release(subject.id()).map(Release::seriesId).ifPresent(series::add);
            }
        });
        if (!keys.isEmpty() && (general || !series.isEmpty())) {
            store.resting(keys, general ? null : series).forEach(this::follow);
        }
    }

    @EventListener
    void on(ModelsChanged changed) {
        store.resting(List.of("models"), List.of(changed.seriesId())).forEach(this::follow);
    }

    /** Answers end by themselves, and names of the company, of products and of items change without a fact. */
    @Scheduled(fixedDelay = 3_600_000, initialDelay = 240_000)
    void look() {
        Set<UUID> versions = new LinkedHashSet<>(Objects.requireNonNull(transaction.execute(_ -> store.resting())));
        versions.addAll(Objects.requireNonNull(transaction.execute(_ -> store.inForce(drafts.promising()))));
        for (UUID version : versions) {
            transaction.executeWithoutResult(_ -> follow(version));
        }
    }
}

package dev.shisa.server.supplier;

import dev.shisa.conformity.Slot;
import dev.shisa.conformity.Strength;
import dev.shisa.conformity.Subject;
import dev.shisa.server.evidence.Blobs;
import dev.shisa.server.evidence.EvidenceDetails;
import dev.shisa.server.evidence.EvidenceKind;
import dev.shisa.server.evidence.EvidenceLog;
import dev.shisa.server.evidence.FactsChanged;
import dev.shisa.server.evidence.NewEvidence;
import dev.shisa.server.evidence.NewFact;
import dev.shisa.server.evidence.StoredFile;
import dev.shisa.server.evidence.SubjectSlot;
import dev.shisa.server.platform.Cut;
import dev.shisa.server.platform.account.ActInterceptor;
import dev.shisa.server.platform.account.People;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Secrets;
import dev.shisa.server.platform.web.Messages;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.RegisterItem;
import dev.shisa.server.product.Series;
import dev.shisa.server.supplier.SupplierStore.Conclusion;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Keeps the facts about suppliers as the records are: what these say now ({@link Topics}) is compared with what was recorded last, and
 * recorded anew where it differs. A fact ends by itself on the last day of what it rests on, and is then stale. What is taken back
 * before that day is never only withdrawn, because an older answer would come back with it: the records then say that it is not so.
 */
@Component
record LivingFacts(
        SupplierStore store,
        ShownSupply shown,
        Products products,
        EvidenceLog log,
        Blobs blobs,
        People people,
        Messages messages,
        TransactionTemplate transaction,
        InstantSource clock) {

    private static final String LIST = "supplier.items";

    Instant now() {
        return clock.instant();
    }

    LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), Ui.ZONE);
    }

    /** Of a supplier now. */
    Standing standing(UUID supplierId) {
        return store.standing(supplierId, today());
    }

    /** After something about a supplier has changed. */
    void renew(UUID supplierId, Person person, String via) {
        Set<UUID> concerned = new LinkedHashSet<>();
        store.items(supplierId).stream().filter(l -> l.end() == null).forEach(l -> concerned.add(l.seriesId()));
        products.byIds(concerned).forEach(series -> renew(series, person, via));
        shown.measuresSoon();
    }

    /** After something about the suppliers of a product has changed. */
    void renew(Series series, Person person, String via) {
        if (products.isArchived(series.id())) {
            return;
        }
        Map<String, Conclusion> before = store.conclusions(series.id());
        topics(series, Suppliers.locale(person))
                .forEach((topic, stand) -> renew(series, topic, stand, before.get(topic), person, via));
        shown.kinds(series);
    }

    private void renew(
            Series series, String topic, Stand stand, @Nullable Conclusion before, Person person, String via) {
        boolean over =
                before != null && before.until() != null && !before.until().isAfter(clock.instant());
        if (!stand.whole() && (before == null || over)) {
            return;
        }
        Set<Slot> said = before == null
                ? Set.of()
                : log.byId(before.evidence()).map(EvidenceDetails::facts).orElse(List.of()).stream()
                        .map(entry -> entry.fact().slot())
                        .collect(Collectors.toSet());
        List<Map.Entry<Slot, Stand.Said>> facts = stand.facts().entrySet().stream()
                .filter(e -> e.getValue().positive() || said.contains(e.getKey()))
                .toList();
        String signature = signature(stand);
        if (facts.isEmpty() || (before != null && before.signature().equals(signature))) {
            return;
        }
        Subject subject = new Subject(Subject.Kind.PRODUCT, series.id());
        Strength strength = stand.word() ? Strength.DECLARED : Strength.DOCUMENTED;
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Instant until = stand.until() == null
                ? null
                : stand.until().plusDays(1).atStartOfDay(Ui.ZONE).toInstant();
        List<NewFact> recorded = new ArrayList<>();
        for (Map.Entry<Slot, Stand.Said> fact : facts) {
            recorded.add(new NewFact(
                    subject,
                    fact.getKey(),
                    fact.getValue().value(),
                    fact.getValue().detail(),
                    log.replaceable(subject, fact.getKey(), strength)));
        }
        UUID evidence = log.record(
                        new NewEvidence(
                                stand.word() ? EvidenceKind.DECLARATION : EvidenceKind.DOCUMENT,
                                strength,
                                Cut.to(stand.title(), EvidenceLog.TITLE_CHARS_MAX),
                                Cut.to(stand.paper(), EvidenceLog.TEXT_CHARS_MAX),
                                "",
                                series.id(),
                                null,
                                null,
                                stand.word() ? null : stand.file() != null ? stand.file() : paper(series, stand),
                                Map.of(),
                                now,
                                until,
                                person,
                                Cut.to(stand.by().isEmpty() ? person.name() : stand.by(), EvidenceLog.TITLE_CHARS_MAX),
                                stand.by().isEmpty() ? via : "link",
                                null),
                        recorded)
                .evidence();
        store.insert(new Conclusion(evidence, series.id(), topic, signature, until, now));
    }

    private StoredFile paper(Series series, Stand stand) {
        byte[] text = (stand.title() + "\n" + today() + "\n\n" + stand.paper() + "\n").getBytes(StandardCharsets.UTF_8);
        return blobs.store(text, "suppliers-" + series.code() + ".txt");
    }

    private Map<String, Stand> topics(Series series, Locale locale) {
        LocalDate today = today();
        Map<String, UUID> linked =
                store.itemsOf(series.id()).stream().collect(Collectors.toMap(LinkedItem::item, LinkedItem::supplierId));
        Map<UUID, Supplier> suppliers = store.byIds(linked.values());
        List<Topics.Of> all = products.items(series.id(), Suppliers.COLLECTION).stream()
                .map(item -> of(series, item, suppliers.get(linked.getOrDefault(item.code(), new UUID(0, 0)))))
                .toList();
        return new Topics(series, all, today, messages, locale).all();
    }

    private Topics.Of of(Series series, RegisterItem item, @Nullable Supplier supplier) {
        if (supplier == null || supplier.ended()) {
            return new Topics.Of(
                    item, null, Standing.of(today(), List.of(), List.of(), List.of()), List.of(), List.of());
        }
        return new Topics.Of(
                item,
                supplier,
                standing(supplier.id()),
                store.deliveries(supplier.id()).stream()
                        .filter(d -> d.isFor(series.id()))
                        .toList(),
                store.checks(supplier.id()));
    }

    /** Takes over what the records said in another installation, where they say the same here. */
    void adopt(Series series, Map<String, UUID> evidence, Person person) {
        Map<String, Stand> topics = topics(series, Suppliers.locale(person));
        evidence.forEach((topic, id) -> {
            Stand stand = topics.get(topic);
            log.byId(id)
                    .ifPresent(details -> store.insert(new Conclusion(
                            id,
                            series.id(),
                            topic,
                            stand == null ? "" : signature(stand),
                            details.summary().validUntil(),
                            clock.instant().truncatedTo(ChronoUnit.MICROS))));
        });
        renew(series, person, "page");
    }

    /** Another supplier in the register, or one less: what was said of all of them is looked at again. */
    @EventListener
    void on(FactsChanged changed) {
        Person acting = ActInterceptor.signedIn();
        Set<UUID> answered = new LinkedHashSet<>();
        for (SubjectSlot slot : changed.slots()) {
            if (slot.slot().key().value().equals(ShownSupply.KINDS)) {
                answered.add(slot.subject().id());
            } else if (slot.slot().key().value().equals(ShownSupply.MEASURES)) {
                shown.measuresSoon();
            }
        }
        products.byIds(answered).stream()
                .filter(series -> !store.itemsOf(series.id()).isEmpty())
                .forEach(shown::kinds);
        changed.slots().stream()
                .filter(slot -> slot.slot().key().value().equals(LIST))
                .map(slot -> slot.subject().id())
                .distinct()
                .forEach(id -> products.byId(id)
                        .filter(series -> !store.conclusions(id).isEmpty())
                        .ifPresent(series -> person(acting, series).ifPresent(who -> renew(series, who, "page"))));
    }

    /** A contract that begins, or takes the place of one that has ended, changes what is so without anybody's act. */
    @Scheduled(fixedDelay = 3_600_000, initialDelay = 180_000)
    void look() {
        Set<UUID> concerned = store.items().stream().map(LinkedItem::seriesId).collect(Collectors.toSet());
        for (Series series : products.byIds(concerned)) {
            transaction.executeWithoutResult(
                    status -> person(null, series).ifPresent(who -> renew(series, who, "page")));
        }
        transaction.executeWithoutResult(_ -> shown.measures());
    }

    /** Whoever acts; where nobody does, whoever linked a supplier last. */
    private Optional<Person> person(@Nullable Person acting, Series series) {
        return acting != null
                ? Optional.of(acting)
                : log
                        .byIds(store.conclusions(series.id()).values().stream()
                                .map(SupplierStore.Conclusion::evidence)
                                .toList())
                        .stream()
                        .flatMap(e -> Optional.ofNullable(e.summary().submittedBy()).stream())
                        .distinct()
                        .flatMap(id -> people.find(id).stream())
                        .findFirst()
                        // What was said has been taken back, and nothing is left that says by whom.
                        .or(() -> store.linker(series.id()).flatMap(people::find));
    }

    /** Evidence with what the records said of a product last, by topic. */
    Map<String, UUID> said(UUID seriesId) {
        return store.conclusions(seriesId).entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().evidence()));
    }

    private static String signature(Stand stand) {
        return HexFormat.of()
                .formatHex(Secrets.hash(stand.whole() + "\n" + stand.until() + "\n"
                        + stand.facts().entrySet().stream()
                                .map(e ->
                                        e.getKey() + "=" + e.getValue().value().canonical())
                                .sorted()
                                .collect(Collectors.joining("\n"))
                        + "\n" + stand.basis() + "\n"
                        + (stand.file() == null ? "" : stand.file().sha256())));
    }
}

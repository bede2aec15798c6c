package dev.shisa.server.product;

import dev.shisa.conformity.Confirmation;
import dev.shisa.conformity.RequirementId;
import dev.shisa.conformity.Vocabulary;
import dev.shisa.server.catalogue.Catalogues;
import dev.shisa.server.platform.Ids;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.audit.Audit;
import dev.shisa.server.platform.ledger.LedgerOutbox;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** A series as it goes to another installation, and as it comes from one. */
@Service
public class SeriesCopies {

    private final Products products;
    private final ProductStore store;
    private final Catalogues catalogues;
    private final Audit audit;
    private final LedgerOutbox ledger;
    private final ApplicationEventPublisher events;
    private final Ids ids;
    private final InstantSource clock;

    SeriesCopies(
            Products products,
            ProductStore store,
            Catalogues catalogues,
            Audit audit,
            LedgerOutbox ledger,
            ApplicationEventPublisher events,
            Ids ids,
            InstantSource clock) {
        this.products = products;
        this.store = store;
        this.catalogues = catalogues;
        this.audit = audit;
        this.ledger = ledger;
        this.events = events;
        this.ids = ids;
        this.clock = clock;
    }

    @Transactional(readOnly = true)
    public SeriesCopy of(Series series) {
        List<Release> releases = store.releases(series.id()).reversed();
        Map<UUID, String> names = releases.stream().collect(Collectors.toMap(Release::id, Release::name));
        return new SeriesCopy(
                series.code(),
                series.name(),
                series.nameEn(),
                series.kind(),
                series.about(),
                series.designated() == null ? null : names.get(series.designated()),
                store.models(series.id()).stream()
                        .map(model -> new Products.NewModel(model.number(), model.differences()))
                        .toList(),
                releases.stream()
                        .map(release -> new SeriesCopy.ReleaseCopy(
                                release.name(),
                                release.releasedOn(),
                                release.notes(),
                                release.predecessor() == null ? null : names.get(release.predecessor()),
                                store.impact(release.id())
                                        .map(impact -> new SeriesCopy.ImpactCopy(
                                                impact.frameworks(),
                                                impact.touched(),
                                                impact.reason(),
                                                impact.signedName(),
                                                impact.signedAt(),
                                                impact.confirmed()))
                                        .orElse(null)))
                        .toList(),
                store.itemCopies(series.id()));
    }

    /**
     * Creates the series with its models, releases and names of register items; the statements that were signed there are
     * left to {@link #sign}.
     *
     * @throws InputRefused when something of it cannot be taken; nothing is created then
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public Series bring(SeriesCopy copy, Person person) {
        Series series = products.create(
                new NewSeries(copy.code(), copy.name(), copy.nameEn(), copy.kind(), copy.about(), List.of(), ""),
                person);
        if (!copy.models().isEmpty()) {
            products.addModels(series, copy.models(), person);
        }
        Map<String, UUID> releases = releases(series, copy);
        String designated = copy.designated();
        if (designated != null) {
            UUID id = releases.get(designated);
            if (id == null) {
                throw new Problem(422, "transfer.release", designated);
            }
            store.designate(series.id(), id);
        }
        items(series, copy.items());
        audit.record(
                person,
                "series.bring",
                series.code(),
                Map.of("releases", releases.size(), "items", copy.items().size()));
        events.publishEvent(new DesignatedReleaseChanged(series.id()));
        return store.byId(series.id()).orElseThrow();
    }

    private Map<String, UUID> releases(Series series, SeriesCopy copy) {
        Map<String, UUID> byName = new HashMap<>();
        for (SeriesCopy.ReleaseCopy release : copy.releases()) {
            Release plain = Products.checked(
                    new Release(
                            ids.next(), series.id(), release.name(), release.releasedOn(), release.notes(), null, 1),
                    store.releases(series.id()));
            store.insert(plain, clock.instant());
            byName.put(release.name(), plain.id());
        }
        for (SeriesCopy.ReleaseCopy release : copy.releases()) {
            String before = release.predecessor();
            if (before != null) {
                UUID predecessor = byName.get(before);
                if (predecessor == null) {
                    throw new Problem(422, "transfer.release", before);
                }
                store.update(Products.checked(
                        new Release(
                                Objects.requireNonNull(byName.get(release.name())),
                                series.id(),
                                release.name(),
                                release.releasedOn(),
                                release.notes(),
                                predecessor,
                                1),
                        store.releases(series.id())));
            }
        }
        return byName;
    }

    /** A code is the collection and how many items it ever had; the next one that is added here goes on counting. */
    private void items(Series series, List<SeriesCopy.ItemCopy> items) {
        Set<String> collections = catalogues.current().vocabulary().collections().stream()
                .map(Vocabulary.Collection::id)
                .collect(Collectors.toSet());
        Map<String, Integer> counted = new HashMap<>();
        Map<String, Set<String>> present = new HashMap<>();
        for (SeriesCopy.ItemCopy item : items) {
            if (!collections.contains(item.collection())) {
                throw new Problem(422, "transfer.collection", item.collection());
            }
            int number = counted.merge(item.collection(), 1, Integer::sum);
            boolean twice = !item.removed()
                    && !present.computeIfAbsent(item.collection(), _ -> new HashSet<>())
                            .add(item.name());
            if (number > Products.ITEMS_MAX || twice || !item.code().equals(item.collection() + "-" + number)) {
                throw new Problem(422, "transfer.item", item.code(), item.name());
            }
            Entries entries = new Entries();
            String name = entries.name("name", item.name(), true);
            String note = entries.text("note", item.note(), false);
            entries.check();
            RegisterItem brought = new RegisterItem(ids.next(), item.collection(), item.code(), name, note, 1);
            store.insert(brought, series.id());
            if (item.removed()) {
                store.remove(brought, clock.instant());
            }
        }
    }

    /**
     * Enters the change impacts that were signed elsewhere, each with the name of who signed it there.
     *
     * @param importId under which somebody here takes over what these persons signed
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void sign(Series series, SeriesCopy copy, UUID importId) {
        Map<String, Release> byName =
                store.releases(series.id()).stream().collect(Collectors.toMap(Release::name, r -> r));
        Instant now = clock.instant();
        for (SeriesCopy.ReleaseCopy release : copy.releases()) {
            SeriesCopy.ImpactCopy signed = release.impact();
            Release here = byName.get(release.name());
            if (signed == null) {
                continue;
            }
            UUID predecessor = here == null ? null : here.predecessor();
            if (here == null || predecessor == null || signed.signedAt().isAfter(now)) {
                throw new Problem(422, "transfer.impact", release.name());
            }
            Entries entries = new Entries();
            String reason = entries.text("reason", signed.reason(), true);
            String name = entries.name("signedBy", signed.signedName(), true);
            entries.check();
            ChangeImpact impact = new ChangeImpact(
                    ids.next(),
                    here.id(),
                    predecessor,
                    signed.frameworks(),
                    signed.touched(),
                    reason,
                    null,
                    name,
                    signed.signedAt().truncatedTo(ChronoUnit.MICROS),
                    null);
            store.insert(impact, importId);
            TreeMap<String, Object> body = new TreeMap<>();
            body.put("id", impact.id().toString());
            body.put("series", series.id().toString());
            body.put("release", here.id().toString());
            body.put("predecessor", predecessor.toString());
            body.put("frameworks", impact.frameworks().stream().sorted().toList());
            body.put(
                    "touched",
                    impact.touched().stream()
                            .sorted()
                            .map(RequirementId::toString)
                            .toList());
            body.put("reason", reason);
            body.put("import", importId.toString());
            body.put("signedName", name);
            body.put("signedAt", impact.signedAt().toString());
            ledger.append("change-impact/1", here.id(), body);
            Confirmation confirmed = signed.confirmed();
            if (confirmed != null) {
                confirm(impact, confirmed, importId);
            }
        }
        events.publishEvent(new ImpactSigned(series.id()));
    }

    private void confirm(ChangeImpact impact, Confirmation there, UUID importId) {
        Entries entries = new Entries();
        String name = entries.name("confirmedBy", there.by(), true);
        entries.check();
        if (there.at().isAfter(clock.instant()) || there.at().isBefore(impact.signedAt())) {
            throw new Problem(422, "transfer.impact", impact.signedName());
        }
        Confirmation confirmation = new Confirmation(name, there.at().truncatedTo(ChronoUnit.MICROS));
        store.confirm(impact.id(), confirmation, null, importId);
        TreeMap<String, Object> body = new TreeMap<>();
        body.put("id", impact.id().toString());
        body.put("import", importId.toString());
        body.put("byName", name);
        body.put("at", confirmation.at().toString());
        ledger.append("change-impact-confirmed/1", impact.releaseId(), body);
    }
}

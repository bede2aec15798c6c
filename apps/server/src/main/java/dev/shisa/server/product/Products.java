package dev.shisa.server.product;

import dev.shisa.conformity.Confirmation;
import dev.shisa.conformity.Layer;
import dev.shisa.conformity.Requirement;
import dev.shisa.conformity.RequirementId;
import dev.shisa.conformity.Statement;
import dev.shisa.conformity.Subject;
import dev.shisa.conformity.Target;
import dev.shisa.server.catalogue.Catalogues;
import dev.shisa.server.platform.Ids;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.audit.Audit;
import dev.shisa.server.platform.ledger.LedgerOutbox;
import dev.shisa.server.platform.settings.Settings;
import dev.shisa.server.platform.web.Typed;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Series, model numbers, releases, change impact and the names of register items.
 *
 * <p>Acts that a person does take the person and refuse a series outside the person's scope as if it did not exist.
 */
@Service
@Transactional
public class Products {

    /** Items of one collection, removed ones included: a register with more of them is not one that people keep. */
    static final int ITEMS_MAX = 1000;

    private final ProductStore store;
    private final Settings settings;
    private final Catalogues catalogues;
    private final Audit audit;
    private final LedgerOutbox ledger;
    private final ApplicationEventPublisher events;
    private final Ids ids;
    private final InstantSource clock;

    Products(
            ProductStore store,
            Settings settings,
            Catalogues catalogues,
            Audit audit,
            LedgerOutbox ledger,
            ApplicationEventPublisher events,
            Ids ids,
            InstantSource clock) {
        this.store = store;
        this.settings = settings;
        this.catalogues = catalogues;
        this.audit = audit;
        this.ledger = ledger;
        this.events = events;
        this.ids = ids;
        this.clock = clock;
    }

    // Series

    /** The series with a code, whoever asks: for what a person does not see by it. */
    @Transactional(readOnly = true)
    public Optional<Series> byCode(String code) {
        return store.byCode(code);
    }

    /** The series of a code; 404 when there is none or the person's scope does not include it. */
    @Transactional(readOnly = true)
    public Series require(String code, Person person) {
        return store.byCode(code)
                .filter(series -> person.sees(series.id()))
                .orElseThrow(() -> new Problem(404, "series.unknown", code));
    }

    /** The series that a form names by its id or a program by its code; null, where neither names any. */
    @Transactional(readOnly = true)
    public @Nullable Series named(@Nullable String codeOrId, Person person) {
        if (codeOrId == null || codeOrId.isEmpty()) {
            return null;
        }
        return Typed.id(codeOrId)
                .flatMap(store::byId)
                .filter(series -> person.sees(series.id()))
                .orElseGet(() -> require(codeOrId, person));
    }

    /** The same for whoever is about to change something: 409 while the series is archived. */
    @Transactional(readOnly = true)
    public Series requireInUse(String code, Person person) {
        return inUse(require(code, person));
    }

    @Transactional(readOnly = true)
    public Optional<Series> byId(UUID id) {
        return store.byId(id);
    }

    @Transactional(readOnly = true)
    public List<Series> byIds(Collection<UUID> ids) {
        return store.byIds(ids);
    }

    /** Some of the series that a person works with: in scope, not archived, oldest first. */
    @Transactional(readOnly = true)
    public List<Series> visibleTo(Person person, int from, int most) {
        return store.present(person.series(), from, most);
    }

    /** Those in scope behind one of them, in the order of their ids. */
    @Transactional(readOnly = true)
    List<Series> behind(Person person, boolean archived, @Nullable UUID after, int most) {
        return store.behind(person.series(), archived, after, most);
    }

    /** The first of them that lack a model or the designated release, or have a release whose impact nobody has signed. */
    @Transactional(readOnly = true)
    List<ProductStore.Unfinished> unfinished(Person person, int most) {
        return store.unfinished(person.series(), most);
    }

    /** Statements for which a second person other than this one is wanted; oldest first. */
    @Transactional(readOnly = true)
    List<ProductStore.Waiting> waitingImpacts(Person person, int most) {
        return store.waiting(person.series(), person.id(), most);
    }

    /** Every series of the installation, archived ones too: their verdicts go on ageing. */
    @Transactional(readOnly = true)
    public List<Series> every() {
        return store.every();
    }

    /** Keeps whoever else changes or judges this series, or the organisation, waiting until the transaction ends. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void lock(UUID subjectId) {
        if (isOrganisation(subjectId)) {
            store.lockOrganisation(subjectId);
        } else {
            store.lock(subjectId);
        }
    }

    /** Likewise; false, at once, if somebody else has it. */
    @Transactional(propagation = Propagation.MANDATORY)
    public boolean tryLock(UUID subjectId) {
        return isOrganisation(subjectId) ? store.tryLockOrganisation(subjectId) : store.tryLock(subjectId);
    }

    /** The archived ones: nothing of them asks anybody for anything. */
    @Transactional(readOnly = true)
    public Set<UUID> archived() {
        return store.archived();
    }

    @Transactional(readOnly = true)
    public boolean isArchived(UUID seriesId) {
        return store.isArchived(seriesId);
    }

    /** Whether a code is in use, whatever the case of its letters. */
    @Transactional(readOnly = true)
    public boolean taken(String code) {
        return store.byCode(code).isPresent();
    }

    /** Creates a series with its first models and, when named, its first release as the designated one. */
    public Series create(NewSeries draft, Person person) {
        if (!person.series().isEmpty()) {
            throw new Problem(403, "series.create.limited");
        }
        Entries entries = new Entries();
        String name = entries.name("name", draft.name(), true);
        String nameEn = entries.name("nameEn", draft.nameEn(), false);
        String kind = entries.name("kind", draft.kind(), true);
        String code = entries.code("code", draft.code());
        String about = entries.text("about", draft.about(), false);
        List<String> models = entries.models("models", draft.models(), Set.of());
        String release = entries.name("release", draft.release(), false);
        if (!entries.wrong("code") && store.byCode(code).isPresent()) {
            entries.add("code", "code-taken", code);
        }
        if (store.count() >= Entries.SERIES_MAX) {
            entries.add("name", "series-many", Entries.SERIES_MAX);
        }
        entries.check();

        Series series = new Series(ids.next(), code, name, nameEn, kind, about, null, 1);
        try {
            store.insert(series, clock.instant(), person.id());
        } catch (DuplicateKeyException e) {
            throw InputRefused.of("code", "code-taken", code);
        }
        for (int i = 0; i < models.size(); i++) {
            store.insert(new Model(ids.next(), series.id(), models.get(i), "", 1), i + 1);
        }
        if (!release.isEmpty()) {
            Release first = new Release(ids.next(), series.id(), release, null, "", null, 1);
            store.insert(first, clock.instant());
            store.designate(series.id(), first.id());
        }
        audit.record(person, "series.create", code, Map.of("name", name, "models", models.size(), "release", release));
        events.publishEvent(new SeriesCreated(series.id()));
        return fresh(series.id());
    }

    /** Saves code, name, kind and description; {@link ChangedMeanwhile} when somebody else saved first. */
    public Series edit(Series edited, Person person) {
        Series stored = requireId(edited.id(), person);
        Entries entries = new Entries();
        String name = entries.name("name", edited.name(), true);
        String nameEn = entries.name("nameEn", edited.nameEn(), false);
        String kind = entries.name("kind", edited.kind(), true);
        String code = entries.code("code", edited.code());
        String about = entries.text("about", edited.about(), false);
        if (!entries.wrong("code")
                && store.byCode(code).filter(s -> !s.id().equals(stored.id())).isPresent()) {
            entries.add("code", "code-taken", code);
        }
        entries.check();
        Series next = new Series(stored.id(), code, name, nameEn, kind, about, stored.designated(), edited.version());
        if (!store.update(next)) {
            throw new ChangedMeanwhile(stored.code());
        }
        audit.record(person, "series.edit", code, differences(stored, next));
        return fresh(stored.id());
    }

    /** Puts a series away, or takes it back; nothing of it is lost. */
    public void archive(Series series, boolean archived, Person person) {
        Series stored = seen(series.id(), person);
        store.archive(stored.id(), archived ? clock.instant() : null);
        events.publishEvent(new SeriesArchived(stored.id(), archived));
        audit.record(person, archived ? "series.archive" : "series.restore", stored.code(), Map.of());
    }

    // Models

    @Transactional(readOnly = true)
    public List<Model> models(UUID seriesId) {
        return store.models(seriesId);
    }

    /** Adds models, each with its differences against the first one (empty: none). */
    public void addModels(Series series, List<NewModel> added, Person person) {
        Series stored = requireId(series.id(), person);
        store.lock(stored.id());
        Entries entries = new Entries();
        Set<String> known =
                store.models(stored.id()).stream().map(Model::number).collect(Collectors.toSet());
        List<NewModel> filled =
                added.stream().filter(m -> !m.number().isBlank()).toList();
        List<String> numbers =
                entries.models("models", filled.stream().map(NewModel::number).toList(), known);
        List<String> differences = filled.stream()
                .map(m -> entries.text("models", m.differences(), false))
                .toList();
        if (numbers.isEmpty()) {
            entries.add("models", "empty");
        }
        entries.check();
        int position = store.nextPosition(stored.id());
        for (int i = 0; i < numbers.size(); i++) {
            store.insert(new Model(ids.next(), stored.id(), numbers.get(i), differences.get(i), 1), position + i);
        }
        audit.record(person, "model.add", stored.code(), Map.of("count", numbers.size(), "numbers", numbers));
        events.publishEvent(new ModelsChanged(stored.id()));
    }

    /** Saves number and differences; {@link ChangedMeanwhile} when somebody else saved first. */
    public void editModel(Series series, Model edited, Person person) {
        Model stored = modelOf(requireId(series.id(), person), edited.id());
        store.lock(stored.seriesId());
        Entries entries = new Entries();
        String number = entries.name("number", edited.number(), true);
        String differences = entries.text("differences", edited.differences(), false);
        if (store.models(stored.seriesId()).stream()
                .anyMatch(m -> m.number().equals(number) && !m.id().equals(stored.id()))) {
            entries.add("number", "model-twice", number, 1);
        }
        entries.check();
        if (!store.update(new Model(stored.id(), stored.seriesId(), number, differences, edited.version()))) {
            throw new ChangedMeanwhile(stored.number());
        }
        audit.record(
                person,
                "model.edit",
                stored.number(),
                Map.of("number", number, "before", stored.differences(), "after", differences));
        events.publishEvent(new ModelsChanged(stored.seriesId()));
    }

    public void removeModel(Series series, UUID modelId, int version, Person person) {
        Model stored = modelOf(requireId(series.id(), person), modelId);
        if (!store.delete(new Model(stored.id(), stored.seriesId(), stored.number(), "", version))) {
            throw new ChangedMeanwhile(stored.number());
        }
        audit.record(person, "model.remove", stored.number(), Map.of("differences", stored.differences()));
        events.publishEvent(new ModelsChanged(stored.seriesId()));
    }

    // Releases

    /** Newest first. */
    @Transactional(readOnly = true)
    public List<Release> releases(UUID seriesId) {
        return store.releases(seriesId);
    }

    /** Of several series, by series, the newest first. */
    @Transactional(readOnly = true)
    public Map<UUID, List<Release>> releases(Collection<UUID> series) {
        return store.releases(series).stream().collect(Collectors.groupingBy(Release::seriesId));
    }

    /** Those of every series that came out after one day and not after another, the newest first. */
    @Transactional(readOnly = true)
    public List<Release> releasedBetween(LocalDate after, LocalDate until) {
        return store.releasedBetween(after, until);
    }

    @Transactional(readOnly = true)
    public Optional<Release> release(UUID id) {
        return store.release(id);
    }

    /** The release that a form chose by its id; empty if the series has none such. */
    @Transactional(readOnly = true)
    public Optional<Release> releaseChosen(Series series, String id) {
        return store.releases(series.id()).stream()
                .filter(r -> r.id().toString().equals(id))
                .findFirst();
    }

    /**
     * The release that a call names.
     *
     * @throws Problem 400 with the names that there are
     */
    @Transactional(readOnly = true)
    public Release releaseNamed(Series series, String name) {
        List<Release> releases = store.releases(series.id());
        return releases.stream()
                .filter(r -> r.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new Problem(
                        400,
                        "api.parameter",
                        "release",
                        releases.stream().map(Release::name).collect(Collectors.joining(", "))));
    }

    /**
     * Sees to it that a call names a model of the series.
     *
     * @throws Problem 400 with the numbers that there are
     */
    @Transactional(readOnly = true)
    public void requireModel(Series series, String number) {
        List<String> numbers =
                store.models(series.id()).stream().map(Model::number).toList();
        if (!numbers.contains(number)) {
            throw new Problem(400, "api.parameter", "model", String.join(", ", numbers));
        }
    }

    /** The release that the label is for. */
    @Transactional(readOnly = true)
    public Optional<Release> designated(Series series) {
        return Optional.ofNullable(series.designated()).flatMap(store::release);
    }

    /** The designated releases of several series, by series; those that have none are left out. */
    @Transactional(readOnly = true)
    public Map<UUID, Release> designated(Collection<Series> series) {
        return store
                .releasesById(series.stream()
                        .map(Series::designated)
                        .filter(Objects::nonNull)
                        .toList())
                .stream()
                .collect(Collectors.toMap(Release::seriesId, release -> release));
    }

    /** Adds a release; the first of a series becomes the designated one. */
    public Release addRelease(
            Series series,
            String name,
            @Nullable LocalDate releasedOn,
            String notes,
            @Nullable UUID predecessor,
            Person person) {
        Series stored = requireId(series.id(), person);
        store.lock(stored.id());
        Release release = checked(
                new Release(ids.next(), stored.id(), name, releasedOn, notes, predecessor, 1),
                store.releases(stored.id()));
        store.insert(release, clock.instant());
        audit.record(person, "release.add", stored.code() + " " + release.name(), Map.of());
        if (fresh(stored.id()).designated() == null) {
            store.designate(stored.id(), release.id());
            events.publishEvent(new DesignatedReleaseChanged(stored.id()));
        }
        return release;
    }

    /** Saves name, day, notes and predecessor; {@link ChangedMeanwhile} when somebody else saved first. */
    public Release editRelease(Release edited, Person person) {
        Release stored = store.release(edited.id())
                .filter(r -> person.sees(r.seriesId()))
                .orElseThrow(() -> new Problem(404, "release.unknown"));
        inUse(fresh(stored.seriesId()));
        store.lock(stored.seriesId());
        Release next = checked(
                new Release(
                        stored.id(),
                        stored.seriesId(),
                        edited.name(),
                        edited.releasedOn(),
                        edited.notes(),
                        edited.predecessor(),
                        edited.version()),
                store.releases(stored.seriesId()));
        if (!store.update(next)) {
            throw new ChangedMeanwhile(stored.name());
        }
        Series series = fresh(stored.seriesId());
        audit.record(person, "release.edit", series.code() + " " + next.name(), Map.of("before", stored.name()));
        if (!java.util.Objects.equals(stored.predecessor(), next.predecessor())) {
            events.publishEvent(new DesignatedReleaseChanged(series.id()));
        }
        return store.release(stored.id()).orElseThrow();
    }

    /** Makes a release the one that the label is for. */
    public void designate(Series series, UUID releaseId, Person person) {
        Series stored = requireId(series.id(), person);
        store.lock(stored.id());
        Release release = releaseOf(stored, releaseId);
        String before = designated(stored).map(Release::name).orElse("");
        store.designate(stored.id(), release.id());
        audit.record(person, "release.designate", stored.code() + " " + release.name(), Map.of("before", before));
        events.publishEvent(new DesignatedReleaseChanged(stored.id()));
    }

    // Change impact

    /** The signed statement in force for a release against its present predecessor. */
    @Transactional(readOnly = true)
    public Optional<ChangeImpact> impact(UUID releaseId) {
        return store.impact(releaseId);
    }

    /** Every statement ever signed for a release, newest first. */
    @Transactional(readOnly = true)
    public List<ChangeImpact> impacts(UUID releaseId) {
        return store.impacts(releaseId);
    }

    /**
     * Signs which requirements a release touches; a later signature replaces an earlier one, which is kept.
     *
     * @param frameworks the guides that were looked at
     */
    public ChangeImpact signImpact(
            Series series,
            UUID releaseId,
            Set<String> frameworks,
            Set<RequirementId> touched,
            String reason,
            Person person) {
        Series stored = requireId(series.id(), person);
        store.lock(stored.id());
        Release release = releaseOf(stored, releaseId);
        UUID predecessor = release.predecessor();
        if (predecessor == null) {
            throw new Problem(409, "impact.no-predecessor", release.name());
        }
        Entries entries = new Entries();
        String words = entries.reason("reason", reason);
        entries.check();
        ChangeImpact impact = new ChangeImpact(
                ids.next(),
                release.id(),
                predecessor,
                frameworks,
                touched,
                words,
                person.id(),
                person.name(),
                clock.instant(),
                null);
        store.replaceImpact(release.id(), clock.instant());
        store.insert(impact, null);
        List<String> names =
                touched.stream().sorted().map(RequirementId::toString).toList();
        audit.record(
                person, "impact.sign", stored.code() + " " + release.name(), Map.of("touched", names, "reason", words));
        TreeMap<String, Object> body = new TreeMap<>();
        body.put("id", impact.id().toString());
        body.put("series", stored.id().toString());
        body.put("release", release.id().toString());
        body.put("predecessor", predecessor.toString());
        body.put("frameworks", frameworks.stream().sorted().toList());
        body.put("touched", names);
        body.put("reason", words);
        body.put("signedBy", person.id().toString());
        body.put("signedAt", impact.signedAt().toString());
        ledger.append("change-impact/1", release.id(), body);
        events.publishEvent(new ImpactSigned(stored.id()));
        return impact;
    }

    /**
     * A second person agrees with what a statement says is not touched; from then on it counts.
     *
     * @param impactId the statement that the person has read
     */
    public ChangeImpact confirmImpact(Series series, UUID releaseId, UUID impactId, Person person) {
        Series stored = requireId(series.id(), person);
        store.lock(stored.id());
        Release release = releaseOf(stored, releaseId);
        ChangeImpact impact = store.impact(release.id())
                .filter(one -> one.id().equals(impactId))
                .orElseThrow(() -> new Problem(409, "impact.changed", release.name()));
        if (!impact.waits()) {
            throw new Problem(409, "impact.counts", release.name());
        }
        if (person.id().equals(impact.signedBy())) {
            throw new Problem(403, "impact.second", release.name());
        }
        Confirmation confirmation =
                new Confirmation(person.name(), clock.instant().truncatedTo(ChronoUnit.MICROS));
        store.confirm(impact.id(), confirmation, person.id(), null);
        audit.record(person, "impact.confirm", stored.code() + " " + release.name(), Map.of("reason", impact.reason()));
        TreeMap<String, Object> body = new TreeMap<>();
        body.put("id", impact.id().toString());
        body.put("by", person.id().toString());
        body.put("byName", person.name());
        body.put("at", confirmation.at().toString());
        ledger.append("change-impact-confirmed/1", release.id(), body);
        events.publishEvent(new ImpactSigned(stored.id()));
        return store.impact(release.id()).orElseThrow();
    }

    // Register items

    /** The items of a collection that are not removed, in the order in which they were added. */
    @Transactional(readOnly = true)
    public List<RegisterItem> items(UUID seriesId, String collection) {
        return store.items(seriesId, collection);
    }

    /** The same of all collections. */
    @Transactional(readOnly = true)
    public Map<String, List<RegisterItem>> items(UUID seriesId) {
        return store.items(seriesId);
    }

    /** The items of a collection that were taken out, and can be put back. */
    @Transactional(readOnly = true)
    public List<RegisterItem> removedItems(UUID seriesId, String collection) {
        return store.removedItems(seriesId, collection);
    }

    /** Code → name of every item of the series, removed ones too: old proofs go on naming them. */
    @Transactional(readOnly = true)
    public Map<String, String> itemNames(UUID seriesId) {
        return store.itemNames(List.of(seriesId)).getOrDefault(seriesId, Map.of());
    }

    /** Those of several series. */
    public Map<UUID, Map<String, String>> itemNames(Collection<UUID> series) {
        return series.isEmpty() ? Map.of() : store.itemNames(series);
    }

    /** Adds an item under a new code, {@code <collection>-<number>}; the codes of removed items are never used again. */
    public RegisterItem addItem(Series series, String collection, String name, String note, Person person) {
        Series stored = requireId(series.id(), person);
        store.lock(stored.id());
        Entries entries = new Entries();
        String checkedName = entries.name("name", name, true);
        String checkedNote = entries.text("note", note, false);
        if (store.items(stored.id(), collection).stream().anyMatch(i -> i.name().equals(checkedName))) {
            entries.add("name", "item-taken", checkedName);
        }
        int ever = store.itemsEver(stored.id(), collection);
        if (ever >= ITEMS_MAX) {
            entries.add("name", "items-many", ITEMS_MAX);
        }
        entries.check();
        RegisterItem item =
                new RegisterItem(ids.next(), collection, collection + "-" + (ever + 1), checkedName, checkedNote, 1);
        store.insert(item, stored.id());
        audit.record(person, "item.add", stored.code() + " " + item.code(), Map.of("name", checkedName));
        return item;
    }

    /** Saves name and note; {@link ChangedMeanwhile} when somebody else saved first. */
    public RegisterItem renameItem(Series series, UUID itemId, String name, String note, int version, Person person) {
        Series stored = requireId(series.id(), person);
        store.lock(stored.id());
        RegisterItem item = itemOf(stored, itemId);
        Entries entries = new Entries();
        String checkedName = entries.name("name", name, true);
        String checkedNote = entries.text("note", note, false);
        if (store.items(stored.id(), item.collection()).stream()
                .anyMatch(i -> i.name().equals(checkedName) && !i.id().equals(item.id()))) {
            entries.add("name", "item-taken", checkedName);
        }
        entries.check();
        RegisterItem next =
                new RegisterItem(item.id(), item.collection(), item.code(), checkedName, checkedNote, version);
        if (!store.update(next)) {
            throw new ChangedMeanwhile(item.name());
        }
        audit.record(
                person,
                "item.rename",
                stored.code() + " " + item.code(),
                Map.of("before", item.name(), "after", checkedName));
        if (!item.name().equals(checkedName)) {
            events.publishEvent(new ItemRenamed(stored, checkedName, person));
        }
        return itemOf(stored, itemId);
    }

    /** Takes an item out of its collection; its name stays known to old proofs. */
    public void removeItem(Series series, UUID itemId, int version, Person person) {
        Series stored = requireId(series.id(), person);
        RegisterItem item = itemOf(stored, itemId);
        RegisterItem seen =
                new RegisterItem(item.id(), item.collection(), item.code(), item.name(), item.note(), version);
        if (!store.remove(seen, clock.instant())) {
            throw new ChangedMeanwhile(item.name());
        }
        audit.record(person, "item.remove", stored.code() + " " + item.code(), Map.of("name", item.name()));
    }

    /** Puts a removed item back under its code, so that all that is known of it holds again; unless its name is taken. */
    public void restoreItem(Series series, UUID itemId, Person person) {
        Series stored = requireId(series.id(), person);
        store.lock(stored.id());
        RegisterItem item = store.itemEver(stored.id(), itemId).orElseThrow(() -> new Problem(404, "item.unknown"));
        Entries entries = new Entries();
        if (store.items(stored.id(), item.collection()).stream()
                .anyMatch(i -> i.name().equals(item.name()) && !i.id().equals(item.id()))) {
            entries.add("name", "item-taken", item.name());
        }
        entries.check();
        if (store.restore(stored.id(), item.id())) {
            audit.record(person, "item.restore", stored.code() + " " + item.code(), Map.of("name", item.name()));
        }
    }

    // Subjects and targets

    /**
     * Where the facts of a series are looked up: its designated release, that one's predecessors with what the signed
     * change impacts between them touch (everything while one does not count), the product, the organisation.
     */
    @Transactional(readOnly = true)
    public Target target(Series series) {
        List<Layer> layers = new ArrayList<>();
        Release release = designated(series).orElse(null);
        if (release != null) {
            layers.add(new Layer.Own(new Subject(Subject.Kind.RELEASE, release.id())));
            boolean signed = true;
            List<Statement> statements = new ArrayList<>();
            Set<RequirementId> touched = new HashSet<>();
            Set<UUID> passed = new HashSet<>(Set.of(release.id()));
            // Two places are kept for product and organisation; what lies further back was never designed for.
            while (release != null && release.predecessor() != null && layers.size() < Target.LAYERS_MAX - 2) {
                UUID before = release.predecessor();
                if (!passed.add(before)) {
                    break;
                }
                Optional<ChangeImpact> impact = store.impact(release.id());
                signed &= impact.isPresent() && !impact.get().waits();
                impact.ifPresent(i -> touched.addAll(touched(i)));
                impact.ifPresent(i -> statements.add(i.statement()));
                layers.add(new Layer.Inherited(
                        new Subject(Subject.Kind.RELEASE, before), signed, signed ? touched : Set.of(), statements));
                release = store.release(before).orElse(null);
            }
        }
        layers.add(new Layer.Own(new Subject(Subject.Kind.PRODUCT, series.id())));
        layers.add(new Layer.Own(organisation()));
        return new Target(series.id().toString(), layers).named(itemNames(series.id()));
    }

    /** What a statement calls touched, and all of the guides of which it says nothing because nobody looked at them. */
    private Set<RequirementId> touched(ChangeImpact impact) {
        Set<RequirementId> touched = new HashSet<>(impact.touched());
        catalogues.current().requirements().stream()
                .map(Requirement::id)
                .filter(id -> !impact.frameworks().contains(id.framework()))
                .forEach(touched::add);
        return touched;
    }

    /** What a fact of a scope is recorded about when it is entered for a series. */
    @Transactional(readOnly = true)
    public Subject subject(Series series, Subject.Kind scope) {
        return switch (scope) {
            case ORGANISATION -> organisation();
            case PRODUCT -> new Subject(Subject.Kind.PRODUCT, series.id());
            case RELEASE -> {
                UUID release = series.designated();
                if (release == null) {
                    throw new Problem(409, "series.no-release", series.code());
                }
                yield new Subject(Subject.Kind.RELEASE, release);
            }
        };
    }

    /** The series whose verdicts read the facts about a subject. */
    @Transactional(readOnly = true)
    public List<Series> reading(Subject subject) {
        return switch (subject.kind()) {
            case ORGANISATION -> organisation().equals(subject) ? store.every() : List.of();
            case PRODUCT -> store.byId(subject.id()).stream().toList();
            case RELEASE ->
                store.release(subject.id()).flatMap(r -> store.byId(r.seriesId())).stream()
                        .filter(series -> target(series).layers().stream()
                                .anyMatch(layer -> layer.subject().equals(subject)))
                        .toList();
        };
    }

    /** The maker itself. */
    @Transactional(readOnly = true)
    public Subject organisation() {
        return new Subject(
                Subject.Kind.ORGANISATION,
                organisationId().orElseThrow(() -> new IllegalStateException("the organisation is not set up yet")));
    }

    /** Its id; empty before it is set up. */
    @Transactional(readOnly = true)
    public Optional<UUID> organisationId() {
        return settings.organisationId();
    }

    /** Whether an id is the maker's and not that of a series. */
    @Transactional(readOnly = true)
    public boolean isOrganisation(UUID id) {
        return organisationId().filter(id::equals).isPresent();
    }

    /** What is judged of the maker itself: only facts about it count. */
    @Transactional(readOnly = true)
    public Target organisationTarget() {
        Subject organisation = organisation();
        return new Target(organisation.id().toString(), List.of(new Layer.Own(organisation)));
    }

    // Checks

    private Series requireId(UUID id, Person person) {
        return inUse(seen(id, person));
    }

    private Series inUse(Series series) {
        if (store.isArchived(series.id())) {
            throw new Problem(409, "series.archived", series.name());
        }
        return series;
    }

    private Series seen(UUID id, Person person) {
        return store.byId(id)
                .filter(series -> person.sees(series.id()))
                .orElseThrow(() -> new Problem(404, "series.unknown", ""));
    }

    private Series fresh(UUID id) {
        return store.byId(id).orElseThrow();
    }

    private Model modelOf(Series series, UUID id) {
        return store.model(id)
                .filter(model -> model.seriesId().equals(series.id()))
                .orElseThrow(() -> new Problem(404, "model.unknown"));
    }

    private Release releaseOf(Series series, UUID releaseId) {
        return store.release(releaseId)
                .filter(r -> r.seriesId().equals(series.id()))
                .orElseThrow(() -> new Problem(404, "release.unknown"));
    }

    private RegisterItem itemOf(Series series, UUID itemId) {
        return store.item(series.id(), itemId).orElseThrow(() -> new Problem(404, "item.unknown"));
    }

    /** A release as it may be stored beside its siblings. */
    static Release checked(Release typed, List<Release> siblings) {
        Entries entries = new Entries();
        String name = entries.name("name", typed.name(), true);
        String notes = entries.text("notes", typed.notes(), false);
        if (siblings.stream().anyMatch(r -> r.name().equals(name) && !r.id().equals(typed.id()))) {
            entries.add("name", "release-taken", name);
        }
        if (siblings.size() >= Entries.RELEASES_MAX && siblings.stream().noneMatch(r -> r.id().equals(typed.id()))) {
            entries.add("name", "releases-many", Entries.RELEASES_MAX);
        }
        Map<UUID, Release> byId = siblings.stream().collect(Collectors.toMap(Release::id, r -> r));
        UUID before = typed.predecessor();
        if (before != null && !byId.containsKey(before)) {
            entries.add("predecessor", "predecessor-unknown");
        }
        for (int i = 0; before != null && i <= siblings.size(); i++) {
            if (before.equals(typed.id())) {
                entries.add("predecessor", "predecessor-circle", name);
                break;
            }
            Release next = byId.get(before);
            before = next == null ? null : next.predecessor();
        }
        entries.check();
        return new Release(
                typed.id(), typed.seriesId(), name, typed.releasedOn(), notes, typed.predecessor(), typed.version());
    }

    private static Map<String, String> differences(Series before, Series after) {
        Map<String, String> changed = new TreeMap<>();
        if (!before.code().equals(after.code())) {
            changed.put("code", before.code());
        }
        if (!before.name().equals(after.name())) {
            changed.put("name", before.name());
        }
        if (!before.nameEn().equals(after.nameEn())) {
            changed.put("nameEn", before.nameEn());
        }
        if (!before.kind().equals(after.kind())) {
            changed.put("kind", before.kind());
        }
        if (!before.about().equals(after.about())) {
            changed.put("about", before.about());
        }
        return changed;
    }

    /** A model number to add, with its differences against the first model of the series. */
    public record NewModel(String number, String differences) {}
}

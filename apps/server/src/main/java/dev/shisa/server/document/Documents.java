package dev.shisa.server.document;

import dev.shisa.conformity.Slot;
import dev.shisa.conformity.Strength;
import dev.shisa.conformity.Subject;
import dev.shisa.server.catalogue.Catalogues;
import dev.shisa.server.document.Revision.About;
import dev.shisa.server.evidence.Blobs;
import dev.shisa.server.evidence.EvidenceDetails;
import dev.shisa.server.evidence.EvidenceKind;
import dev.shisa.server.evidence.EvidenceLog;
import dev.shisa.server.evidence.FactEntry;
import dev.shisa.server.evidence.NewEvidence;
import dev.shisa.server.evidence.NewFact;
import dev.shisa.server.evidence.Recorded;
import dev.shisa.server.evidence.StoredFile;
import dev.shisa.server.platform.Ids;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.People;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Role;
import dev.shisa.server.platform.audit.Audit;
import dev.shisa.server.platform.ledger.LedgerOutbox;
import dev.shisa.server.platform.web.Messages;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import java.io.ByteArrayInputStream;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * The documents of the organisation and of its products: drafted from the answers, edited, reviewed by one person, approved by
 * another, put into force, read, and taken back. Only what is in force is evidence; it stops being that when it is withdrawn,
 * when a later version comes into force, and on the day by which it had to be reviewed.
 */
@Service
@Transactional
public class Documents {

    static final int DOCUMENTS_MAX = 2_000;
    static final int VERSIONS_MAX = 500;
    static final int NOTE_CHARS_MAX = 2_000;
    static final int ADDRESS_CHARS_MAX = 500;
    static final int READERS_MAX = 1_000;

    /** A year after it was begun, unless somebody sets another day. */
    private static final int REVIEW_MONTHS = 12;

    /** So many people must there be before reviewing and approving are two people's. */
    private static final int SMALL_HOUSE = 3;

    private final DocumentStore store;
    private final Drafts drafts;
    private final DocumentFiles files;
    private final Products products;
    private final Catalogues catalogues;
    private final EvidenceLog log;
    private final Blobs blobs;
    private final People people;
    private final Messages messages;
    private final Audit audit;
    private final LedgerOutbox ledger;
    private final ApplicationEventPublisher events;
    private final Ids ids;
    private final InstantSource clock;

    Documents(
            DocumentStore store,
            Drafts drafts,
            DocumentFiles files,
            Products products,
            Catalogues catalogues,
            EvidenceLog log,
            Blobs blobs,
            People people,
            Messages messages,
            Audit audit,
            LedgerOutbox ledger,
            ApplicationEventPublisher events,
            Ids ids,
            InstantSource clock) {
        this.store = store;
        this.drafts = drafts;
        this.files = files;
        this.products = products;
        this.catalogues = catalogues;
        this.log = log;
        this.blobs = blobs;
        this.people = people;
        this.messages = messages;
        this.audit = audit;
        this.ledger = ledger;
        this.events = events;
        this.ids = ids;
        this.clock = clock;
    }

    // Reading

    @Transactional(readOnly = true)
    public Optional<Document> find(UUID id) {
        return store.document(id);
    }

    /** A document that this person may see. */
    @Transactional(readOnly = true)
    public Document require(UUID id, Person person) {
        return store.document(id)
                .filter(d -> d.seriesId() == null || person.sees(d.seriesId()))
                .orElseThrow(() -> new Problem(404, "document.unknown"));
    }

    /**
     * All of a series.
     *
     * @param seriesId null: the organisation's
     */
    @Transactional(readOnly = true)
    public List<Document> of(@Nullable UUID seriesId) {
        return store.of(seriesId);
    }

    /** The document of a kind of which there is one only. */
    @Transactional(readOnly = true)
    public Optional<Document> ofKind(DocumentKind kind, @Nullable UUID seriesId) {
        return store.of(seriesId).stream().filter(d -> d.kind() == kind).findFirst();
    }

    @Transactional(readOnly = true)
    public List<Document> visibleTo(Person person) {
        return store.all().stream()
                .filter(d -> d.seriesId() == null || person.sees(d.seriesId()))
                .toList();
    }

    /** The newest first. */
    @Transactional(readOnly = true)
    public List<Version> versions(UUID document) {
        return store.versions(document);
    }

    /** Of each document those worked on or in force, and the newest one; by document, the newest first. */
    @Transactional(readOnly = true)
    public Map<UUID, List<Version>> present() {
        return store.present().stream()
                .collect(Collectors.groupingBy(Version::documentId, LinkedHashMap::new, Collectors.toList()));
    }

    @Transactional(readOnly = true)
    public Version newest(UUID document) {
        return store.versions(document).getFirst();
    }

    @Transactional(readOnly = true)
    public Optional<Version> version(UUID id) {
        return store.version(id);
    }

    @Transactional(readOnly = true)
    public Version numbered(UUID document, int number) {
        return store.versions(document).stream()
                .filter(v -> v.number() == number)
                .findFirst()
                .orElseThrow(() -> new Problem(404, "document.version.unknown"));
    }

    /** The version that counts at present. */
    @Transactional(readOnly = true)
    public Optional<Version> inForce(UUID document) {
        return store.versions(document).stream()
                .filter(v -> v.state() == State.IN_FORCE)
                .findFirst();
    }

    @Transactional(readOnly = true)
    public List<Step> steps(UUID version) {
        return store.steps(version);
    }

    @Transactional(readOnly = true)
    public List<Revision> revisions(UUID version, int most) {
        return store.revisions(version, most);
    }

    @Transactional(readOnly = true)
    public List<Reading> readings(UUID version) {
        return store.readings(version).stream()
                .map(r -> r.name().isEmpty()
                        ? new Reading(
                                r.person(),
                                people.find(r.person()).map(Person::name).orElse(""),
                                r.due(),
                                r.readAt())
                        : r)
                .toList();
    }

    /** Codes of the evidence that a version has become. */
    @Transactional(readOnly = true)
    public List<String> evidence(Version version) {
        return store.evidence(Set.of(version.id())).stream()
                .flatMap(id -> log.byId(id).map(EvidenceDetails::code).stream())
                .toList();
    }

    /** What a version decides once it is in force. */
    @Transactional(readOnly = true)
    public List<Decided> decides(Document document, Version version) {
        return drafts.decided(document, version);
    }

    /** What its template would say of the answers as they are now. */
    @Transactional(readOnly = true)
    public Content drafted(Document document, Set<String> languages) {
        return drafts.draft(document.kind(), series(document), languages);
    }

    public LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), Ui.ZONE);
    }

    private @Nullable Series series(Document document) {
        UUID seriesId = document.seriesId();
        return seriesId == null ? null : products.byId(seriesId).orElse(null);
    }

    /** The organisation's documents are everybody's; who is limited to some series reads them. */
    private void requireMay(Document document, Person person) {
        UUID seriesId = document.seriesId();
        if (seriesId == null && !person.series().isEmpty()) {
            throw new Problem(403, "organisation.limited");
        }
        if (seriesId != null && !person.sees(seriesId)) {
            throw new Problem(404, "document.unknown");
        }
        if (seriesId != null && products.isArchived(seriesId)) {
            throw new Problem(
                    409,
                    "series.archived",
                    products.byId(seriesId).map(Series::name).orElse(""));
        }
    }

    // Beginning

    /**
     * Begins a document with what the answers give.
     *
     * @throws Problem 409 when there is one of its kind already, of which there is one only
     */
    public Document create(NewDocument given, Person person) {
        return create(given, drafts.draft(given.kind(), given.series(), given.languages()), person);
    }

    /** Begins a document with a content. */
    public Document create(NewDocument given, Content content, Person person) {
        Series series = given.series();
        if (given.kind().isOfSeries() && series == null) {
            throw new Problem(422, "document.series.missing");
        }
        if (content.languages().isEmpty()) {
            throw new Problem(422, "document.language.missing");
        }
        store.lock(products.organisation().id());
        List<Document> others = store.all();
        if (others.size() >= DOCUMENTS_MAX) {
            throw new Problem(422, "document.many", DOCUMENTS_MAX);
        }
        UUID seriesId = series == null || !mayBeOfSeries(given.kind()) ? null : series.id();
        if (!given.kind().isManifold()) {
            others.stream()
                    .filter(d -> d.kind() == given.kind() && Objects.equals(d.seriesId(), seriesId))
                    .findFirst()
                    .ifPresent(d -> {
                        throw new Problem(409, "document.exists", d.code());
                    });
        }
        Document document = new Document(ids.next(), freeCode(), given.kind(), seriesId, person.name(), now());
        requireMay(document, person);
        put(document, person);
        begin(document, 1, content, about(today().plusMonths(REVIEW_MONTHS)), Step.Act.BEGIN, State.DRAFT, "", person);
        audit.record(person, "document.create", document.code(), Map.of("title", title(content)));
        return document;
    }

    private static boolean mayBeOfSeries(DocumentKind kind) {
        return kind.isOfSeries() || kind.isManifold();
    }

    private static About about(LocalDate reviewBy) {
        return new About("", reviewBy, "", "");
    }

    static String title(Content content) {
        return content.title(Locale.JAPANESE);
    }

    /** A code for people that no document has. */
    String freeCode() {
        for (int tries = 0; tries < 20; tries++) {
            String code = ids.code("B");
            if (!store.codeIsTaken(code)) {
                return code;
            }
        }
        throw new IllegalStateException("no free code for a document");
    }

    void put(Document document, Person person) {
        store.insert(document, person);
        TreeMap<String, Object> body = new TreeMap<>();
        body.put("at", document.createdAt().toString());
        body.put("by", person.id().toString());
        body.put("byName", document.createdName());
        body.put("code", document.code());
        body.put("id", document.id().toString());
        body.put("kind", document.kind().id());
        if (document.seriesId() != null) {
            body.put("series", document.seriesId().toString());
        }
        ledger.append("document/1", subject(document), body);
    }

    private UUID subject(Document document) {
        UUID seriesId = document.seriesId();
        return seriesId == null ? products.organisation().id() : seriesId;
    }

    Version begin(
            Document document,
            int number,
            Content content,
            About about,
            Step.Act act,
            State state,
            String note,
            Person person) {
        UUID id = ids.next();
        Instant now = now();
        store.insertVersion(id, document.id(), number, person, now);
        TreeMap<String, Object> body = new TreeMap<>();
        body.put("at", now.toString());
        body.put("by", person.id().toString());
        body.put("byName", person.name());
        body.put("document", document.id().toString());
        body.put("id", id.toString());
        body.put("number", Integer.toString(number));
        ledger.append("document-version/1", subject(document), body);
        put(document, new Revision(ids.next(), id, 1, content, about, person.id(), person.name(), now));
        put(document, new Step(ids.next(), id, 1, act, state, 1, note, person.id(), person.name(), now));
        return store.version(id).orElseThrow();
    }

    private boolean put(Document document, Revision revision) {
        if (!store.insert(revision)) {
            return false;
        }
        TreeMap<String, Object> body = new TreeMap<>();
        body.put("address", revision.about().address());
        body.put("at", revision.savedAt().toString());
        body.put("by", revision.savedBy().toString());
        body.put("byName", revision.savedName());
        body.put("changeNote", revision.about().changeNote());
        body.put("content", revision.content().stored());
        body.put("id", revision.id().toString());
        body.put("number", Integer.toString(revision.number()));
        body.put("place", revision.about().place());
        body.put("reviewBy", revision.about().reviewBy().toString());
        body.put("titleEn", revision.content().titles().getOrDefault("en", ""));
        body.put("titleJa", revision.content().titles().getOrDefault("ja", ""));
        body.put("version", revision.versionId().toString());
        ledger.append("document-revision/1", subject(document), body);
        return true;
    }

    private boolean put(Document document, Step step) {
        if (!store.insert(step)) {
            return false;
        }
        TreeMap<String, Object> body = new TreeMap<>();
        body.put("act", step.act().id());
        body.put("at", step.at().toString());
        body.put("by", step.by().toString());
        body.put("byName", step.byName());
        body.put("id", step.id().toString());
        body.put("note", step.note());
        body.put("number", Integer.toString(step.number()));
        body.put("revision", Integer.toString(step.revision()));
        body.put("state", step.state().id());
        body.put("version", step.versionId().toString());
        ledger.append("document-step/1", subject(document), body);
        events.publishEvent(new DocumentChanged(
                document.id(), step.versionId(), document.kind(), document.seriesId(), step.state()));
        return true;
    }

    // Editing

    /** What is wrong with what somebody entered. */
    record Wrong(String field, String why, List<Object> args) {

        static Wrong of(String field, String why, Object... args) {
            return new Wrong(field, why, List.of(args));
        }
    }

    /** All that cannot be taken of a content. */
    List<Wrong> wrong(Content content, About about) {
        List<Wrong> wrong = new ArrayList<>();
        content.titles().forEach((language, title) -> {
            if (title.isBlank()) {
                wrong.add(Wrong.of("title", "missing"));
            } else if (title.length() > Content.HEADING_CHARS_MAX) {
                wrong.add(Wrong.of("title", "long", title.length(), Content.HEADING_CHARS_MAX));
            }
        });
        content.languages().forEach((language, sections) -> {
            if (sections.isEmpty()) {
                wrong.add(Wrong.of("sections", "none"));
            }
            if (sections.size() > Content.SECTIONS_MAX) {
                wrong.add(Wrong.of("sections", "many", Content.SECTIONS_MAX));
            }
            Set<String> seen = new HashSet<>();
            for (int i = 0; i < sections.size(); i++) {
                Section section = sections.get(i);
                if (!seen.add(section.id()) || !section.id().matches("[a-z0-9][a-z0-9-]{0,60}")) {
                    wrong.add(Wrong.of("sections", "twice"));
                }
                if (section.heading().isBlank()) {
                    wrong.add(Wrong.of("heading-" + i, "missing"));
                } else if (section.heading().length() > Content.HEADING_CHARS_MAX) {
                    wrong.add(Wrong.of("heading-" + i, "long", section.heading().length(), Content.HEADING_CHARS_MAX));
                }
                if (section.text().length() > Content.TEXT_CHARS_MAX) {
                    wrong.add(Wrong.of("text-" + i, "long", section.text().length(), Content.TEXT_CHARS_MAX));
                }
            }
        });
        if (content.chars() > Content.CHARS_MAX) {
            wrong.add(Wrong.of("sections", "long", content.chars(), Content.CHARS_MAX));
        }
        if (about.changeNote().length() > NOTE_CHARS_MAX) {
            wrong.add(Wrong.of("changeNote", "long", about.changeNote().length(), NOTE_CHARS_MAX));
        }
        if (about.address().length() > ADDRESS_CHARS_MAX) {
            wrong.add(Wrong.of("address", "long", about.address().length(), ADDRESS_CHARS_MAX));
        }
        if (!about.place().isEmpty() && !Revision.PLACES.contains(about.place())) {
            wrong.add(Wrong.of("place", "place"));
        }
        return wrong;
    }

    /**
     * Sections in which a gap disappeared and nothing was written in its place.
     *
     * @param before the same sections as they were
     */
    static List<String> emptied(List<Section> before, List<Section> after) {
        Map<String, Section> then = before.stream().collect(Collectors.toMap(Section::id, s -> s, (a, b) -> a));
        List<String> emptied = new ArrayList<>();
        for (Section section : after) {
            Section was = then.get(section.id());
            if (was != null
                    && Marks.gaps(section.text()).size()
                            < Marks.gaps(was.text()).size()
                    && saysNothingNew(section.text(), Marks.without(was.text()))) {
                emptied.add(section.id());
            }
        }
        return emptied;
    }

    private static boolean saysNothingNew(String text, String before) {
        return text.lines().map(Marks::without).allMatch(before::contains);
    }

    /**
     * Saves a draft that is not {@link #wrong}.
     *
     * @param seen the number of the revision that was edited
     * @throws Problem 409 when somebody else saved since, or it is no draft any more
     */
    public Version save(Document document, Version version, int seen, Content content, About about, Person person) {
        requireMay(document, person);
        requireDraft(version);
        if (!wrong(content, about).isEmpty()) {
            throw new IllegalArgumentException("a content that is wrong");
        }
        store.lock(document.id());
        Revision last = store.version(version.id()).orElseThrow().revision();
        if (last.number() != seen) {
            throw new Problem(409, "document.stale", last.savedName());
        }
        if (last.content().equals(content) && last.about().equals(about)) {
            return version;
        }
        Revision revision =
                new Revision(ids.next(), version.id(), seen + 1, content, about, person.id(), person.name(), now());
        if (!put(document, revision)) {
            throw new Problem(409, "document.stale", last.savedName());
        }
        audit.record(person, "document.save", document.code(), Map.of("title", title(content)));
        return store.version(version.id()).orElseThrow();
    }

    private void requireDraft(Version version) {
        if (store.version(version.id()).orElseThrow().state() != State.DRAFT) {
            throw new Problem(409, "document.no-draft");
        }
    }

    /** Decides, with a reason, not to fill a gap. */
    public Version strike(
            Document document,
            Version version,
            int seen,
            String language,
            String section,
            String label,
            String reason,
            Person person) {
        if (reason.isBlank()) {
            throw new Problem(422, "document.reason");
        }
        limit(reason);
        Content content = version.revision().content();
        List<Section> sections = content.sections(language).stream()
                .map(s -> s.id().equals(section) ? new Section(s.id(), s.heading(), Marks.strike(s.text(), label)) : s)
                .toList();
        if (sections.equals(content.sections(language))) {
            throw new Problem(404, "document.gap.unknown");
        }
        List<Struck> struck = new ArrayList<>(content.struck());
        struck.add(new Struck(language, section, label, reason.strip(), person.name()));
        Content changed = content.with(language, content.titles().getOrDefault(language, ""), sections)
                .with(struck);
        Version saved =
                save(document, version, seen, changed, version.revision().about(), person);
        audit.record(person, "document.strike", document.code(), Map.of("gap", label, "reason", reason.strip()));
        return saved;
    }

    /** Brings a draft back to what an earlier revision said. */
    public Version restore(Document document, Version version, int seen, int number, Person person) {
        Revision earlier =
                store.revision(version.id(), number).orElseThrow(() -> new Problem(404, "document.version.unknown"));
        return save(document, version, seen, earlier.content(), earlier.about(), person);
    }

    /** Begins the next version with what the present one says. */
    public Version next(Document document, Person person) {
        requireMay(document, person);
        store.lock(document.id());
        List<Version> versions = store.versions(document.id());
        Version newest = versions.getFirst();
        if (newest.state().isInWork()) {
            throw new Problem(409, "document.in-work", newest.number());
        }
        if (versions.size() >= VERSIONS_MAX) {
            throw new Problem(422, "document.many", VERSIONS_MAX);
        }
        About last = newest.revision().about();
        Version begun = begin(
                document,
                newest.number() + 1,
                newest.revision().content(),
                new About("", today().plusMonths(REVIEW_MONTHS), last.place(), last.address()),
                Step.Act.BEGIN,
                State.DRAFT,
                "",
                person);
        audit.record(person, "document.next", document.code(), Map.of("version", begun.number()));
        return begun;
    }

    // Steps

    /** Hands a draft in for review. A draft with gaps stays one. */
    public Version submit(Document document, Version version, int seen, Person person) {
        requireMay(document, person);
        require(version, State.DRAFT);
        requireComplete(document, version);
        return step(document, version, seen, Step.Act.SUBMIT, State.IN_REVIEW, "", person);
    }

    private void requireComplete(Document document, Version version) {
        Content content = version.revision().content();
        int gaps = content.gaps().size();
        if (gaps > 0) {
            throw new Problem(409, "document.gaps", gaps);
        }
        About about = version.revision().about();
        if (document.kind().isPublished()
                && (about.place().isEmpty() || about.address().isBlank())) {
            throw new Problem(409, "document.place");
        }
        if (about.reviewBy().isBefore(today())) {
            throw new Problem(409, "document.review-past", about.reviewBy());
        }
        if (version.number() > 1 && about.changeNote().isBlank()) {
            throw new Problem(409, "document.change-note");
        }
        if (content.languages().values().stream()
                .flatMap(List::stream)
                .allMatch(s -> s.text().isBlank())) {
            throw new Problem(409, "document.empty");
        }
    }

    /** Gives it back to be changed, with the reason. */
    public Version giveBack(Document document, Version version, int seen, String reason, Person person) {
        requireMay(document, person);
        if (version.state() != State.IN_REVIEW && version.state() != State.REVIEWED) {
            throw new Problem(409, "document.state");
        }
        requireReason(reason);
        return step(document, version, seen, Step.Act.GIVE_BACK, State.DRAFT, reason.strip(), person);
    }

    /** Somebody other than who handed it in has reviewed it. */
    public Version review(Document document, Version version, int seen, String note, Person person) {
        requireMay(document, person);
        require(version, State.IN_REVIEW);
        requireOther(version, Step.Act.SUBMIT, person);
        return step(document, version, seen, Step.Act.REVIEW, State.REVIEWED, note.strip(), person);
    }

    /**
     * Approves what was reviewed. Who handed it in does not approve it; nor does who reviewed it, in a house with three people
     * who could. Policies are approved by executives.
     */
    public Version approve(Document document, Version version, int seen, String note, Person person) {
        requireMay(document, person);
        require(version, State.REVIEWED);
        requireOther(version, Step.Act.SUBMIT, person);
        if (people.all().stream()
                        .filter(p -> p.can(Act.ADD_EVIDENCE) || p.can(Act.CONFIRM))
                        .count()
                >= SMALL_HOUSE) {
            requireOther(version, Step.Act.REVIEW, person);
        }
        requireExecutive(document, person);
        requireComplete(document, version);
        return step(document, version, seen, Step.Act.APPROVE, State.APPROVED, note.strip(), person);
    }

    private static void requireExecutive(Document document, Person person) {
        if (document.kind().isPolicy() && !person.roles().contains(Role.EXECUTIVE)) {
            throw new Problem(403, "document.executive");
        }
    }

    /**
     * Puts an approved version into force: its file becomes evidence, and what it says counts as confirmed by whoever does this,
     * who has not handed it in.
     */
    public Version enact(Document document, Version version, int seen, Person person, String via) {
        requireMay(document, person);
        require(version, State.APPROVED);
        requireOther(version, Step.Act.SUBMIT, person);
        requireExecutive(document, person);
        requireComplete(document, version);
        Version enacted = step(document, version, seen, Step.Act.ENACT, State.IN_FORCE, "", person);
        Recorded recorded = record(document, enacted, person, via);
        Locale locale = Locale.forLanguageTag(person.language());
        for (Version earlier : store.versions(document.id())) {
            if (earlier.state() == State.IN_FORCE && !earlier.id().equals(version.id())) {
                String reason = messages.get(locale, "document.superseded-by", version.number());
                takeBack(earlier, person, reason);
                step(document, earlier, earlier.steps(), Step.Act.SUPERSEDE, State.SUPERSEDED, reason, person);
            }
        }
        audit.record(person, "document.evidence", document.code(), Map.of("evidence", recorded.code()));
        return enacted;
    }

    private Recorded record(Document document, Version version, Person person, String via) {
        Step submitted = last(version, Step.Act.SUBMIT).orElseThrow();
        // Whoever wrote it submits it, whoever puts it into force is the second person.
        Person author = people.find(submitted.by()).orElse(null);
        Series series = series(document);
        Set<FactEntry> own = store
                .evidence(
                        store.versions(document.id()).stream().map(Version::id).toList())
                .stream()
                .flatMap(id -> log.byId(id).map(EvidenceDetails::facts).orElse(List.of()).stream())
                .filter(FactEntry::isStanding)
                .collect(Collectors.toSet());
        List<NewFact> facts = new ArrayList<>();
        for (Decided decided : drafts.decided(document, version)) {
            subject(series, decided.slot())
                    .ifPresent(subject -> facts.add(new NewFact(
                            subject,
                            decided.slot(),
                            decided.value(),
                            decided.detail(),
                            Stream.concat(
                                            log.replaceable(subject, decided.slot(), Strength.DOCUMENTED).stream(),
                                            own.stream()
                                                    .filter(f -> f.subject().equals(subject)
                                                            && f.fact().slot().equals(decided.slot()))
                                                    .map(FactEntry::id))
                                    .collect(Collectors.toSet()))));
        }
        Content content = version.revision().content();
        About about = version.revision().about();
        String language = content.language(Locale.JAPANESE);
        byte[] bytes = files.pdf(document, version, language);
        StoredFile file = blobs.store(
                new ByteArrayInputStream(bytes), files.name(document, version, language) + ".pdf", bytes.length);
        String title = cut(
                messages.get(
                        Locale.forLanguageTag(language), "document.evidence.title", title(content), version.number()),
                EvidenceLog.TITLE_CHARS_MAX);
        Recorded recorded = log.record(
                new NewEvidence(
                        EvidenceKind.DOCUMENT,
                        Strength.DOCUMENTED,
                        title,
                        about.changeNote(),
                        about.address(),
                        document.seriesId(),
                        null,
                        null,
                        file,
                        Map.of(),
                        now(),
                        about.reviewBy().plusDays(1).atStartOfDay(Ui.ZONE).toInstant(),
                        author,
                        submitted.byName(),
                        via,
                        null),
                facts);
        store.link(recorded.evidence(), version.id());
        if (!recorded.facts().isEmpty()) {
            log.confirm(
                    recorded.evidence(),
                    Set.copyOf(recorded.facts()),
                    person,
                    messages.get(Locale.forLanguageTag(person.language()), "document.confirmed"));
        }
        return recorded;
    }

    private Optional<Subject> subject(@Nullable Series series, Slot slot) {
        return catalogues.current().fact(slot.key()).flatMap(definition -> switch (definition.scope()) {
            case ORGANISATION -> Optional.of(products.organisation());
            case PRODUCT, RELEASE ->
                series == null || (definition.scope() == Subject.Kind.RELEASE && series.designated() == null)
                        ? Optional.empty()
                        : Optional.of(products.subject(series, definition.scope()));
        });
    }

    static String cut(String text, int chars) {
        return text.length() <= chars ? text : text.substring(0, chars - 1) + "…";
    }

    /** Takes a version back, also a draft, with the reason: it is no evidence any more. */
    public Version withdraw(Document document, Version version, int seen, String reason, Person person) {
        requireMay(document, person);
        if (version.state().isOver()) {
            throw new Problem(409, "document.state");
        }
        requireReason(reason);
        Version withdrawn = step(document, version, seen, Step.Act.WITHDRAW, State.WITHDRAWN, reason.strip(), person);
        takeBack(version, person, reason.strip());
        return withdrawn;
    }

    private void takeBack(Version version, Person person, String reason) {
        store.evidence(Set.of(version.id())).stream()
                .flatMap(id -> log.byId(id).map(EvidenceDetails::facts).orElse(List.of()).stream())
                .filter(fact -> !fact.isWithdrawn())
                .forEach(fact -> log.withdraw(fact.id(), person, reason));
    }

    private Version step(
            Document document, Version version, int seen, Step.Act act, State state, String note, Person person) {
        limit(note);
        store.lock(document.id());
        Version present = store.version(version.id()).orElseThrow();
        if (present.steps() != seen
                || present.revision().number() != version.revision().number()) {
            throw new Problem(409, "document.stepped");
        }
        Step step = new Step(
                ids.next(),
                version.id(),
                seen + 1,
                act,
                state,
                present.revision().number(),
                note,
                person.id(),
                person.name(),
                now());
        if (!put(document, step)) {
            throw new Problem(409, "document.stepped");
        }
        audit.record(
                person,
                "document.step",
                document.code(),
                Map.of("become", state.id(), "version", version.number(), "reason", note));
        return store.version(version.id()).orElseThrow();
    }

    private static void require(Version version, State state) {
        if (version.state() != state) {
            throw new Problem(409, "document.state");
        }
    }

    private Optional<Step> last(Version version, Step.Act act) {
        return store.steps(version.id()).reversed().stream()
                .filter(s -> s.act() == act)
                .findFirst();
    }

    private void requireOther(Version version, Step.Act act, Person person) {
        if (last(version, act).filter(s -> s.by().equals(person.id())).isPresent()) {
            throw new Problem(409, act == Step.Act.SUBMIT ? "document.own" : "document.reviewed-own");
        }
    }

    private static void requireReason(String reason) {
        if (reason.isBlank()) {
            throw new Problem(422, "document.reason");
        }
    }

    private static void limit(String text) {
        if (text.length() > NOTE_CHARS_MAX) {
            throw new Problem(422, "evidence.text.long", text.length(), NOTE_CHARS_MAX);
        }
    }

    // Readers

    /** Asks people to read a version until a day. */
    public int askReaders(Document document, Version version, Set<UUID> readers, LocalDate due, Person person) {
        requireMay(document, person);
        if (version.state() != State.IN_FORCE && version.state() != State.APPROVED) {
            throw new Problem(409, "document.state");
        }
        if (due.isBefore(today())) {
            throw new Problem(422, "document.due-past", due);
        }
        if (readers.isEmpty() || readers.size() > READERS_MAX) {
            throw new Problem(422, "document.readers");
        }
        Set<UUID> known = people.all().stream()
                .filter(p -> document.seriesId() == null || p.sees(document.seriesId()))
                .map(Person::id)
                .collect(Collectors.toSet());
        int asked = 0;
        for (UUID reader : readers.stream().sorted().toList()) {
            if (!known.contains(reader)) {
                throw new Problem(422, "document.readers");
            }
            UUID id = ids.next();
            Instant now = now();
            if (store.ask(id, version.id(), reader, due, person, now)) {
                asked++;
                TreeMap<String, Object> body = new TreeMap<>();
                body.put("at", now.toString());
                body.put("by", person.id().toString());
                body.put("byName", person.name());
                body.put("due", due.toString());
                body.put("id", id.toString());
                body.put("person", reader.toString());
                body.put("version", version.id().toString());
                ledger.append("document-reader/1", subject(document), body);
            }
        }
        audit.record(person, "document.ask", document.code(), Map.of("version", version.number(), "people", asked));
        return asked;
    }

    /** Somebody has read a version and says so. */
    public void acknowledge(Document document, Version version, Person person) {
        if (version.state() != State.IN_FORCE && version.state() != State.APPROVED) {
            throw new Problem(409, "document.state");
        }
        UUID id = ids.next();
        Instant now = now();
        if (store.acknowledge(id, version.id(), person, now)) {
            TreeMap<String, Object> body = new TreeMap<>();
            body.put("at", now.toString());
            body.put("by", person.id().toString());
            body.put("byName", person.name());
            body.put("id", id.toString());
            body.put("version", version.id().toString());
            ledger.append("document-acknowledgement/1", subject(document), body);
            audit.record(person, "document.read", document.code(), Map.of("version", version.number()));
            events.publishEvent(new DocumentChanged(
                    document.id(), version.id(), document.kind(), document.seriesId(), version.state()));
        }
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}

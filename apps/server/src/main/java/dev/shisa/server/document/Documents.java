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
import dev.shisa.server.platform.Cut;
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
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
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

    /** Nobody knows further ahead that a text will still be right. */
    static final int REVIEW_MONTHS_MAX = 36;

    private static final int SALT_BYTES = 16;
    private static final SecureRandom RANDOM = new SecureRandom();

    /** So many people must there be before reviewing and approving are two people's. */
    private static final int SMALL_HOUSE = 3;

    private final DocumentStore store;
    private final Drafts drafts;
    private final Doubts doubts;
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
            Doubts doubts,
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
        this.doubts = doubts;
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
                .filter(d -> maySee(d, person))
                .orElseThrow(() -> new Problem(404, "document.unknown"));
    }

    /** What tells of vulnerabilities that are not published is known to who answers for them, and to who works on it. */
    private boolean maySee(Document document, Person person) {
        return (document.seriesId() == null || person.sees(document.seriesId()))
                && (!document.kind().isSealed()
                        || person.can(Act.RUN_PSIRT)
                        || store.workedOn(person.id()).contains(document.id()));
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
        List<Document> all = store.all();
        boolean knows = person.can(Act.RUN_PSIRT)
                || all.stream().noneMatch(d -> d.kind().isSealed());
        Set<UUID> own = knows ? Set.of() : store.workedOn(person.id());
        return all.stream()
                .filter(d -> d.seriesId() == null || person.sees(d.seriesId()))
                .filter(d -> knows || !d.kind().isSealed() || own.contains(d.id()))
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
        return log.byIds(store.evidence(Set.of(version.id()))).stream()
                .map(EvidenceDetails::code)
                .toList();
    }

    /** What a version decides once it is in force. */
    @Transactional(readOnly = true)
    public List<Decided> decides(Document document, Version version) {
        return drafts.decided(document, version);
    }

    /** What a version speaks of of what its template was made for, by the keys of the list; with the heading where it does. */
    @Transactional(readOnly = true)
    public SortedMap<String, String> spoken(Document document, Version version, Locale locale) {
        return drafts.spoken(document.kind(), version.revision().content(), locale);
    }

    /** The sections that keep a version from deciding anything as a whole. */
    @Transactional(readOnly = true)
    List<DocumentTemplates.Part> missing(Document document, Version version) {
        return drafts.missing(document.kind(), version.revision().content());
    }

    /** The answers that a version was made from and that are otherwise by now. */
    @Transactional(readOnly = true)
    List<Basis.Change> changes(Document document, Version version) {
        return doubts.changes(document, version);
    }

    /** What registers and rules say of what the template of a kind asks them for, by key. */
    @Transactional(readOnly = true)
    SortedMap<String, KnownValue> known(DocumentKind kind) {
        return drafts.known(kind);
    }

    /** Something that a register or a rule says has changed: whatever is in force and says it is looked at. */
    public void follow(Set<String> known) {
        doubts.follow(known);
    }

    /**
     * What a document in force promises in days of which there is a rule.
     *
     * @param key of what the rule says
     * @param said as the text says it
     * @param kept whether the rule says the same
     */
    public record Promised(
            Document document, Version version, String key, String language, String said, boolean kept) {}

    /** What documents of the house in force promise of these rules, as their texts say it. */
    @Transactional(readOnly = true)
    public List<Promised> promised(Set<String> known) {
        return store.inForce(drafts.asking(known)).stream()
                .flatMap(id -> store.version(id).stream())
                .flatMap(version -> {
                    Document document = store.document(version.documentId()).orElseThrow();
                    return drafts.promises(document.kind(), version.revision().content()).stream()
                            .filter(p -> known.contains(p.key()))
                            .map(p -> new Promised(document, version, p.key(), p.language(), p.said(), p.kept()));
                })
                .toList();
    }

    /** How many answers have come for gaps of a draft since it was made. */
    @Transactional(readOnly = true)
    int answered(Document document, Version version) {
        return version.state() != State.DRAFT
                        || version.revision().content().gaps().isEmpty()
                ? 0
                : drafts.answered(
                                document.kind(),
                                series(document),
                                version.revision().content())
                        .count();
    }

    /** Headings, for a reader, of the sections that were changed in one language only since the version in force. */
    @Transactional(readOnly = true)
    public List<String> oneSided(Document document, Version version, Locale locale) {
        return store.versions(document.id()).stream()
                .filter(v -> v.state() == State.IN_FORCE && v.number() < version.number())
                .findFirst()
                .map(v -> oneSided(v.revision().content(), version.revision().content(), locale))
                .orElse(List.of());
    }

    /** Languages that the one does not have say nothing about what was changed. */
    static List<String> oneSided(Content before, Content after, Locale locale) {
        List<String> languages = before.languages().keySet().stream()
                .filter(l -> after.languages().containsKey(l))
                .sorted(Comparator.comparing((String l) -> !l.equals(locale.getLanguage()))
                        .thenComparing(Comparator.naturalOrder()))
                .toList();
        Set<String> ids = new LinkedHashSet<>();
        languages.forEach(l -> after.sections(l).forEach(s -> ids.add(s.id())));
        languages.forEach(l -> before.sections(l).forEach(s -> ids.add(s.id())));
        return ids.stream()
                .filter(id -> languages.stream()
                                .map(l -> !section(before, l, id).equals(section(after, l, id)))
                                .distinct()
                                .count()
                        > 1)
                .map(id -> Stream.concat(
                                languages.stream().flatMap(l -> section(after, l, id).stream()),
                                languages.stream().flatMap(l -> section(before, l, id).stream()))
                        .map(Section::heading)
                        .findFirst()
                        .orElse(id))
                .toList();
    }

    private static Optional<Section> section(Content content, String language, String id) {
        return content.sections(language).stream()
                .filter(s -> s.id().equals(id))
                .findFirst();
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
        if (seriesId == null) {
            person.requireAll();
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
        Document document = create(given, drafts.draft(given.kind(), given.series(), given.languages()), person);
        put(document, newest(document.id()), drafts.basis(document.kind(), series(document)), "", person);
        return document;
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
        audit.record(person, "document.create", document.code(), Map.of("title", told(document, title(content))));
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

    /** What audit and ledger, which many read, hold of a text. */
    private static String told(Document document, String text) {
        return document.kind().isSealed() ? "" : text;
    }

    private static byte @Nullable [] salt(Document document) {
        if (!document.kind().isSealed()) {
            return null;
        }
        byte[] salt = new byte[SALT_BYTES];
        RANDOM.nextBytes(salt);
        return salt;
    }

    /** As the ledger's check computes it from the row. */
    private static String seal(byte[] salt, String... texts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(salt);
            return HexFormat.of()
                    .formatHex(digest.digest(String.join("\n", texts).getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is part of every JDK", e);
        }
    }

    private void put(Document document, Version version, Basis basis, String note, Person person) {
        UUID id = ids.next();
        Instant now = now();
        int number = store.bases(version.id()) + 1;
        store.insertBasis(id, version.id(), number, basis, note, person, now);
        TreeMap<String, Object> body = new TreeMap<>();
        body.put("at", now.toString());
        body.put("basis", basis.stored());
        body.put("by", person.id().toString());
        body.put("byName", person.name());
        body.put("id", id.toString());
        body.put("note", note);
        body.put("number", Integer.toString(number));
        body.put("version", version.id().toString());
        ledger.append("document-basis/1", subject(document), body);
    }

    private boolean put(Document document, Revision revision) {
        byte[] salt = salt(document);
        if (!store.insert(revision, salt)) {
            return false;
        }
        TreeMap<String, Object> body = new TreeMap<>();
        if (salt == null) {
            body.put("address", revision.about().address());
            body.put("changeNote", revision.about().changeNote());
            body.put("content", revision.content().stored());
            body.put("titleEn", revision.content().titles().getOrDefault("en", ""));
            body.put("titleJa", revision.content().titles().getOrDefault("ja", ""));
        } else {
            body.put(
                    "sealed",
                    seal(
                            salt,
                            revision.content().titles().getOrDefault("ja", ""),
                            revision.content().titles().getOrDefault("en", ""),
                            revision.content().stored(),
                            revision.about().changeNote(),
                            revision.about().address()));
        }
        body.put("at", revision.savedAt().toString());
        body.put("by", revision.savedBy().toString());
        body.put("byName", revision.savedName());
        body.put("id", revision.id().toString());
        body.put("number", Integer.toString(revision.number()));
        body.put("place", revision.about().place());
        body.put("reviewBy", revision.about().reviewBy().toString());
        body.put("version", revision.versionId().toString());
        ledger.append("document-revision/1", subject(document), body);
        return true;
    }

    private boolean put(Document document, Step step) {
        byte[] salt = salt(document);
        if (!store.insert(step, salt)) {
            return false;
        }
        TreeMap<String, Object> body = new TreeMap<>();
        body.put("act", step.act().id());
        body.put("at", step.at().toString());
        body.put("by", step.by().toString());
        body.put("byName", step.byName());
        body.put("id", step.id().toString());
        if (salt == null) {
            body.put("note", step.note());
        } else {
            body.put("sealed", seal(salt, step.note()));
        }
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

    /** That a day of review lies too far ahead; what was saved earlier, or comes from elsewhere, may have one until it is handed in. */
    Optional<Wrong> wrongDay(About about) {
        LocalDate last = today().plusMonths(REVIEW_MONTHS_MAX);
        return about.reviewBy().isAfter(last)
                ? Optional.of(Wrong.of("reviewBy", "far", REVIEW_MONTHS_MAX, last.toString()))
                : Optional.empty();
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

    /** Headings of sections with gaps that were removed as a whole: each gap is left out with a reason first. */
    static List<String> removed(List<Section> before, List<Section> after) {
        Set<String> left = after.stream().map(Section::id).collect(Collectors.toSet());
        return before.stream()
                .filter(s -> !left.contains(s.id()) && !Marks.gaps(s.text()).isEmpty())
                .map(Section::heading)
                .toList();
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
        audit.record(person, "document.save", document.code(), Map.of("title", told(document, title(content))));
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
        audit.record(
                person,
                "document.strike",
                document.code(),
                Map.of("gap", told(document, label), "reason", told(document, reason.strip())));
        return saved;
    }

    /** Takes the answers that have come since into the gaps that asked for them, in every language, as one revision. */
    public Version takeOver(Document document, Version version, int seen, Person person) {
        Drafts.Answered answered = drafts.answered(
                document.kind(), series(document), version.revision().content());
        if (answered.count() == 0) {
            throw new Problem(409, "document.nothing-answered");
        }
        Version saved = save(
                document, version, seen, answered.content(), version.revision().about(), person);
        Basis now = drafts.basis(document.kind(), series(document));
        Basis basis = store.basis(version.id()).orElse(Basis.EMPTY);
        for (Map.Entry<String, Basis.Said> said : now.said().entrySet()) {
            Basis.Change change = new Basis.Change(said.getKey(), Basis.Said.NOTHING, said.getValue());
            if (answered.known().contains(change.known())
                    || answered.slots().stream()
                            .anyMatch(slot -> change.isAbout(slot.key().value()))) {
                basis = basis.with(said.getKey(), said.getValue());
            }
        }
        put(document, saved, basis, "", person);
        audit.record(person, "document.take-over", document.code(), Map.of("answers", answered.count()));
        return saved;
    }

    /** Writes a draft in another language, too: what its template says, and gaps for the rest. */
    public Version addLanguage(Document document, Version version, int seen, String language, Person person) {
        Content content = version.revision().content();
        if (!Set.of("ja", "en").contains(language) || content.languages().containsKey(language)) {
            throw new Problem(409, "document.language.there");
        }
        return save(
                document,
                version,
                seen,
                drafts.withLanguage(document.kind(), series(document), content, language),
                version.revision().about(),
                person);
    }

    /**
     * Says of a version whose answers have changed that its text is right as it is. In force it decides again then, so that says who
     * may confirm, with the reason.
     */
    public Version stillRight(Document document, Version version, String note, Person person) {
        requireMay(document, person);
        limit(note);
        if (version.state().isOver()) {
            throw new Problem(409, "document.state");
        }
        if (version.state() == State.IN_FORCE) {
            requireReason(note);
            if (!person.can(Act.CONFIRM)) {
                throw new Problem(403, "document.still-right");
            }
        }
        store.lock(document.id());
        put(document, version, doubts.seen(document, version), told(document, note.strip()), person);
        doubts.follow(version.id());
        audit.record(
                person,
                "document.still-right",
                document.code(),
                Map.of("version", version.number(), "reason", told(document, note.strip())));
        return store.version(version.id()).orElseThrow();
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
        // The text is the one of before, so it rests on what that rested on.
        store.basis(newest.id()).ifPresent(basis -> put(document, begun, basis, "", person));
        audit.record(person, "document.next", document.code(), Map.of("version", begun.number()));
        return begun;
    }

    // Steps

    /** Hands a draft in for review. A draft with gaps stays one. */
    public Version submit(Document document, Version version, int seen, Person person) {
        return submit(document, version, seen, false, person);
    }

    /**
     * Hands a draft in for review.
     *
     * @param sided whether it was looked at that what changed in one language only is right in the others as it is
     */
    public Version submit(Document document, Version version, int seen, boolean sided, Person person) {
        requireMay(document, person);
        require(version, State.DRAFT);
        requireComplete(document, version);
        List<String> sections = oneSided(document, version, Locale.forLanguageTag(person.language()));
        if (!sections.isEmpty() && !sided) {
            throw new Problem(409, "document.one-sided", String.join(", ", sections));
        }
        String note = sections.isEmpty()
                ? ""
                : Cut.to(
                        messages.get(
                                Locale.forLanguageTag(person.language()),
                                "document.one-sided.seen",
                                String.join(", ", sections)),
                        NOTE_CHARS_MAX);
        return step(document, version, seen, Step.Act.SUBMIT, State.IN_REVIEW, note, person);
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
        if (about.reviewBy().isAfter(today().plusMonths(REVIEW_MONTHS_MAX))) {
            throw new Problem(409, "document.review-far", about.reviewBy(), REVIEW_MONTHS_MAX);
        }
        int changed = doubts.changes(document, version).size();
        if (changed > 0) {
            throw new Problem(409, "document.outdated", changed);
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

    /** Somebody other than who wrote it has reviewed it. */
    public Version review(Document document, Version version, int seen, String note, Person person) {
        requireMay(document, person);
        require(version, State.IN_REVIEW);
        requireNotOwn(document, version, person);
        return step(document, version, seen, Step.Act.REVIEW, State.REVIEWED, note.strip(), person);
    }

    /**
     * Approves what was reviewed. Who wrote it does not approve it; nor does who reviewed it, in a house with three people who
     * could. Policies are approved by executives.
     */
    public Version approve(Document document, Version version, int seen, String note, Person person) {
        requireMay(document, person);
        require(version, State.REVIEWED);
        requireNotOwn(document, version, person);
        if (!isSmallHouse()) {
            requireOther(version, Step.Act.REVIEW, person);
        }
        requireExecutive(document, person);
        requireComplete(document, version);
        return step(document, version, seen, Step.Act.APPROVE, State.APPROVED, note.strip(), person);
    }

    private boolean isSmallHouse() {
        Set<Person> able = new HashSet<>(people.inUse(Act.ADD_EVIDENCE));
        able.addAll(people.inUse(Act.CONFIRM));
        return able.size() < SMALL_HOUSE;
    }

    /**
     * Nobody judges a text of one's own: neither who handed it in, nor who wrote in it. In a house in which everybody who could judge
     * it has written in it, it is enough not to have handed it in, or nothing would ever come into force.
     */
    private void requireNotOwn(Document document, Version version, Person person) {
        requireOther(version, Step.Act.SUBMIT, person);
        if (!store.writers(version.id()).contains(person.id())) {
            return;
        }
        if (others(document, version).findAny().isPresent()) {
            throw new Problem(409, "document.wrote");
        }
    }

    /** Who could take the next step and has written nothing. */
    private Stream<Person> others(Document document, Version version) {
        Set<UUID> out = new HashSet<>(store.writers(version.id()));
        last(version, Step.Act.SUBMIT).map(Step::by).ifPresent(out::add);
        boolean approving = version.state() != State.IN_REVIEW;
        if (version.state() == State.REVIEWED && !isSmallHouse()) {
            last(version, Step.Act.REVIEW).map(Step::by).ifPresent(out::add);
        }
        return people.inUse(Act.CONFIRM).stream()
                .filter(p -> !out.contains(p.id()) && maySee(document, p))
                .filter(p -> document.seriesId() != null || p.series().isEmpty())
                .filter(p ->
                        !approving || !document.kind().isPolicy() || p.roles().contains(Role.EXECUTIVE));
    }

    /** Whether somebody may judge a version, as far as it matters who wrote it. */
    @Transactional(readOnly = true)
    public boolean mayJudge(Document document, Version version, Person person) {
        boolean handedIn = last(version, Step.Act.SUBMIT)
                .filter(s -> s.by().equals(person.id()))
                .isPresent();
        return !handedIn
                && (!store.writers(version.id()).contains(person.id())
                        || others(document, version).findAny().isEmpty());
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
        requireNotOwn(document, version, person);
        requireExecutive(document, person);
        requireComplete(document, version);
        Version enacted = step(document, version, seen, Step.Act.ENACT, State.IN_FORCE, "", person);
        // A report is no evidence: evidence is seen by everybody.
        Optional<Recorded> recorded =
                document.kind().isSealed() ? Optional.empty() : Optional.of(record(document, enacted, person, via));
        Locale locale = Locale.forLanguageTag(person.language());
        for (Version earlier : store.versions(document.id())) {
            if (earlier.state() == State.IN_FORCE && !earlier.id().equals(version.id())) {
                String reason = messages.get(locale, "document.superseded-by", version.number());
                takeBack(earlier, person, reason);
                step(document, earlier, earlier.steps(), Step.Act.SUPERSEDE, State.SUPERSEDED, reason, person);
            }
        }
        recorded.ifPresent(evidence ->
                audit.record(person, "document.evidence", document.code(), Map.of("evidence", evidence.code())));
        return enacted;
    }

    private Recorded record(Document document, Version version, Person person, String via) {
        Step submitted = last(version, Step.Act.SUBMIT).orElseThrow();
        // Whoever wrote it submits it, whoever puts it into force is the second person.
        Person author = people.find(submitted.by()).orElse(null);
        Series series = series(document);
        List<FactEntry> all =
                facts(store.versions(document.id()).stream().map(Version::id).toList());
        // What an earlier version replaced stays replaced, also when that is taken back below.
        Set<FactEntry> own = Stream.concat(all.stream(), behind(all).stream())
                .filter(f -> !f.isWithdrawn())
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
        StoredFile file = blobs.store(bytes, files.name(document, version, language) + ".pdf");
        String title = Cut.to(
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

    /**
     * Takes back what a version decided, and with it what it had replaced: that was true before the document was in force, and would
     * come back by itself although nobody has said that it still is.
     */
    private void takeBack(Version version, Person person, String reason) {
        doubts.end(version.id());
        List<FactEntry> own = facts(Set.of(version.id()));
        own.stream().filter(fact -> !fact.isWithdrawn()).forEach(fact -> log.withdraw(fact.id(), person, reason));
        String replaced = messages.get(
                Locale.forLanguageTag(person.language()),
                "document.replaced-ended",
                title(version.revision().content()),
                version.number());
        behind(own).stream()
                .flatMap(fact -> log.fact(fact.id()).stream())
                .filter(FactEntry::isStanding)
                .forEach(fact -> log.withdraw(fact.id(), person, replaced));
    }

    private List<FactEntry> facts(Collection<UUID> versions) {
        return log.byIds(store.evidence(versions)).stream()
                .flatMap(evidence -> evidence.facts().stream())
                .toList();
    }

    /** What these facts replaced, and what that had replaced. */
    private List<FactEntry> behind(List<FactEntry> facts) {
        Set<UUID> seen = facts.stream().map(FactEntry::id).collect(Collectors.toCollection(HashSet::new));
        List<FactEntry> found = new ArrayList<>();
        ArrayDeque<FactEntry> open = new ArrayDeque<>(facts);
        while (!open.isEmpty()) {
            for (UUID id : open.remove().fact().supersedes()) {
                if (seen.add(id)) {
                    log.fact(id).ifPresent(fact -> {
                        found.add(fact);
                        open.add(fact);
                    });
                }
            }
        }
        return found;
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
                Map.of("become", state.id(), "version", version.number(), "reason", told(document, note)));
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

    /** Whoever is asked to read a report gets to know of it; so also its reviewers are asked. */
    static boolean mayBeRead(Document document, Version version) {
        return version.state() == State.IN_FORCE
                || version.state() == State.APPROVED
                || (document.kind().isSealed() && version.state().isInWork());
    }

    /** Asks people to read a version until a day. */
    public int askReaders(Document document, Version version, Set<UUID> readers, LocalDate due, Person person) {
        requireMay(document, person);
        if (!mayBeRead(document, version)) {
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

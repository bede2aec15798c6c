package dev.shisa.server.sbom;

import dev.shisa.bom.Bom;
import dev.shisa.bom.BomDifference;
import dev.shisa.bom.BomWriter;
import dev.shisa.bom.Completeness;
import dev.shisa.bom.Completeness.Element;
import dev.shisa.bom.Component;
import dev.shisa.bom.Reading;
import dev.shisa.conformity.Strength;
import dev.shisa.conformity.Subject;
import dev.shisa.conformity.Value;
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
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.audit.Audit;
import dev.shisa.server.platform.ledger.LedgerOutbox;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Release;
import dev.shisa.server.product.Series;
import java.io.InputStream;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
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
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Takes in bills of materials of releases.
 *
 * <p>The latest list of a release that was not withdrawn counts. It decides whether every component is recorded with name,
 * developer and version ({@code components.list}): complete only if whoever took it in says that it names all, the file keeps
 * the rules of its format, and no component lacks one of the three. What it says replaces what earlier lists of the release
 * said, and nothing else. A list never says that there is no vulnerability.
 */
@Service
class Sboms {

    static final int REASON_CHARS_MAX = 4_000;

    private static final int ROWS_AT_ONCE = 1_000;

    private final SbomStore store;
    private final SbomFiles files;
    private final EvidenceLog log;
    private final Products products;
    private final Audit audit;
    private final LedgerOutbox ledger;
    private final ApplicationEventPublisher events;
    private final TransactionTemplate transaction;
    private final Ids ids;
    private final InstantSource clock;
    private final ListAnalyses analyses;

    Sboms(
            SbomStore store,
            SbomFiles files,
            EvidenceLog log,
            Products products,
            Audit audit,
            LedgerOutbox ledger,
            ApplicationEventPublisher events,
            TransactionTemplate transaction,
            Ids ids,
            InstantSource clock,
            ListAnalyses analyses) {
        this.store = store;
        this.files = files;
        this.log = log;
        this.products = products;
        this.audit = audit;
        this.ledger = ledger;
        this.events = events;
        this.transaction = transaction;
        this.ids = ids;
        this.clock = clock;
        this.analyses = analyses;
    }

    /**
     * What a person says of a file.
     *
     * @param whole whether it names all components of the release
     * @param soundRest whether what is sound is taken although the file breaks the rules of its format
     */
    record Told(Release release, boolean whole, boolean soundRest, String via) {}

    /** What came of a file. */
    private sealed interface Outcome {
        record Kept(Sbom sbom) implements Outcome {}

        record Refused(RefusedSbomException why) implements Outcome {}
    }

    @Transactional(readOnly = true)
    public Sbom require(Series series, UUID id) {
        return store.one(series.id(), id).orElseThrow(() -> new Problem(404, "sbom.unknown"));
    }

    /** The list to compare with, as it is named in an address. */
    @Transactional(readOnly = true)
    public Sbom other(Series series, @Nullable UUID id) {
        if (id == null) {
            throw new Problem(404, "sbom.unknown");
        }
        return require(series, id);
    }

    /** The list that counts for a release: the latest that was not withdrawn. */
    static Optional<Sbom> counting(List<Sbom> newestFirst, UUID releaseId) {
        return newestFirst.stream()
                .filter(s -> s.withdrawn() == null && s.releaseId().equals(releaseId))
                .findFirst();
    }

    /**
     * Takes a stored file in.
     *
     * @throws RefusedSbomException when it is none that can be read, or breaks the rules of its format and the sound rest
     *     alone is not wanted; nothing is recorded then
     */
    Sbom take(Series series, Told told, StoredFile file, Person person) throws RefusedSbomException {
        Outcome outcome = files.read(file, reading -> switch (reading) {
            case Reading.Refused refused ->
                new Outcome.Refused(new RefusedSbomException(List.of(refused.problem()), 1, 0));
            case Reading.Taken taken -> {
                int components = taken.bom().components().size();
                boolean wanted = components > 0 && (taken.valid() || told.soundRest());
                yield wanted
                        ? new Outcome.Kept(Objects.requireNonNull(
                                transaction.execute(status -> keep(series, told, file, taken, person))))
                        : new Outcome.Refused(refused(taken, components));
            }
        });
        return switch (outcome) {
            case Outcome.Kept kept -> kept.sbom();
            case Outcome.Refused refused -> throw refused.why();
        };
    }

    private static RefusedSbomException refused(Reading.Taken taken, int components) {
        List<dev.shisa.bom.Problem> faults = taken.problems().stream()
                .filter(p -> p.kind().severity() == dev.shisa.bom.Problem.Severity.ERROR)
                .toList();
        return faults.isEmpty()
                ? new RefusedSbomException(
                        List.of(dev.shisa.bom.Problem.at("/", dev.shisa.bom.Problem.Kind.MISSING, "components")), 1, 0)
                : new RefusedSbomException(faults, taken.problemCount(), components);
    }

    private Sbom keep(Series series, Told told, StoredFile file, Reading.Taken taken, Person person) {
        products.lock(series.id());
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Sbom draft = draft(series, told.release().id(), told.whole(), taken, person.name(), now);
        Recorded evidence = log.record(
                evidence(series, told, file, draft, now, person), List.of(fact(series, told.release(), draft)));
        Sbom sbom = with(draft, evidence.evidence());
        put(sbom, taken, person);
        audit.record(
                person,
                "sbom.import",
                series.code() + " " + evidence.code(),
                Map.of(
                        "release",
                        told.release().name(),
                        "components",
                        sbom.components(),
                        "format",
                        sbom.formatWords()));
        events.publishEvent(new ReleaseListChanged(series.id(), sbom.releaseId()));
        return sbom;
    }

    /** What a file says of itself, without its evidence. */
    private Sbom draft(
            Series series, UUID releaseId, boolean whole, Reading.Taken taken, String takenName, Instant takenAt) {
        Bom bom = taken.bom();
        Component subject = bom.subject();
        Completeness.Report report = Completeness.check(bom);
        Map<Element, Integer> lacks = new EnumMap<>(Element.class);
        report.missing().forEach((element, refs) -> lacks.put(element, refs.size()));
        return new Sbom(
                ids.next(),
                series.id(),
                releaseId,
                new UUID(0, 0),
                bom.format(),
                bom.specVersion(),
                bom.created(),
                bom.authors(),
                bom.tools(),
                subject == null ? "" : (subject.title() + " " + subject.version()).strip(),
                whole && !taken.incomplete(),
                taken.valid(),
                bom.components().size(),
                lacks,
                report.unknownLicenses().size(),
                duplicates(bom).size(),
                taken.problems(),
                taken.problemCount(),
                takenName,
                takenAt,
                null);
    }

    private static Set<String> duplicates(Bom bom) {
        return Completeness.duplicates(bom).values().stream()
                .flatMap(List::stream)
                .collect(Collectors.toSet());
    }

    /** Stores a list with its components and records it. */
    private void put(Sbom sbom, Reading.Taken taken, Person person) {
        Bom bom = taken.bom();
        store.insert(sbom, taken, person);
        insert(sbom, bom, Completeness.check(bom), duplicates(bom));
        TreeMap<String, Object> body = new TreeMap<>();
        body.put("at", sbom.takenAt().toString());
        body.put("by", person.id().toString());
        body.put("byName", sbom.takenName());
        body.put("components", sbom.components());
        body.put("evidence", sbom.evidenceId().toString());
        body.put("id", sbom.id().toString());
        body.put("release", sbom.releaseId().toString());
        body.put("sound", sbom.sound());
        body.put("whole", sbom.whole());
        ledger.append("sbom/1", sbom.seriesId(), body);
    }

    /**
     * Takes a list of another installation in, whose evidence is here; its components are read from the file anew.
     *
     * @param withdrawn null: it counts
     */
    void bring(
            Series series,
            UUID releaseId,
            EvidenceDetails evidence,
            boolean whole,
            String takenName,
            Instant takenAt,
            Sbom.@Nullable Withdrawn withdrawn,
            Person person) {
        StoredFile file = evidence.file();
        if (file == null) {
            throw new IllegalArgumentException("a list without its file");
        }
        UUID id = files.read(file, reading -> switch (reading) {
            case Reading.Refused refused ->
                throw new IllegalArgumentException(refused.problem().sentence());
            case Reading.Taken taken -> {
                Sbom sbom = with(
                        draft(series, releaseId, whole, taken, takenName, takenAt),
                        evidence.summary().id());
                put(sbom, taken, person);
                yield sbom.id();
            }
        });
        if (withdrawn != null) {
            withdraw(series, id, withdrawn, person);
        }
    }

    private void insert(Sbom sbom, Bom bom, Completeness.Report report, Set<String> duplicates) {
        Map<String, Set<Element>> lacks = new HashMap<>();
        report.missing()
                .forEach((element, refs) ->
                        refs.forEach(ref -> lacks.computeIfAbsent(ref, _ -> EnumSet.noneOf(Element.class))
                                .add(element)));
        Set<String> unknown = new HashSet<>(report.unknownLicenses());
        List<ListedComponent> rows = new ArrayList<>(ROWS_AT_ONCE);
        int number = 0;
        for (Component component : bom.components()) {
            String ref = component.ref();
            rows.add(new ListedComponent(
                    ++number,
                    component,
                    lacks.getOrDefault(ref, Set.of()),
                    unknown.contains(ref),
                    duplicates.contains(ref)));
            if (rows.size() == ROWS_AT_ONCE) {
                store.insert(sbom.id(), rows);
                rows.clear();
            }
        }
        if (!rows.isEmpty()) {
            store.insert(sbom.id(), rows);
        }
    }

    /** The same with its evidence, which has to be recorded first. */
    private static Sbom with(Sbom sbom, UUID evidence) {
        return new Sbom(
                sbom.id(),
                sbom.seriesId(),
                sbom.releaseId(),
                evidence,
                sbom.format(),
                sbom.specVersion(),
                sbom.created(),
                sbom.authors(),
                sbom.tools(),
                sbom.subject(),
                sbom.whole(),
                sbom.sound(),
                sbom.components(),
                sbom.lacks(),
                sbom.unknownLicenses(),
                sbom.duplicates(),
                sbom.problems(),
                sbom.problemCount(),
                sbom.takenName(),
                sbom.takenAt(),
                sbom.withdrawn());
    }

    private static NewEvidence evidence(
            Series series, Told told, StoredFile file, Sbom sbom, Instant now, Person person) {
        String title = "SBOM " + told.release().name() + " (" + sbom.formatWords() + ")";
        return new NewEvidence(
                EvidenceKind.DOCUMENT,
                Strength.DOCUMENTED,
                title.substring(0, Math.min(title.length(), EvidenceLog.TITLE_CHARS_MAX)),
                "",
                sbom.formatWords(),
                series.id(),
                told.release().id(),
                null,
                file,
                Map.of(),
                now,
                null,
                person,
                person.name(),
                told.via(),
                null);
    }

    /** What the list decides; it replaces what earlier lists of the release said. */
    private NewFact fact(Series series, Release release, Sbom sbom) {
        Subject subject = new Subject(Subject.Kind.RELEASE, release.id());
        Set<UUID> ofLists = store.of(series.id()).stream()
                .filter(s -> s.releaseId().equals(release.id()))
                .map(Sbom::evidenceId)
                .collect(Collectors.toSet());
        Set<UUID> replaceable = log.replaceable(subject, Denials.LIST, Strength.DOCUMENTED);
        Set<UUID> replaced = log.history(subject, Denials.LIST).stream()
                .filter(e -> replaceable.contains(e.id())
                        && ofLists.contains(e.fact().evidence()))
                .map(FactEntry::id)
                .collect(Collectors.toSet());
        return new NewFact(
                subject,
                Denials.LIST,
                Value.word(sbom.records() ? "complete" : "partial"),
                sbom.formatWords() + ", " + sbom.components(),
                replaced);
    }

    /** Takes a list back with a reason; the one before it counts again. */
    @Transactional
    public void withdraw(Series series, Sbom sbom, String reason, Person person) {
        products.lock(series.id());
        if (reason.isBlank()) {
            throw new Problem(422, "sbom.withdraw.reason");
        }
        if (reason.length() > REASON_CHARS_MAX) {
            throw new Problem(422, "evidence.text.long", reason.length(), REASON_CHARS_MAX);
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        if (!withdraw(series, sbom.id(), new Sbom.Withdrawn(person.name(), now, reason.strip()), person)) {
            throw new Problem(409, "sbom.withdrawn");
        }
        EvidenceDetails evidence = log.byId(sbom.evidenceId()).orElseThrow();
        evidence.facts().stream()
                .filter(fact -> !fact.isWithdrawn())
                .forEach(fact -> log.withdraw(fact.id(), person, reason.strip()));
        audit.record(person, "sbom.withdraw", series.code() + " " + evidence.code(), Map.of("reason", reason.strip()));
        events.publishEvent(new ReleaseListChanged(series.id(), sbom.releaseId()));
    }

    /** Takes a list back and records it; false when it was so already. */
    private boolean withdraw(Series series, UUID id, Sbom.Withdrawn withdrawn, Person person) {
        if (!store.withdraw(id, person, withdrawn)) {
            return false;
        }
        TreeMap<String, Object> body = new TreeMap<>();
        body.put("at", withdrawn.at().toString());
        body.put("by", person.id().toString());
        body.put("byName", withdrawn.name());
        body.put("id", id.toString());
        body.put("reason", withdrawn.reason());
        ledger.append("sbom-withdrawn/1", series.id(), body);
        return true;
    }

    /** What changed from one list to another. */
    BomDifference difference(Sbom before, Sbom after) {
        return files.inTurn(() -> BomDifference.between(components(before), components(after)));
    }

    private Bom components(Sbom sbom) {
        List<Component> components = new ArrayList<>();
        long after = 0;
        for (List<ListedComponent> part = part(sbom, after); !part.isEmpty(); part = part(sbom, after)) {
            part.forEach(listed -> components.add(listed.component()));
            after = part.getLast().number();
        }
        return new Bom(sbom.format(), sbom.specVersion(), "", "", List.of(), List.of(), null, components, Map.of());
    }

    private List<ListedComponent> part(Sbom sbom, long after) {
        return store.behind(sbom.id(), ComponentFilter.of("", ""), after, ROWS_AT_ONCE);
    }

    /** The list in another format, made anew from its file, with what was judged if it is the one that counts. */
    InputStream written(Sbom sbom, SbomFiles.Written format, String organisation) {
        StoredFile file =
                Objects.requireNonNull(log.byId(sbom.evidenceId()).orElseThrow().file(), "a list without its file");
        boolean counts = counting(store.of(sbom.seriesId()), sbom.releaseId())
                .filter(one -> one.id().equals(sbom.id()))
                .isPresent();
        return files.written(
                file,
                format,
                new BomWriter.Header(sbom.id(), clock.instant(), organisation),
                counts ? analyses.of(sbom.seriesId(), sbom.releaseId()) : List.of());
    }
}

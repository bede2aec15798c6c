package dev.shisa.server.scan;

import dev.shisa.conformity.Slot;
import dev.shisa.conformity.Strength;
import dev.shisa.conformity.Subject;
import dev.shisa.conformity.Value;
import dev.shisa.scan.Detection;
import dev.shisa.scan.Gap;
import dev.shisa.scan.OpenPort;
import dev.shisa.scan.ScanReader;
import dev.shisa.scan.ScanResult;
import dev.shisa.scan.UnreadableScanException;
import dev.shisa.server.answers.Answers;
import dev.shisa.server.answers.FoundPorts;
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
import dev.shisa.server.platform.Reason;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.audit.Audit;
import dev.shisa.server.platform.ledger.LedgerOutbox;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Release;
import dev.shisa.server.product.Series;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Takes in results of scanning tools and lets people judge what they detected.
 *
 * <p>Of each tool, the latest result for a release counts. Facts about known vulnerabilities are recorded as one complete set, once
 * every detection of all results that count is judged and nothing is missing ({@link #open}). Any new result, judgement or
 * withdrawal takes these facts back first, so that what was said before never stands for what nobody has judged yet.
 */
@Service
@Transactional
class Scans {

    /** Each becomes two facts, and one piece of evidence carries a thousand. */
    static final int DETECTIONS_MAX = 480;

    static final int TEXT_CHARS_MAX = 4_000;

    /** A fact's item has 64; numbers may follow twice. */
    private static final int ITEM_CHARS_MAX = 54;

    private static final LocalDate FIRST_DAY = LocalDate.of(2000, 1, 1);
    private static final int PORTS_SHOWN_MAX = 1_000;

    /** A device with more open ports than this that nobody has registered needs no further proof. */
    private static final int PORTS_ADDED_MAX = 50;

    private static final Slot SCANNED = Slot.of("network.scanned");

    private final ScanStore store;
    private final Blobs blobs;
    private final EvidenceLog log;
    private final Products products;
    private final Answers answers;
    private final FoundPorts foundPorts;
    private final Audit audit;
    private final LedgerOutbox ledger;
    private final ApplicationEventPublisher events;
    private final Ids ids;
    private final InstantSource clock;

    Scans(
            ScanStore store,
            Blobs blobs,
            EvidenceLog log,
            Products products,
            Answers answers,
            FoundPorts foundPorts,
            Audit audit,
            LedgerOutbox ledger,
            ApplicationEventPublisher events,
            Ids ids,
            InstantSource clock) {
        this.store = store;
        this.blobs = blobs;
        this.log = log;
        this.products = products;
        this.answers = answers;
        this.foundPorts = foundPorts;
        this.audit = audit;
        this.ledger = ledger;
        this.events = events;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * What a person says of a file.
     *
     * @param model the number of the model that was scanned
     * @param shipping whether the firmware was the one that is shipped
     * @param scannedOn null: the file says it
     * @param database null: the file says it, or nobody knows
     * @param via {@code page} or {@code api}
     */
    record Told(
            Release release,
            String model,
            boolean shipping,
            @Nullable LocalDate scannedOn,
            @Nullable LocalDate database,
            String performedBy,
            String via) {}

    /** Why nothing is concluded for a release yet. */
    enum Open {
        /** Nothing was imported, or no tool of it knows vulnerabilities. */
        NO_SCANNER,
        UNJUDGED,
        INCOMPLETE,
        NOT_SHIPPING,
        NO_DATABASE,
        TOO_MANY
    }

    @Transactional(readOnly = true)
    public ScanImport require(Series series, UUID id) {
        return store.one(series.id(), id).orElseThrow(() -> new Problem(404, "scan.unknown"));
    }

    /**
     * Takes a result in.
     *
     * @throws UnreadableScanException when the file is none that can be read; nothing is stored then
     */
    public ScanImport take(Series series, Told told, String fileName, byte[] bytes, Person person)
            throws UnreadableScanException {
        ScanResult result = ScanReader.read(bytes);
        products.lock(series.id());
        if (result.detections().size() > DETECTIONS_MAX) {
            throw new Problem(422, "scan.many", result.detections().size(), DETECTIONS_MAX);
        }
        Instant now = now();
        Instant ended = result.endedAt();
        LocalDate scannedOn = ended == null ? told.scannedOn() : LocalDate.ofInstant(ended, Ui.ZONE);
        if (scannedOn == null) {
            throw new Problem(422, "scan.date.missing");
        }
        LocalDate database = result.database() == null ? told.database() : result.database();
        LocalDate today = LocalDate.ofInstant(now, Ui.ZONE);
        if (scannedOn.isBefore(FIRST_DAY)
                || scannedOn.isAfter(today)
                || (database != null && (database.isBefore(FIRST_DAY) || database.isAfter(today)))) {
            throw new Problem(422, "scan.date", scannedOn, database == null ? "" : database);
        }
        StoredFile file = blobs.store(bytes, fileName);
        ScanImport scan = new ScanImport(
                ids.next(),
                series.id(),
                told.release().id(),
                new UUID(0, 0),
                result.format(),
                result.tool(),
                result.toolVersion(),
                database,
                scannedOn,
                told.shipping(),
                result.targets(),
                result.informational(),
                result.openPorts().stream()
                        .limit(PORTS_SHOWN_MAX)
                        .map(Scans::words)
                        .toList(),
                gaps(result, told.shipping()),
                person.name(),
                now,
                null);
        NewEvidence proof = evidence(
                series,
                told.release(),
                told.model(),
                told.performedBy(),
                scan,
                file,
                observed(scan, now),
                result.detections().size(),
                "",
                person,
                told.via());
        List<NewFact> facts = new ArrayList<>();
        FoundPorts.Facts ports = ports(series, told.release(), scan, facts, person);
        List<NewFact> list = ports.list() == null ? List.of() : List.of(ports.list());
        if (ports.listed() == Strength.TESTED) {
            facts.addAll(list);
        }
        Recorded evidence = log.record(proof, facts);
        UUID listEvidence = list.isEmpty() || ports.listed() == Strength.TESTED
                ? null
                : log.record(proof.withStrength(ports.listed()), list).evidence();
        ScanImport kept = with(scan, evidence.evidence());
        store.insert(kept, listEvidence, person);
        Set<String> items = new HashSet<>();
        boolean hosts = result.targets().size() > 1;
        int number = 0;
        for (Detection detection : result.detections()) {
            store.insert(
                    kept.id(),
                    new JudgedDetection(
                            ++number,
                            item(detection, items),
                            detection.identity(),
                            detection.rule(),
                            detection.name(),
                            detection.severity().id(),
                            detection.cves(),
                            detection.cwes(),
                            place(detection, hosts),
                            detection.evidence(),
                            null));
        }
        toLedger(kept, result.detections().size(), person);
        audit.record(
                person,
                "scan.import",
                series.code() + " " + evidence.code(),
                Map.of(
                        "tool",
                        kept.toolWords(),
                        "release",
                        told.release().name(),
                        "detections",
                        result.detections().size()));
        conclude(series, told.release(), person, evidence.code(), told.via());
        return kept;
    }

    /** Which firmware a scan of ports met, the file does not say; whoever takes it in does. */
    private static List<Gap> gaps(ScanResult result, boolean shipping) {
        List<Gap> gaps = new ArrayList<>(result.gaps());
        if (!shipping && gaps.stream().anyMatch(gap -> gap.reason().isOfPorts())) {
            gaps.add(new Gap(Gap.Reason.OTHER_FIRMWARE, List.of()));
        }
        return gaps;
    }

    /** What a result of one shipped device says of ports outside of the list; gathers its facts in {@code facts}. */
    private FoundPorts.Facts ports(
            Series series, Release release, ScanImport scan, List<NewFact> facts, Person person) {
        SortedSet<String> items = new TreeSet<>();
        Subject subject = new Subject(Subject.Kind.RELEASE, release.id());
        BiFunction<Slot, Value, NewFact> says = (slot, value) -> NewFact.of(subject, slot, value, "");
        Map<Slot, FactEntry> present = answers.present(series);
        if (scan.tellsPorts()
                && scan.shipping()
                && scan.targets().size() == 1
                && present.containsKey(Slot.of("network.services"))) {
            RegisteredPorts registered = RegisteredPorts.of(products.items(series.id(), "service"), present);
            registered.outside(scan).stream().limit(PORTS_ADDED_MAX).forEach(port -> {
                String code = registered.found().get(port);
                items.add(code == null ? foundPorts.register(series, port, says, facts, person) : code);
            });
        }
        FoundPorts.Facts ports = foundPorts.of(series, release, items, _ -> false, Strength.TESTED, says);
        facts.addAll(ports.open());
        if (ports.found() != null) {
            facts.add(ports.found());
        }
        return ports;
    }

    /** The same with its evidence, which has to be recorded first. */
    private static ScanImport with(ScanImport scan, UUID evidence) {
        return new ScanImport(
                scan.id(),
                scan.seriesId(),
                scan.releaseId(),
                evidence,
                scan.format(),
                scan.tool(),
                scan.toolVersion(),
                scan.database(),
                scan.scannedOn(),
                scan.shipping(),
                scan.targets(),
                scan.informational(),
                scan.ports(),
                scan.gaps(),
                scan.importedName(),
                scan.importedAt(),
                scan.withdrawn());
    }

    /** The end of the day of the scan, or now if that is still to come. */
    private static Instant observed(ScanImport scan, Instant now) {
        Instant end = scan.scannedOn().plusDays(1).atStartOfDay(Ui.ZONE).toInstant();
        return end.isAfter(now) ? now : end;
    }

    private static NewEvidence evidence(
            Series series,
            Release release,
            String model,
            String performedBy,
            ScanImport scan,
            @Nullable StoredFile file,
            Instant observed,
            int detections,
            String statement,
            Person person,
            String via) {
        Map<String, String> record = new LinkedHashMap<>();
        record.put("model", model);
        record.put("firmware", release.name());
        record.put("procedure", Cut.to(scan.format().title() + ": " + String.join(", ", scan.targets()), 2_000));
        record.put("observed", detections + " + " + scan.informational());
        record.put("performed-by", performedBy);
        record.put("performed-on", scan.scannedOn().toString());
        record.put("tool", scan.tool());
        record.put("tool-version", scan.toolVersion());
        if (scan.database() != null) {
            record.put("environment", scan.database().toString());
        }
        return new NewEvidence(
                EvidenceKind.TEST,
                Strength.TESTED,
                Cut.to(scan.toolWords() + " " + release.name(), EvidenceLog.TITLE_CHARS_MAX),
                Cut.to(statement, EvidenceLog.TEXT_CHARS_MAX),
                "",
                series.id(),
                release.id(),
                null,
                file,
                record,
                observed,
                null,
                person,
                person.name(),
                via,
                null);
    }

    private static String words(OpenPort port) {
        return (port.number() + "/" + port.protocol() + (port.certain() ? "" : "?") + " " + port.service()).strip();
    }

    private static String place(Detection detection, boolean hosts) {
        String port = detection.port() == 0 ? "" : detection.port() + "/" + detection.protocol();
        return (hosts || port.isEmpty() ? detection.host() + " " : "").stripLeading()
                + (port + " " + detection.place()).strip();
    }

    /** A code that a person can read and that no other detection of the result has. */
    private static String item(Detection detection, Set<String> taken) {
        String name = detection.cves().size() == 1 ? detection.cves().getFirst() : detection.rule();
        String port = detection.port() == 0 ? "" : ":" + detection.port() + "/" + detection.protocol();
        String code = (name.replaceAll("[^\\p{L}\\p{N}._:/-]+", "-") + port.replaceAll("[^\\p{L}\\p{N}._:/-]+", "-"));
        String start = code.replaceAll("^[^\\p{L}\\p{N}]+", "");
        return free(
                start.isEmpty() ? "detection" : start.substring(0, Math.min(start.length(), ITEM_CHARS_MAX)), taken);
    }

    /** This name, or with a number after it the first that nothing else has; it is taken from now on. */
    private static String free(String name, Set<String> taken) {
        String item = name;
        for (int i = 2; !taken.add(item); i++) {
            item = name + "-" + i;
        }
        return item;
    }

    /**
     * A person judges detections of a result.
     *
     * @param action what is done about it, needed for what is exploitable
     * @throws Problem 422 when a word is missing, 409 when the result was withdrawn
     */
    public void judge(
            Series series,
            ScanImport scan,
            Collection<Integer> numbers,
            boolean exploitable,
            String reason,
            String action,
            Person person,
            String via) {
        products.lock(series.id());
        ScanImport present = require(series, scan.id());
        if (present.withdrawn() != null) {
            throw new Problem(409, "scan.withdrawn");
        }
        if (numbers.isEmpty()) {
            throw new Problem(422, "scan.judge.none");
        }
        if (!Reason.says(reason) || (exploitable && action.isBlank())) {
            throw new Problem(422, exploitable ? "scan.judge.action" : "scan.judge.reason");
        }
        if (reason.length() > TEXT_CHARS_MAX || action.length() > TEXT_CHARS_MAX) {
            throw new Problem(422, "evidence.text.long", Math.max(reason.length(), action.length()), TEXT_CHARS_MAX);
        }
        Set<Integer> known = store.detections(scan.id()).stream()
                .map(JudgedDetection::number)
                .collect(Collectors.toSet());
        Instant now = now();
        for (int number : new TreeSet<>(numbers)) {
            if (!known.contains(number)) {
                throw new Problem(422, "scan.judge.unknown", number);
            }
            UUID id = ids.next();
            JudgedDetection.Judgement judgement = new JudgedDetection.Judgement(
                    exploitable, reason.strip(), exploitable ? action.strip() : "", person.name(), now);
            store.judge(id, scan.id(), number, judgement, person);
            toLedger(series.id(), id, scan.id(), number, judgement, person);
        }
        audit.record(
                person,
                "scan.judge",
                series.code() + " " + scan.toolWords(),
                Map.of("detections", numbers.size(), "exploitable", exploitable));
        conclude(series, release(scan), person, scan.toolWords(), via);
    }

    /** Takes a result back with a reason; the result of the same tool before it counts again. */
    public void withdraw(Series series, ScanImport scan, String reason, Person person, String via) {
        products.lock(series.id());
        if (!Reason.says(reason)) {
            throw new Problem(422, "scan.withdraw.reason");
        }
        if (reason.length() > TEXT_CHARS_MAX) {
            throw new Problem(422, "evidence.text.long", reason.length(), TEXT_CHARS_MAX);
        }
        Instant now = now();
        ScanImport.Withdrawn withdrawn = new ScanImport.Withdrawn(person.name(), now, reason.strip());
        if (!store.withdraw(scan.id(), person, withdrawn)) {
            throw new Problem(409, "scan.withdrawn");
        }
        toLedger(series.id(), scan.id(), withdrawn, person);
        audit.record(person, "scan.withdraw", series.code() + " " + scan.toolWords(), Map.of("reason", reason.strip()));
        withdrawFacts(scan.evidenceId(), person, reason.strip());
        store.listEvidence(scan.id()).ifPresent(id -> withdrawFacts(id, person, reason.strip()));
        conclude(series, release(scan), person, reason.strip(), via);
        events.publishEvent(new ScanWithdrawn(series.id()));
    }

    /** That a result was taken in; {@code by} is of here, the name in it may be of another installation. */
    void toLedger(ScanImport scan, int detections, Person by) {
        TreeMap<String, Object> body = new TreeMap<>();
        body.put("at", scan.importedAt().toString());
        body.put("by", by.id().toString());
        body.put("byName", scan.importedName());
        body.put("detections", detections);
        body.put("evidence", scan.evidenceId().toString());
        body.put("id", scan.id().toString());
        body.put("release", scan.releaseId().toString());
        body.put("tool", scan.toolWords());
        ledger.append("scan-import/1", scan.seriesId(), body);
    }

    /** That a detection was judged. */
    void toLedger(UUID seriesId, UUID id, UUID importId, int number, JudgedDetection.Judgement judgement, Person by) {
        TreeMap<String, Object> body = new TreeMap<>();
        body.put("action", judgement.action());
        body.put("at", judgement.at().toString());
        body.put("by", by.id().toString());
        body.put("byName", judgement.name());
        body.put("exploitable", judgement.exploitable());
        body.put("id", id.toString());
        body.put("import", importId.toString());
        body.put("number", number);
        body.put("reason", judgement.reason());
        ledger.append("scan-judgement/1", seriesId, body);
    }

    /** That a result was taken back. */
    void toLedger(UUID seriesId, UUID importId, ScanImport.Withdrawn withdrawn, Person by) {
        TreeMap<String, Object> body = new TreeMap<>();
        body.put("at", withdrawn.at().toString());
        body.put("by", by.id().toString());
        body.put("byName", withdrawn.name());
        body.put("id", importId.toString());
        body.put("reason", withdrawn.reason());
        ledger.append("scan-withdrawn/1", seriesId, body);
    }

    private void withdrawFacts(UUID evidenceId, Person person, String reason) {
        List<FactEntry> facts = log.byId(evidenceId).map(EvidenceDetails::facts).orElse(List.of());
        facts.stream().filter(fact -> !fact.isWithdrawn()).forEach(fact -> log.withdraw(fact.id(), person, reason));
    }

    private Release release(ScanImport scan) {
        return products.release(scan.releaseId()).orElseThrow();
    }

    /**
     * The results that count for a release: of each tool the one that was scanned last, and taken in last among those.
     *
     * @param all of the series, the newest first
     */
    static List<ScanImport> counting(List<ScanImport> all, UUID releaseId) {
        List<ScanImport> counting = new ArrayList<>();
        for (ScanImport scan : all) {
            if (scan.withdrawn() != null || !scan.releaseId().equals(releaseId)) {
                continue;
            }
            Optional<ScanImport> other =
                    counting.stream().filter(scan::sameToolAs).findFirst();
            if (other.isEmpty()) {
                counting.add(scan);
            } else if (scan.scannedOn().isAfter(other.get().scannedOn())) {
                counting.remove(other.get());
                counting.add(scan);
            }
        }
        return counting;
    }

    /** The result of the same tool before this one, for whatever release of the series. */
    @Transactional(readOnly = true)
    public Optional<ScanImport> before(ScanImport scan) {
        return store.of(scan.seriesId()).stream()
                .filter(other -> other.withdrawn() == null
                        && other.sameToolAs(scan)
                        && other.importedAt().isBefore(scan.importedAt()))
                .findFirst();
    }

    /** What still keeps the results of a release from deciding anything; nothing: the facts are recorded. */
    @Transactional(readOnly = true)
    public List<Open> open(UUID seriesId, UUID releaseId) {
        return open(counting(store.of(seriesId), releaseId));
    }

    /**
     * The same, of results that were read already.
     *
     * @param counting those that count for a release
     */
    @Transactional(readOnly = true)
    public List<Open> open(List<ScanImport> counting) {
        List<Open> open = new ArrayList<>();
        List<ScanImport> scanners =
                counting.stream().filter(s -> s.format().vulnerabilityScanner()).toList();
        if (scanners.isEmpty()) {
            open.add(Open.NO_SCANNER);
        }
        Collection<ScanStore.Count> counts =
                store.counts(counting.stream().map(ScanImport::id).toList()).values();
        if (counts.stream().anyMatch(count -> count.open() > 0)) {
            open.add(Open.UNJUDGED);
        }
        if (scanners.stream().anyMatch(ScanImport::lacksWeaknesses)) {
            open.add(Open.INCOMPLETE);
        }
        if (scanners.stream().anyMatch(s -> !s.shipping())) {
            open.add(Open.NOT_SHIPPING);
        }
        if (scanners.stream().anyMatch(s -> s.database() == null)) {
            open.add(Open.NO_DATABASE);
        }
        if (counts.stream().mapToInt(ScanStore.Count::all).sum() > DETECTIONS_MAX) {
            open.add(Open.TOO_MANY);
        }
        return open;
    }

    /** Takes back what was concluded for a release, and concludes anew if nothing is open. */
    private void conclude(Series series, Release release, Person person, String cause, String via) {
        List<ScanImport> all = store.of(series.id());
        Coverage coverage = Coverage.of(all, release.id());
        boolean covered = false;
        for (UUID concluded : store.conclusions(release.id())) {
            boolean stands = says(concluded, coverage);
            covered |= stands;
            if (!stands) {
                withdrawFacts(concluded, person, cause);
            }
        }
        if (!covered) {
            cover(series, release, coverage, person, via);
        }
        List<ScanImport> counting = counting(all, release.id());
        if (!open(counting).isEmpty()) {
            return;
        }
        List<ScanImport> scanners =
                counting.stream().filter(s -> s.format().vulnerabilityScanner()).toList();
        ScanImport oldest = scanners.stream()
                .min((a, b) -> a.scannedOn().compareTo(b.scannedOn()))
                .orElseThrow();
        LocalDate database = scanners.stream()
                .flatMap(s -> Optional.ofNullable(s.database()).stream())
                .min(LocalDate::compareTo)
                .orElseThrow();
        Subject subject = new Subject(Subject.Kind.RELEASE, release.id());
        String tools = counting.stream().map(ScanImport::toolWords).sorted().collect(Collectors.joining(", "));
        List<NewFact> facts = new ArrayList<>();
        facts.add(fact(subject, "scan.kind", "", Value.word("scanner"), tools));
        facts.add(fact(subject, "scan.tool", "", Value.word(tools), ""));
        facts.add(fact(subject, "scan.database", "", Value.day(database), ""));
        facts.add(fact(subject, "scan.firmware", "", Value.word("this"), release.name()));
        facts.add(fact(subject, "scan.date", "", Value.day(oldest.scannedOn()), ""));
        TreeSet<String> items = new TreeSet<>();
        StringBuilder statement = new StringBuilder();
        for (ScanImport scan : counting) {
            for (JudgedDetection detection : store.detections(scan.id())) {
                JudgedDetection.Judgement judgement = detection.judgement();
                if (judgement == null) {
                    throw new IllegalStateException("a detection without a judgement was concluded upon");
                }
                // Two tools may detect the same; each one's judgement stands for itself.
                String item = free(detection.item(), items);
                String words = Cut.to(
                        judgement.reason() + (judgement.action().isEmpty() ? "" : "\n" + judgement.action()),
                        TEXT_CHARS_MAX);
                facts.add(fact(
                        subject,
                        "detection.judgement",
                        item,
                        Value.word(judgement.exploitable() ? "exploitable" : "not-exploitable"),
                        words + "\n" + judgement.name()));
                if (!detection.severity().equals("unknown")) {
                    facts.add(fact(subject, "detection.severity", item, Value.word(detection.severity()), ""));
                }
                statement
                        .append(item)
                        .append(": ")
                        .append(judgement.exploitable() ? "exploitable" : "not exploitable")
                        .append('\n');
            }
        }
        facts.add(fact(subject, "scan.detections", "", Value.words(items), ""));
        EvidenceDetails source = log.byId(oldest.evidenceId()).orElseThrow();
        Recorded recorded = log.record(
                evidence(
                        series,
                        release,
                        source.record().getOrDefault("model", series.code()),
                        source.record().getOrDefault("performed-by", person.name()),
                        oldest,
                        source.file(),
                        observed(oldest, now()),
                        items.size(),
                        statement.toString(),
                        person,
                        via),
                facts);
        store.conclude(release.id(), recorded.evidence());
    }

    /** Whether evidence says how far ports were looked for, and says it still as it is. */
    private boolean says(UUID evidence, Coverage coverage) {
        return log.byId(evidence).map(EvidenceDetails::facts).orElse(List.of()).stream()
                .anyMatch(fact -> !fact.isWithdrawn()
                        && fact.fact().slot().equals(SCANNED)
                        && fact.fact().value().equals(Value.words(coverage.said())));
    }

    /**
     * Records how far ports were looked for, as a document: a person knows more, such as the sides, and may say so with one.
     * What says as much already stands.
     */
    private void cover(Series series, Release release, Coverage coverage, Person person, String via) {
        Subject subject = new Subject(Subject.Kind.RELEASE, release.id());
        List<FactEntry> standing = log.history(subject, SCANNED).stream()
                .filter(FactEntry::isStanding)
                .toList();
        boolean adds = standing.stream()
                .noneMatch(entry -> entry.fact().strength() == Strength.MEASURED
                        || (entry.fact().value() instanceof Value.Words(SortedSet<String> said)
                                && said.containsAll(coverage.said())));
        if (coverage.said().isEmpty() || !adds) {
            return;
        }
        Strength strength = standing.stream().anyMatch(entry -> entry.fact().strength() == Strength.TESTED)
                ? Strength.TESTED
                : Strength.DOCUMENTED;
        ScanImport newest = coverage.runs().getFirst();
        EvidenceDetails source = log.byId(newest.evidenceId()).orElseThrow();
        String runs = coverage.runs().stream()
                .map(run -> run.toolWords() + " (" + run.scannedOn() + ")")
                .distinct()
                .collect(Collectors.joining(", "));
        Recorded recorded = log.record(
                evidence(
                                series,
                                release,
                                source.record().getOrDefault("model", series.code()),
                                source.record().getOrDefault("performed-by", person.name()),
                                newest,
                                source.file(),
                                observed(newest, now()),
                                0,
                                runs,
                                person,
                                via)
                        .withStrength(strength),
                List.of(new NewFact(
                        subject,
                        SCANNED,
                        Value.words(coverage.said()),
                        Cut.to(runs, TEXT_CHARS_MAX),
                        log.replaceable(subject, SCANNED, strength))));
        store.conclude(release.id(), recorded.evidence());
    }

    private static NewFact fact(Subject subject, String key, String item, Value value, String detail) {
        return NewFact.of(subject, Slot.of(key, item), value, detail);
    }

    /** Stored times have microseconds; finer ones would differ after reading. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}

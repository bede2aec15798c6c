package dev.shisa.server.transfer;

import dev.shisa.conformity.Catalogue;
import dev.shisa.conformity.Confirmation;
import dev.shisa.conformity.FactDefinition;
import dev.shisa.conformity.FactKey;
import dev.shisa.conformity.Framework;
import dev.shisa.conformity.RequirementId;
import dev.shisa.conformity.Slot;
import dev.shisa.conformity.Strength;
import dev.shisa.conformity.Subject;
import dev.shisa.conformity.Value;
import dev.shisa.server.catalogue.Catalogues;
import dev.shisa.server.catalogue.ParameterCopies;
import dev.shisa.server.conformity.NotAdopted;
import dev.shisa.server.conformity.Verdicts;
import dev.shisa.server.evidence.Blobs;
import dev.shisa.server.evidence.BrokenCopy;
import dev.shisa.server.evidence.EvidenceCopy;
import dev.shisa.server.evidence.EvidenceKind;
import dev.shisa.server.evidence.EvidenceLog;
import dev.shisa.server.evidence.NewEvidence;
import dev.shisa.server.evidence.NewFact;
import dev.shisa.server.evidence.RecordField;
import dev.shisa.server.evidence.SeriesRecords;
import dev.shisa.server.evidence.StoredFile;
import dev.shisa.server.platform.Ids;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.Reason;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.audit.Audit;
import dev.shisa.server.platform.ledger.LedgerOutbox;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.Guides;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Release;
import dev.shisa.server.product.Series;
import dev.shisa.server.product.SeriesCopies;
import dev.shisa.server.product.SeriesCopy;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;

/**
 * Brings in a series that another installation exported.
 *
 * <p>Evidence and facts pass the one door that all facts pass, and are recorded now, by whoever brings them, with the names
 * of there. What second persons did there – confirmations, signatures under change impacts, decisions not to adopt – counts
 * here only if whoever imports declares to take it over; otherwise the facts wait for a second person of this installation.
 * That declaration, with the hash of the manifest, is a record of the ledger. All of it is one transaction.
 *
 * <p>A file that could not have been written by an installation is refused: one person as submitter and confirmer, a
 * confirmation of tomorrow, a key that this edition does not know.
 */
@Component
class SeriesImport {

    private static final int CODE_CHARS_MAX = 40;

    private final Products products;
    private final SeriesCopies copies;
    private final Guides guides;
    private final Catalogues catalogues;
    private final ParameterCopies parameters;
    private final EvidenceLog evidence;
    private final Blobs blobs;
    private final Verdicts verdicts;
    private final NotAdopted notAdopted;
    private final List<SeriesRecords> records;
    private final ImportStore store;
    private final LedgerOutbox ledger;
    private final Audit audit;
    private final Ids ids;
    private final InstantSource clock;
    private final TransactionTemplate transaction;
    private final TransactionTemplate trial;

    SeriesImport(
            Products products,
            SeriesCopies copies,
            Guides guides,
            Catalogues catalogues,
            ParameterCopies parameters,
            EvidenceLog evidence,
            Blobs blobs,
            Verdicts verdicts,
            NotAdopted notAdopted,
            List<SeriesRecords> records,
            ImportStore store,
            LedgerOutbox ledger,
            Audit audit,
            Ids ids,
            InstantSource clock,
            PlatformTransactionManager transactions) {
        this.products = products;
        this.copies = copies;
        this.guides = guides;
        this.catalogues = catalogues;
        this.parameters = parameters;
        this.evidence = evidence;
        this.blobs = blobs;
        this.verdicts = verdicts;
        this.notAdopted = notAdopted;
        this.records = List.copyOf(records);
        this.store = store;
        this.ledger = ledger;
        this.audit = audit;
        this.ids = ids;
        this.clock = clock;
        this.transaction = new TransactionTemplate(transactions);
        this.trial = new TransactionTemplate(transactions);
        trial.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    }

    /**
     * What the importer chose.
     *
     * @param code under which the series is to be known here; empty: that of the file
     * @param takesOver whether what second persons did there counts here, for which the importer answers
     * @param company whether facts, guides, decisions and parameters of the company come in, which count for all series
     */
    record Options(String code, boolean takesOver, boolean company) {}

    /**
     * What came, or would come, of an import.
     *
     * @param people names of those whose confirmations, signatures and decisions are in the file
     * @param confirmations that the file holds, whether they count here or not
     * @param companyFacts facts about the company that came in; {@code companyKept} those that did not because one is here
     * @param parametersKept parameters that are set to something else here, and stay so
     * @param renamed codes of evidence that are taken here, and what they became
     * @param verdicts how many of the file were compared; {@code differing} those that came out another way
     */
    record Outcome(
            SeriesFile.Manifest manifest,
            String manifestSha256,
            Series series,
            boolean sameEdition,
            Set<String> people,
            int evidence,
            int facts,
            int confirmations,
            int companyFacts,
            int companyKept,
            List<String> parametersKept,
            Map<String, String> renamed,
            int verdicts,
            List<Difference> differing) {}

    /** A verdict that came out another way than in the installation that exported it. */
    record Difference(String requirement, String there, String here) {}

    /** A code for it that is free here. */
    String freeCode(String wanted) {
        String code = wanted;
        for (int n = 2; products.taken(code); n++) {
            String end = "-" + n;
            code = wanted.substring(0, Math.min(wanted.length(), CODE_CHARS_MAX - end.length())) + end;
        }
        return code;
    }

    /** Reads and checks the whole file, and nothing more. */
    SeriesFile.Manifest manifest(Supplier<InputStream> content) {
        return checked(content).file().manifest();
    }

    /** Does everything, says what came of it, and undoes it. */
    Outcome preview(Supplier<InputStream> content, Options options, Person person) {
        SeriesFileReader.Read checked = checked(content);
        return Objects.requireNonNull(trial.execute(status -> {
            status.setRollbackOnly();
            return bring(content, checked, options, person);
        }));
    }

    /** Brings it in, all or nothing. */
    Outcome bring(Supplier<InputStream> content, Options options, Person person) {
        SeriesFileReader.Read checked = checked(content);
        return Objects.requireNonNull(transaction.execute(status -> bring(content, checked, options, person)));
    }

    private static SeriesFileReader.Read checked(Supplier<InputStream> content) {
        try (InputStream in = content.get()) {
            return SeriesFileReader.check(in);
        } catch (IOException e) {
            throw new UncheckedIOException("the uploaded file cannot be read", e);
        }
    }

    private Map<String, StoredFile> attached(Supplier<InputStream> content, SeriesFile file) {
        Map<String, String> names = new HashMap<>();
        file.evidence().evidence().forEach(one -> {
            SeriesFile.FilePart attached = one.file();
            if (attached != null) {
                names.putIfAbsent(attached.sha256(), attached.name());
            }
        });
        file.records()
                .values()
                .forEach(record -> record.path("files")
                        .forEach(one -> names.putIfAbsent(
                                one.path("sha256").asString(""),
                                one.path("name").asString(""))));
        try (InputStream in = content.get()) {
            return SeriesFileReader.read(
                            in, (sha256, part) -> blobs.store(part, names.getOrDefault(sha256, sha256), -1))
                    .attached();
        } catch (IOException e) {
            throw new UncheckedIOException("the uploaded file cannot be read", e);
        }
    }

    private Outcome bring(Supplier<InputStream> content, SeriesFileReader.Read read, Options options, Person person) {
        SeriesFile file = read.file();
        SeriesFile.Manifest manifest = file.manifest();
        checkPeople(file.evidence());
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        if (manifest.made().isAfter(now.plus(Duration.ofDays(1)))) {
            throw new Problem(422, "transfer.part", SeriesFile.MANIFEST, "/made");
        }
        String code =
                options.code().isBlank() ? file.series().code() : options.code().strip();
        if (products.taken(code)) {
            throw new Problem(409, "transfer.code-taken", code);
        }
        Map<String, StoredFile> attached = attached(content, file);
        SeriesCopy copy = copy(code, file.series(), manifest.organisation());
        Series series = copies.bring(copy, person);

        Company company = company(file, options);
        List<EvidenceCopy> brought = evidence(file, series, attached, company.slotsTaken(), options, person);
        int facts = brought.stream().mapToInt(one -> one.facts().size()).sum();
        int confirmations = (int) file.evidence().evidence().stream()
                .flatMap(one -> one.facts().stream())
                .filter(fact -> fact.confirmed() != null)
                .count();
        UUID id = ids.next();
        store.insert(new ImportStore.Row(
                id,
                series.id(),
                person.id(),
                person.name(),
                now,
                SeriesFileReader.shown(manifest.organisation()),
                SeriesFileReader.shown(manifest.by()),
                manifest.made().truncatedTo(ChronoUnit.MICROS),
                SeriesFileReader.shown(manifest.edition()),
                read.manifestSha256(),
                options.takesOver(),
                options.company(),
                brought.size(),
                facts,
                options.takesOver() ? confirmations : 0,
                0,
                List.of()));
        if (options.takesOver()) {
            copies.sign(series, copy, id);
        }
        follow(file.series(), series, options, person);
        List<String> parametersKept = options.company() ? parameters(file.series(), person) : List.of();
        Map<String, String> renamed =
                evidence.bring(id, brought, person, SeriesFileReader.shown(manifest.organisation()));
        Map<String, String> codes = brought.stream()
                .collect(Collectors.toMap(EvidenceCopy::code, one -> renamed.getOrDefault(one.code(), one.code())));
        file.records().forEach((name, json) -> records(name, json, series, codes, attached, options, manifest, person));
        if (options.takesOver()) {
            decide(file.series(), series, options, manifest.organisation(), person);
        }
        List<SeriesFile.VerdictPart> compared = file.series().verdicts().stream()
                .filter(verdict -> options.company() || !verdict.company())
                .toList();
        List<Difference> differing = differing(compared, series);
        store.compared(id, compared.size(), differing);
        toLedger(id, differing);
        audit.record(
                person,
                "series.import",
                code,
                Map.of(
                        "organisation",
                        SeriesFileReader.shown(manifest.organisation()),
                        "manifest",
                        read.manifestSha256(),
                        "takesOver",
                        options.takesOver(),
                        "company",
                        options.company(),
                        "evidence",
                        brought.size(),
                        "facts",
                        facts));
        return new Outcome(
                manifest,
                read.manifestSha256(),
                products.byId(series.id()).orElseThrow(),
                manifest.edition().equals(catalogues.current().edition()),
                people(file),
                brought.size(),
                facts,
                confirmations,
                company.facts(),
                company.slotsTaken().size(),
                parametersKept,
                renamed,
                compared.size(),
                differing);
    }

    private void records(
            String name,
            JsonNode content,
            Series series,
            Map<String, String> codes,
            Map<String, StoredFile> attached,
            Options options,
            SeriesFile.Manifest manifest,
            Person person) {
        String part = SeriesFile.records(name);
        SeriesRecords capability = records.stream()
                .filter(r -> r.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new Problem(422, "transfer.unlisted", part));
        Map<String, UUID> releases =
                products.releases(series.id()).stream().collect(Collectors.toMap(Release::name, Release::id));
        try {
            capability.bring(
                    series,
                    content,
                    new SeriesRecords.Landing(
                            releases,
                            codes,
                            attached,
                            options.company(),
                            SeriesFileReader.shown(manifest.organisation())),
                    person);
        } catch (BrokenCopy e) {
            throw new Problem(422, "transfer.part", part, e.place());
        }
    }

    /** Nobody confirms what is one's own; an installation that exports has seen to it. */
    private static void checkPeople(SeriesFile.EvidenceParts parts) {
        for (SeriesFile.EvidencePart one : parts.evidence()) {
            String submitter = number(parts, one.submittedBy(), one);
            for (SeriesFile.FactPart fact : one.facts()) {
                SeriesFile.ConfirmedPart confirmed = fact.confirmed();
                if (confirmed != null && number(parts, confirmed.by(), one).equals(submitter)) {
                    throw new Problem(422, "transfer.own", SeriesFileReader.shown(one.code()));
                }
            }
        }
    }

    private static String number(SeriesFile.EvidenceParts parts, String number, SeriesFile.EvidencePart one) {
        if (parts.people().getOrDefault(number, "").isBlank()) {
            throw new Problem(
                    422, "transfer.person", SeriesFileReader.shown(one.code()), SeriesFileReader.shown(number));
        }
        // After the hyphen stands another name of the same person.
        return number.split("-", 2)[0];
    }

    private static SeriesCopy copy(String code, SeriesFile.SeriesPart part, String organisation) {
        return new SeriesCopy(
                code,
                part.name(),
                Objects.requireNonNullElse(part.nameEn(), ""),
                part.kind(),
                part.about(),
                part.designated(),
                part.models().stream()
                        .map(model -> new Products.NewModel(model.number(), model.differences()))
                        .toList(),
                part.releases().stream()
                        .map(release -> new SeriesCopy.ReleaseCopy(
                                release.name(),
                                release.releasedOn(),
                                release.notes(),
                                release.predecessor(),
                                impact(release.impact(), organisation)))
                        .toList(),
                part.items().stream()
                        .map(item -> new SeriesCopy.ItemCopy(
                                item.collection(), item.code(), item.name(), item.note(), item.removed()))
                        .toList());
    }

    private static SeriesCopy.@Nullable ImpactCopy impact(SeriesFile.@Nullable ImpactPart impact, String organisation) {
        return impact == null
                ? null
                : new SeriesCopy.ImpactCopy(
                        Set.copyOf(impact.frameworks()),
                        impact.touched().stream()
                                .map(SeriesImport::requirement)
                                .collect(Collectors.toUnmodifiableSet()),
                        impact.reason(),
                        EvidenceCopy.named(
                                SeriesFileReader.shown(impact.signedBy()), SeriesFileReader.shown(organisation)),
                        impact.signedAt(),
                        confirmed(impact, organisation));
    }

    private static @Nullable Confirmation confirmed(SeriesFile.ImpactPart impact, String organisation) {
        String by = impact.confirmedBy();
        Instant at = impact.confirmedAt();
        return by == null || at == null
                ? null
                : new Confirmation(
                        EvidenceCopy.named(SeriesFileReader.shown(by), SeriesFileReader.shown(organisation)), at);
    }

    private static RequirementId requirement(String text) {
        return RequirementId.parse(text)
                .orElseThrow(() -> new Problem(422, "transfer.requirement", SeriesFileReader.shown(text)));
    }

    /**
     * The facts about the company.
     *
     * @param slotsTaken slots of the file in which something is recorded here, which stays
     */
    private record Company(int facts, Set<Slot> slotsTaken) {}

    private Company company(SeriesFile file, Options options) {
        Subject organisation = products.organisation();
        List<Slot> slots = file.evidence().evidence().stream()
                .flatMap(one -> one.facts().stream())
                .filter(SeriesImport::isCompany)
                .map(SeriesImport::slot)
                .toList();
        Set<Slot> taken = new HashSet<>();
        for (Slot slot : new HashSet<>(slots)) {
            if (!evidence.history(organisation, slot).isEmpty()) {
                taken.add(slot);
            }
        }
        int come = options.company()
                ? (int) slots.stream().filter(slot -> !taken.contains(slot)).count()
                : 0;
        return new Company(come, taken);
    }

    private List<EvidenceCopy> evidence(
            SeriesFile file,
            Series series,
            Map<String, StoredFile> attached,
            Set<Slot> taken,
            Options options,
            Person person) {
        Map<String, UUID> releases =
                products.releases(series.id()).stream().collect(Collectors.toMap(Release::name, Release::id));
        Map<String, String> people = file.evidence().people();
        String organisation = SeriesFileReader.shown(file.manifest().organisation());
        List<EvidenceCopy> copies = new ArrayList<>();
        Set<UUID> seen = new HashSet<>();
        for (SeriesFile.EvidencePart part : file.evidence().evidence()) {
            if (!seen.add(part.id())) {
                throw new Problem(422, "transfer.evidence", SeriesFileReader.shown(part.code()));
            }
            List<EvidenceCopy.FactCopy> facts = new ArrayList<>();
            for (SeriesFile.FactPart fact : part.facts()) {
                if (!seen.add(fact.id())) {
                    throw new Problem(422, "transfer.evidence", SeriesFileReader.shown(part.code()));
                }
                if (!isCompany(fact) || (options.company() && !taken.contains(slot(fact)))) {
                    facts.add(fact(fact, series, releases, people, organisation, options));
                }
            }
            // What no fact rests on came for the records that name it.
            if (!facts.isEmpty() || part.facts().isEmpty()) {
                copies.add(new EvidenceCopy(
                        part.id(),
                        part.code(),
                        evidence(part, series, releases, attached, people, organisation, person),
                        facts));
            }
        }
        return copies;
    }

    private NewEvidence evidence(
            SeriesFile.EvidencePart part,
            Series series,
            Map<String, UUID> releases,
            Map<String, StoredFile> attached,
            Map<String, String> people,
            String organisation,
            Person person) {
        EvidenceKind kind = EvidenceKind.parse(part.kind())
                .orElseThrow(() -> new Problem(422, "transfer.evidence", SeriesFileReader.shown(part.code())));
        Strength strength = Strength.parse(part.strength())
                .orElseThrow(() -> new Problem(422, "transfer.evidence", SeriesFileReader.shown(part.code())));
        SeriesFile.FilePart filePart = part.file();
        if (kind.needsFile() && filePart == null) {
            throw new Problem(422, "transfer.evidence", SeriesFileReader.shown(part.code()));
        }
        part.record().keySet().forEach(field -> {
            if (RecordField.parse(field).isEmpty()) {
                throw new Problem(422, "transfer.evidence", SeriesFileReader.shown(part.code()));
            }
        });
        return new NewEvidence(
                kind,
                strength,
                part.title(),
                part.statement(),
                part.place(),
                part.company() ? null : series.id(),
                part.release() == null ? null : release(releases, part.release()),
                part.url(),
                filePart == null
                        ? null
                        : blobs.named(Objects.requireNonNull(attached.get(filePart.sha256())), filePart.name()),
                part.record(),
                storable(part.observedAt(), part),
                part.validUntil() == null ? null : storable(part.validUntil(), part),
                person,
                EvidenceCopy.named(SeriesFileReader.shown(people.getOrDefault(part.submittedBy(), "")), organisation),
                EvidenceCopy.VIA,
                part.renews());
    }

    private EvidenceCopy.FactCopy fact(
            SeriesFile.FactPart fact,
            Series series,
            Map<String, UUID> releases,
            Map<String, String> people,
            String organisation,
            Options options) {
        Slot slot = slot(fact);
        FactDefinition definition = catalogues
                .current()
                .fact(slot.key())
                .orElseThrow(() -> new Problem(422, "transfer.key", slot.key().value()));
        Subject subject = switch (Subject.Kind.parse(fact.subject()).orElse(null)) {
            case ORGANISATION -> products.organisation();
            case PRODUCT -> new Subject(Subject.Kind.PRODUCT, series.id());
            case RELEASE ->
                new Subject(Subject.Kind.RELEASE, release(releases, fact.release() == null ? "" : fact.release()));
            case null -> throw new Problem(422, "transfer.fact", slot.toString());
        };
        // What a fact says of the product may be said of one of its releases, and counts there first.
        boolean ofRelease = definition.scope() == Subject.Kind.PRODUCT && subject.kind() == Subject.Kind.RELEASE;
        if (definition.scope() != subject.kind() && !ofRelease) {
            throw new Problem(422, "transfer.fact", slot.toString());
        }
        Value value = type(fact.type())
                .flatMap(type -> Value.parse(type, fact.value()))
                .orElseThrow(() -> new Problem(422, "transfer.fact", slot.toString()));
        SeriesFile.ConfirmedPart confirmed = options.takesOver() ? fact.confirmed() : null;
        return new EvidenceCopy.FactCopy(
                fact.id(),
                new NewFact(subject, slot, value, fact.detail(), Set.copyOf(fact.supersedes())),
                confirmed == null
                        ? null
                        : new EvidenceCopy.Confirmed(
                                EvidenceCopy.named(
                                        SeriesFileReader.shown(people.getOrDefault(confirmed.by(), "")), organisation),
                                confirmed.at(),
                                confirmed.note()));
    }

    private static Optional<Value.Type> type(String name) {
        for (Value.Type type : Value.Type.values()) {
            if (type.name().toLowerCase(Locale.ROOT).equals(name)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }

    private static Instant storable(Instant at, SeriesFile.EvidencePart part) {
        if (at.isBefore(Instant.parse("1900-01-01T00:00:00Z")) || at.isAfter(Instant.parse("9999-12-31T00:00:00Z"))) {
            throw new Problem(422, "transfer.evidence", SeriesFileReader.shown(part.code()));
        }
        return at;
    }

    private static boolean isCompany(SeriesFile.FactPart fact) {
        return fact.subject().equals(Subject.Kind.ORGANISATION.code());
    }

    private static Slot slot(SeriesFile.FactPart fact) {
        if (!FactKey.isKey(fact.key()) || (!fact.item().isEmpty() && !Slot.isItemCode(fact.item()))) {
            throw new Problem(422, "transfer.key", SeriesFileReader.shown(fact.key()));
        }
        return new Slot(new FactKey(fact.key()), fact.item());
    }

    private static UUID release(Map<String, UUID> releases, String name) {
        UUID id = releases.get(name);
        if (id == null) {
            throw new Problem(422, "transfer.release", SeriesFileReader.shown(name));
        }
        return id;
    }

    private void follow(SeriesFile.SeriesPart part, Series series, Options options, Person person) {
        Set<String> known = guides.all().stream().map(Framework::id).collect(Collectors.toSet());
        Set<String> wanted = new LinkedHashSet<>(part.guides());
        if (options.company()) {
            wanted.addAll(part.companyGuides());
        }
        wanted.stream().filter(guide -> !known.contains(guide)).findFirst().ifPresent(guide -> {
            throw new Problem(422, "transfer.guide", SeriesFileReader.shown(guide));
        });
        guides.choose(series, Set.copyOf(part.guides()), person);
        if (options.company() && !part.companyGuides().isEmpty()) {
            Set<String> followed = new TreeSet<>(part.companyGuides());
            guides.followed(products.organisation().id()).forEach(guide -> followed.add(guide.id()));
            guides.chooseForOrganisation(followed, person);
        }
    }

    private List<String> parameters(SeriesFile.SeriesPart part, Person person) {
        List<ParameterCopies.ParameterCopy> sent = part.parameters().stream()
                .map(p -> new ParameterCopies.ParameterCopy(p.id(), p.value(), p.source()))
                .toList();
        List<String> kept = parameters.differing(sent).stream()
                .map(ParameterCopies.ParameterCopy::id)
                .toList();
        parameters.bring(sent, person);
        return kept;
    }

    /** Whoever imports decides the same, and says in the reason who decided it there. */
    private void decide(
            SeriesFile.SeriesPart part, Series series, Options options, String organisation, Person person) {
        LocalDate today = LocalDate.ofInstant(clock.instant(), Ui.ZONE);
        Catalogue catalogue = catalogues.current();
        for (SeriesFile.DecisionPart decision : part.notAdopted()) {
            RequirementId id = requirement(decision.requirement());
            LocalDate until = decision.until();
            if ((decision.company() && !options.company()) || (until != null && until.isBefore(today))) {
                continue;
            }
            UUID subject = decision.company() ? products.organisation().id() : series.id();
            boolean asked = guides.asked(subject).stream().anyMatch(r -> r.id().equals(id));
            if (!asked
                    || catalogue.requirement(id).isEmpty()
                    || notAdopted.of(subject).containsKey(id)) {
                if (!asked) {
                    throw new Problem(422, "transfer.requirement", id.toString());
                }
                continue;
            }
            String reason = decision.reason() + "\n"
                    + EvidenceCopy.named(SeriesFileReader.shown(decision.by()), SeriesFileReader.shown(organisation))
                    + ", " + LocalDate.ofInstant(decision.at(), Ui.ZONE);
            if (!Reason.says(decision.reason()) || reason.length() > NotAdopted.REASON_CHARS_MAX) {
                throw new Problem(422, "transfer.requirement", id.toString());
            }
            notAdopted.decide(subject, id, reason, until, person);
        }
    }

    private List<Difference> differing(List<SeriesFile.VerdictPart> there, Series series) {
        Map<String, String> here = new HashMap<>();
        for (UUID subject : List.of(series.id(), products.organisation().id())) {
            guides.followed(subject).stream()
                    .flatMap(guide -> verdicts.of(subject, guide.id()).stream())
                    .map(verdict -> SeriesExport.verdict(verdict, !subject.equals(series.id())))
                    .forEach(verdict -> here.put(verdict.requirement(), state(verdict)));
        }
        return there.stream()
                .map(verdict -> new Difference(
                        SeriesFileReader.shown(verdict.requirement()),
                        SeriesFileReader.shown(state(verdict)),
                        here.getOrDefault(verdict.requirement(), "")))
                .filter(difference -> !difference.there().equals(difference.here()))
                .toList();
    }

    private static String state(SeriesFile.VerdictPart verdict) {
        return verdict.towards().isEmpty() ? verdict.state() : verdict.state() + ">" + verdict.towards();
    }

    private void toLedger(UUID id, List<Difference> differing) {
        ImportStore.Row row = store.byId(id);
        TreeMap<String, Object> body = new TreeMap<>();
        body.put("id", id.toString());
        body.put("series", row.seriesId().toString());
        body.put("by", row.by().toString());
        body.put("byName", row.byName());
        body.put("at", row.at().toString());
        body.put("organisation", row.organisation());
        body.put("exportedName", row.exportedName());
        body.put("exportedAt", row.exportedAt().toString());
        body.put("edition", row.edition());
        body.put("manifest", row.manifest());
        body.put("takesOver", row.takesOver());
        body.put("company", row.company());
        body.put("confirmations", row.confirmations());
        body.put("differing", ImportStore.json(differing));
        ledger.append("series-import/1", row.seriesId(), body);
    }

    private static Set<String> people(SeriesFile file) {
        Set<String> people = new TreeSet<>();
        file.evidence().evidence().stream().flatMap(one -> one.facts().stream()).forEach(fact -> {
            SeriesFile.ConfirmedPart confirmed = fact.confirmed();
            if (confirmed != null) {
                people.add(SeriesFileReader.shown(file.evidence().people().getOrDefault(confirmed.by(), "")));
            }
        });
        file.series().releases().forEach(release -> {
            SeriesFile.ImpactPart impact = release.impact();
            if (impact != null) {
                people.add(SeriesFileReader.shown(impact.signedBy()));
            }
        });
        file.series().notAdopted().forEach(decision -> people.add(SeriesFileReader.shown(decision.by())));
        return people;
    }
}

package dev.shisa.server.transfer;

import dev.shisa.conformity.Catalogue;
import dev.shisa.conformity.Confirmation;
import dev.shisa.conformity.Framework;
import dev.shisa.conformity.Layer;
import dev.shisa.conformity.Requirement;
import dev.shisa.conformity.RequirementId;
import dev.shisa.conformity.Subject;
import dev.shisa.conformity.VerdictState;
import dev.shisa.server.catalogue.Catalogues;
import dev.shisa.server.catalogue.ParameterCopies;
import dev.shisa.server.conformity.NotAdopted;
import dev.shisa.server.conformity.StoredVerdict;
import dev.shisa.server.conformity.Verdicts;
import dev.shisa.server.evidence.Blobs;
import dev.shisa.server.evidence.EvidenceCopy;
import dev.shisa.server.evidence.EvidenceDetails;
import dev.shisa.server.evidence.EvidenceLog;
import dev.shisa.server.evidence.EvidenceSummary;
import dev.shisa.server.evidence.FactEntry;
import dev.shisa.server.evidence.SeriesRecords;
import dev.shisa.server.evidence.StoredFile;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.audit.Audit;
import dev.shisa.server.platform.settings.Settings;
import dev.shisa.server.product.Guides;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Release;
import dev.shisa.server.product.Series;
import dev.shisa.server.product.SeriesCopies;
import dev.shisa.server.product.SeriesCopy;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Writes a series into a file.
 *
 * <p>In it is what the verdicts rest on, no more: facts that stand or are replaced, but not those that were withdrawn, which
 * count for nothing; the company's facts as far as the guides ask that the series or the company follows.
 */
@Component
class SeriesExport {

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
    private final Settings settings;
    private final Audit audit;
    private final TransactionTemplate transaction;
    private final InstantSource clock;

    SeriesExport(
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
            Settings settings,
            Audit audit,
            TransactionTemplate transaction,
            InstantSource clock) {
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
        this.settings = settings;
        this.audit = audit;
        this.transaction = transaction;
        this.clock = clock;
    }

    /**
     * A file that is ready to be written.
     *
     * @param json bytes of the parts of JSON by their names, in the order of the manifest
     * @param attached by their SHA-256
     */
    record Plan(SeriesFile file, Map<String, byte[]> json, Map<String, StoredFile> attached) {

        byte[] manifest() {
            return SeriesFile.write(file.manifest());
        }

        String manifestSha256() {
            return HexFormat.of().formatHex(SeriesFileReader.sha256().digest(manifest()));
        }

        long fileBytes() {
            return attached.values().stream().mapToLong(StoredFile::sizeBytes).sum();
        }

        int facts() {
            return file.evidence().evidence().stream()
                    .mapToInt(one -> one.facts().size())
                    .sum();
        }
    }

    /**
     * Looks at everything at one moment.
     *
     * @throws Problem 413 when the attached files are more than an installation takes, 410 when one is not there any more,
     *     403 when the person does not see all of it
     */
    @Transactional(isolation = Isolation.REPEATABLE_READ)
    Plan plan(Series series, Person person) {
        Instant now = clock.instant();
        Catalogue catalogue = catalogues.current();
        Subject company = products.organisation();
        Map<UUID, String> releases =
                products.releases(series.id()).stream().collect(Collectors.toMap(Release::id, Release::name));
        Set<RequirementId> asked = Stream.concat(
                        guides.asked(series.id()).stream(), guides.asked(company.id()).stream())
                .map(Requirement::id)
                .collect(Collectors.toSet());
        List<Subject> subjects = new ArrayList<>(
                products.target(series).layers().stream().map(Layer::subject).toList());
        releases.keySet().stream()
                .map(id -> new Subject(Subject.Kind.RELEASE, id))
                .filter(release -> !subjects.contains(release))
                .forEach(subjects::add);

        People people = new People();
        List<SeriesFile.EvidencePart> parts = new ArrayList<>();
        Map<String, StoredFile> attached = new LinkedHashMap<>();
        int withdrawn = 0;
        Map<String, EvidenceDetails> all = new LinkedHashMap<>();
        evidence.about(subjects, null).forEach(details -> all.put(details.code(), details));
        Set<String> named =
                records.stream().flatMap(r -> r.evidence(series).stream()).collect(Collectors.toSet());
        evidence.byCodes(named.stream().filter(code -> !all.containsKey(code)).toList()).stream()
                .sorted(Comparator.comparing(EvidenceDetails::code))
                .forEach(details -> all.put(details.code(), details));
        for (EvidenceDetails details : all.values()) {
            UUID of = details.summary().seriesId();
            if (of != null && !of.equals(series.id())) {
                // A fact about the company that rests on evidence of another series; only the company's facts come
                // along.
                if (!person.sees(of)) {
                    throw new Problem(403, "transfer.hidden", details.code());
                }
            }
            List<FactEntry> facts = new ArrayList<>();
            for (FactEntry entry : details.facts()) {
                boolean here = subjects.contains(entry.subject());
                boolean wanted = !entry.subject().equals(company)
                        || catalogue.requirementsReading(entry.fact().slot().key()).stream()
                                .anyMatch(asked::contains);
                boolean known = catalogue
                        .fact(entry.fact().slot().key())
                        .filter(d -> d.type().value() == entry.fact().value().type())
                        .isPresent();
                if (here && wanted && known && entry.isWithdrawn()) {
                    withdrawn++;
                } else if (here && wanted && known) {
                    facts.add(entry);
                }
            }
            if (!facts.isEmpty() || named.contains(details.code())) {
                StoredFile file = details.file();
                if (file != null) {
                    if (!blobs.isThere(file)) {
                        throw new Problem(410, "evidence.file.gone", file.fileName(), file.sha256());
                    }
                    attached.put(file.sha256(), file);
                }
                parts.add(part(details, facts, people, releases, company, series));
            }
        }
        parts.sort(
                Comparator.comparing(SeriesFile.EvidencePart::recordedAt).thenComparing(SeriesFile.EvidencePart::id));

        SeriesFile.SeriesPart seriesPart = series(series, company);
        Map<String, byte[]> json = new LinkedHashMap<>();
        json.put(SeriesFile.SERIES, SeriesFile.write(seriesPart));
        SeriesFile.EvidenceParts evidenceParts = new SeriesFile.EvidenceParts(people.names(), parts);
        json.put(SeriesFile.EVIDENCE, SeriesFile.write(evidenceParts));
        for (SeriesRecords capability : records) {
            Object copy = capability.of(series, releases);
            if (copy != null) {
                json.put(SeriesFile.records(capability.name()), SeriesFile.write(copy));
                for (StoredFile file : capability.files(series)) {
                    if (!blobs.isThere(file)) {
                        throw new Problem(410, "evidence.file.gone", file.fileName(), file.sha256());
                    }
                    attached.put(file.sha256(), file);
                }
            }
        }
        List<SeriesFile.Part> listed = new ArrayList<>();
        json.forEach((name, bytes) -> listed.add(new SeriesFile.Part(
                name, HexFormat.of().formatHex(SeriesFileReader.sha256().digest(bytes)), bytes.length)));
        attached.forEach(
                (sha256, file) -> listed.add(new SeriesFile.Part(SeriesFile.FILES + sha256, sha256, file.sizeBytes())));
        SeriesFile.Manifest manifest = new SeriesFile.Manifest(
                SeriesFile.FORMAT,
                now,
                person.name(),
                settings.organisationName(),
                series.code(),
                series.name(),
                catalogue.edition(),
                withdrawn,
                listed);
        Plan plan = new Plan(new SeriesFile(manifest, seriesPart, evidenceParts, Map.of()), json, attached);
        boolean tooMany = listed.size() > SeriesFileReader.PARTS_MAX || parts.size() > SeriesFileReader.EVIDENCE_MAX;
        if (tooMany || plan.fileBytes() > SeriesFileReader.FILES_BYTES_MAX) {
            throw new Problem(413, "transfer.too-large", SeriesFileReader.FILES_BYTES_MAX >> 20);
        }
        return plan;
    }

    /** Writes the file; that it was taken, and the hash of its manifest, is recorded before the first byte goes out. */
    void write(Plan plan, Person by, Target target) throws IOException {
        SeriesFile.Manifest manifest = plan.file().manifest();
        transaction.executeWithoutResult(status -> audit.record(
                by,
                "series.export",
                manifest.code(),
                Map.of(
                        "manifest",
                        plan.manifestSha256(),
                        "evidence",
                        plan.file().evidence().evidence().size(),
                        "facts",
                        plan.facts())));
        try (ZipOutputStream zip = new ZipOutputStream(target.open(), StandardCharsets.UTF_8)) {
            packed(zip, SeriesFile.MANIFEST, plan.manifest());
            for (Map.Entry<String, byte[]> part : plan.json().entrySet()) {
                packed(zip, part.getKey(), part.getValue());
            }
            for (StoredFile file : plan.attached().values()) {
                stored(zip, file);
            }
        }
    }

    /** Where the body goes, asked for only when nothing can be refused any more. */
    @FunctionalInterface
    interface Target {
        OutputStream open() throws IOException;
    }

    private static void packed(ZipOutputStream zip, String name, byte[] content) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(content);
        zip.closeEntry();
    }

    private void stored(ZipOutputStream zip, StoredFile file) throws IOException {
        CRC32 crc = new CRC32();
        byte[] buffer = new byte[64 << 10];
        try (InputStream in = blobs.open(file.sha256())) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                crc.update(buffer, 0, read);
            }
        }
        ZipEntry entry = new ZipEntry(SeriesFile.FILES + file.sha256());
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(file.sizeBytes());
        entry.setCrc(crc.getValue());
        zip.putNextEntry(entry);
        try (InputStream in = blobs.open(file.sha256())) {
            in.transferTo(zip);
        }
        zip.closeEntry();
    }

    private SeriesFile.SeriesPart series(Series series, Subject company) {
        SeriesCopy copy = copies.of(series);
        List<SeriesFile.VerdictPart> decided = new ArrayList<>();
        List<SeriesFile.DecisionPart> decisions = new ArrayList<>();
        for (UUID subject : List.of(series.id(), company.id())) {
            boolean isCompany = subject.equals(company.id());
            guides.followed(subject).stream()
                    .flatMap(guide -> verdicts.of(subject, guide.id()).stream())
                    .map(verdict -> verdict(verdict, isCompany))
                    .forEach(decided::add);
            new TreeMap<>(notAdopted.of(subject))
                    .values().stream()
                            .map(d -> new SeriesFile.DecisionPart(
                                    isCompany, d.requirement().toString(), d.reason(), d.until(), d.byName(), d.at()))
                            .forEach(decisions::add);
        }
        return new SeriesFile.SeriesPart(
                copy.code(),
                copy.name(),
                copy.nameEn().isEmpty() ? null : copy.nameEn(),
                copy.kind(),
                copy.about(),
                copy.designated(),
                copy.models().stream()
                        .map(model -> new SeriesFile.ModelPart(model.number(), model.differences()))
                        .toList(),
                copy.releases().stream()
                        .map(release -> new SeriesFile.ReleasePart(
                                release.name(),
                                release.releasedOn(),
                                release.notes(),
                                release.predecessor(),
                                impact(release.impact())))
                        .toList(),
                copy.items().stream()
                        .map(item -> new SeriesFile.ItemPart(
                                item.collection(), item.code(), item.name(), item.note(), item.removed()))
                        .toList(),
                guides.followed(series.id()).stream().map(Framework::id).toList(),
                guides.followed(company.id()).stream().map(Framework::id).toList(),
                parameters.all().stream()
                        .map(p -> new SeriesFile.ParameterPart(p.id(), p.value(), p.source()))
                        .toList(),
                decisions,
                decided);
    }

    static SeriesFile.VerdictPart verdict(StoredVerdict verdict, boolean company) {
        VerdictState towards = verdict.towards();
        return new SeriesFile.VerdictPart(
                company,
                verdict.requirement().toString(),
                verdict.state().code(),
                towards == null ? "" : towards.code());
    }

    private static SeriesFile.@Nullable ImpactPart impact(SeriesCopy.@Nullable ImpactCopy impact) {
        Confirmation confirmed = impact == null ? null : impact.confirmed();
        return impact == null
                ? null
                : new SeriesFile.ImpactPart(
                        impact.frameworks().stream().sorted().toList(),
                        impact.touched().stream()
                                .sorted()
                                .map(RequirementId::toString)
                                .toList(),
                        impact.reason(),
                        impact.signedName(),
                        impact.signedAt(),
                        confirmed == null ? null : confirmed.by(),
                        confirmed == null ? null : confirmed.at());
    }

    private static SeriesFile.EvidencePart part(
            EvidenceDetails details,
            List<FactEntry> facts,
            People people,
            Map<UUID, String> releases,
            Subject company,
            Series series) {
        EvidenceSummary summary = details.summary();
        StoredFile file = details.file();
        // Of what came from another installation itself, only the name of who submitted it there is known.
        UUID submitter = summary.via().equals(EvidenceCopy.VIA) ? null : summary.submittedBy();
        String link = summary.via().equals(EvidenceCopy.VIA)
                ? summary.submittedName()
                : summary.id().toString();
        return new SeriesFile.EvidencePart(
                summary.id(),
                summary.code(),
                summary.kind().id(),
                summary.strength().code(),
                summary.title().stored(),
                details.statement(),
                summary.place(),
                !series.id().equals(summary.seriesId()),
                details.releaseId() == null ? null : releases.get(details.releaseId()),
                summary.url(),
                file == null ? null : new SeriesFile.FilePart(file.fileName(), file.sha256()),
                details.record(),
                summary.observedAt(),
                summary.recordedAt(),
                summary.validUntil(),
                people.number(submitter == null ? link : submitter.toString(), summary.submittedName()),
                details.renews(),
                facts.stream()
                        .map(entry -> fact(entry, people, releases, company))
                        .toList());
    }

    private static SeriesFile.FactPart fact(
            FactEntry entry, People people, Map<UUID, String> releases, Subject company) {
        FactEntry.ConfirmedBy confirmed = entry.confirmedBy();
        return new SeriesFile.FactPart(
                entry.id(),
                entry.subject().kind().code(),
                entry.subject().equals(company)
                        ? null
                        : releases.get(entry.subject().id()),
                entry.fact().slot().key().value(),
                entry.fact().slot().item(),
                entry.fact().value().type().name().toLowerCase(Locale.ROOT),
                entry.fact().value().canonical(),
                entry.detail(),
                entry.fact().supersedes().stream().sorted().toList(),
                confirmed == null
                        ? null
                        : new SeriesFile.ConfirmedPart(
                                people.number(
                                        Objects.requireNonNullElse(confirmed.personId(), confirmed.name())
                                                .toString(),
                                        confirmed.name()),
                                confirmed.at(),
                                confirmed.note()));
    }

    /** Persons get a number instead of an id: the file says who is the same and who is not, and nothing else of them. */
    private static final class People {

        private final Map<String, String> numbers = new HashMap<>();
        private final Map<String, String> names = new LinkedHashMap<>();

        String number(String person, String name) {
            // Who changed the name in between is still one person; the text that was recorded then is kept beside it.
            String number = numbers.computeIfAbsent(person, _ -> "p" + (numbers.size() + 1));
            String known = names.putIfAbsent(number, name);
            if (known == null || known.equals(name)) {
                return number;
            }
            String other = number + "-" + Integer.toHexString(name.hashCode());
            names.putIfAbsent(other, name);
            return other;
        }

        Map<String, String> names() {
            return names;
        }
    }
}

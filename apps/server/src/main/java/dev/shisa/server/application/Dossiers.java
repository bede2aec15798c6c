package dev.shisa.server.application;

import dev.shisa.conformity.Catalogue;
import dev.shisa.conformity.FactDefinition;
import dev.shisa.conformity.NextQuestion;
import dev.shisa.conformity.Proof;
import dev.shisa.conformity.RequirementId;
import dev.shisa.conformity.Text;
import dev.shisa.server.application.Application.Upload;
import dev.shisa.server.application.ApplicationAnswers.Snapshot;
import dev.shisa.server.application.Dossier.EvidenceRecord;
import dev.shisa.server.application.Dossier.PublicText;
import dev.shisa.server.application.Dossier.Purpose;
import dev.shisa.server.application.Dossier.Register;
import dev.shisa.server.application.Dossier.Scan;
import dev.shisa.server.catalogue.Catalogues;
import dev.shisa.server.conformity.Causes;
import dev.shisa.server.conformity.FreshVerdicts;
import dev.shisa.server.conformity.VerdictChange;
import dev.shisa.server.conformity.Verdicts;
import dev.shisa.server.evidence.Blobs;
import dev.shisa.server.evidence.EvidenceDetails;
import dev.shisa.server.evidence.EvidenceFilter;
import dev.shisa.server.evidence.EvidenceKind;
import dev.shisa.server.evidence.EvidenceLog;
import dev.shisa.server.evidence.EvidenceSummary;
import dev.shisa.server.evidence.FactEntry;
import dev.shisa.server.evidence.FactWords;
import dev.shisa.server.evidence.RecordField;
import dev.shisa.server.evidence.StoredFile;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.office.OfficePackage;
import dev.shisa.server.platform.office.WorkbookRefused;
import dev.shisa.server.platform.settings.Settings;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.platform.web.VisibleText;
import dev.shisa.server.product.Guides;
import dev.shisa.server.product.Model;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Release;
import dev.shisa.server.product.Series;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Gathers what an application says in several places: for the form, the corrections, the own export. */
@Component
class Dossiers {

    private static final String SUPPORT_END = "support.ends";
    private static final String CERTIFICATION = "certification.number";
    private static final Set<String> SCAN_KEYS = Set.of("scan.kind", "scan.tool", "scan.database", "scan.date");
    private static final Set<String> SUPPORT_KEYS = Set.of(SUPPORT_END, "guide.support");

    /** A page's text is looked through up to here. */
    private static final int PAGE_BYTES_MAX = 2 << 20;

    private static final int EVIDENCE_MAX = 2_000;
    private static final int CHANGES_MAX = 2_000;

    private static final Pattern ADDRESS = Pattern.compile("https?://[^\\s<>\"'、。）)」]+");
    private static final Pattern TOOL_VERSION =
            Pattern.compile("^(.*?)[\\s,;:(（]*v?(?:er(?:sion)?\\.?\\s*)?(\\d+(?:\\.[0-9A-Za-z]+)+)\\W*$");

    private final ApplicationAnswers answers;
    private final ApplicationStore store;
    private final Products products;
    private final Guides guides;
    private final EvidenceLog evidence;
    private final Blobs blobs;
    private final Verdicts verdicts;
    private final FreshVerdicts fresh;
    private final Catalogues catalogues;
    private final FactWords words;
    private final Settings settings;
    private final InstantSource clock;

    Dossiers(
            ApplicationAnswers answers,
            ApplicationStore store,
            Products products,
            Guides guides,
            EvidenceLog evidence,
            Blobs blobs,
            Verdicts verdicts,
            FreshVerdicts fresh,
            Catalogues catalogues,
            FactWords words,
            Settings settings,
            InstantSource clock) {
        this.answers = answers;
        this.store = store;
        this.products = products;
        this.guides = guides;
        this.evidence = evidence;
        this.blobs = blobs;
        this.verdicts = verdicts;
        this.fresh = fresh;
        this.catalogues = catalogues;
        this.words = words;
        this.settings = settings;
        this.clock = clock;
    }

    /** A line of the basic information: what the form wants, what is known, where it comes from. */
    record BasicLine(BasicField field, String value, String href) {}

    /**
     * All that an application page needs.
     *
     * @param outOfScope whether the scheme is not about the product: then nothing is answered, corrected or filled in
     * @param inScope whether it was answered that it is: the first question of all
     * @param upload the form in use, or null
     * @param plan what filling it does, or null without a form
     */
    record View(
            Series series,
            boolean outOfScope,
            boolean inScope,
            Application application,
            Snapshot snapshot,
            List<BasicLine> basics,
            @Nullable Upload upload,
            @Nullable Form form,
            @Nullable FormPlan plan,
            List<Correction> corrections) {

        /** @throws Problem 409 if it is out of scope */
        void requireInScope() {
            if (outOfScope) {
                throw new Problem(409, "application.out-of-scope", series.code());
            }
        }
    }

    /** @throws Problem 409 if the scheme is not about the product: then there is nothing of it but why */
    View inScope(Series series) {
        View view = of(series);
        view.requireInScope();
        return view;
    }

    View of(Series series) {
        boolean outOfScope = guides.outOfScope(series.id()).contains(Guides.STAR1);
        boolean inScope = !outOfScope
                && catalogues
                        .current()
                        .framework(Guides.STAR1)
                        .filter(star1 -> fresh.isScopeOpen(series, star1))
                        .isEmpty();
        Snapshot known = answers.of(series);
        Snapshot snapshot = outOfScope ? known.withoutAnswers() : known;
        Application application = store.of(series.id());
        List<BasicLine> basics = basics(series, snapshot, application);
        Upload upload = store.form(series.id()).orElse(null);
        Form form = upload == null ? null : read(upload);
        List<EvidenceSummary> all = all(series);
        FormPlan plan = upload == null || form == null ? null : plan(form, upload, snapshot, basics);
        Dossier dossier = new Dossier(
                LocalDate.ofInstant(clock.instant(), Ui.ZONE),
                application.plannedOn(),
                register(series, inScope, snapshot),
                snapshot.answers(),
                uncompared(series),
                records(all, snapshot),
                texts(series, all, snapshot),
                plan);
        return new View(
                series,
                outOfScope,
                inScope,
                application,
                snapshot,
                basics,
                upload,
                form,
                plan,
                outOfScope ? List.of() : Corrections.find(dossier));
    }

    private Set<String> uncompared(Series series) {
        return verdicts.next(series.id(), Guides.STAR1).stream()
                .filter(question -> question.kind() == NextQuestion.Kind.COMPARE)
                .flatMap(question -> question.touches().stream())
                .filter(id -> id.framework().equals(Guides.STAR1))
                .map(RequirementId::number)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The stored form; null when this version of Shisa refuses what an earlier one took. */
    private @Nullable Form read(Upload upload) {
        try {
            return FormReader.read(bytes(upload.sha256(), OfficePackage.SIZE_MAX));
        } catch (WorkbookRefused e) {
            return null;
        }
    }

    private FormPlan plan(Form form, Upload upload, Snapshot snapshot, List<BasicLine> basics) {
        Map<BasicField, String> known = new EnumMap<>(BasicField.class);
        basics.forEach(line -> known.put(line.field(), line.value()));
        List<FormAnswer> all = snapshot.answers().stream()
                .flatMap(answer -> answer.forForm(form.language()).stream())
                .toList();
        return FormFiller.plan(form, all, known, store.mappings(upload.fingerprint()), upload.overwrite());
    }

    private Register register(Series series, boolean inScope, Snapshot snapshot) {
        Optional<Release> release = products.designated(series);
        return new Register(
                settings.organisationName(),
                series.name(),
                series.code(),
                inScope,
                models(series),
                release.map(Release::name).orElse(""),
                release.map(Release::releasedOn).orElse(null),
                snapshot.day(SUPPORT_END),
                snapshot.word(CERTIFICATION));
    }

    private List<String> models(Series series) {
        return products.models(series.id()).stream().map(Model::number).toList();
    }

    /** What the register knows of the basic-information sheet, with the page on which each value is kept. */
    private List<BasicLine> basics(Series series, Snapshot snapshot, Application application) {
        String here = "/products/" + series.code();
        LocalDate end = snapshot.day(SUPPORT_END);
        List<String> services = new ArrayList<>();
        for (String key : List.of("product.app", "product.cloud")) {
            if (snapshot.word(key).equals("required")) {
                services.add(snapshot.detail(key));
            }
        }
        String psti = snapshot.word("psti.statement").equals("model")
                ? snapshot.leading("psti.statement")
                        .map(FactEntry::evidenceCode)
                        .orElse("")
                : "";
        return List.of(
                new BasicLine(BasicField.MAKER, settings.organisationName(), "/settings"),
                new BasicLine(BasicField.PRODUCT_NAME, series.name(), here + "/edit"),
                new BasicLine(BasicField.SERIES, series.name(), here + "/edit"),
                new BasicLine(BasicField.KIND, series.kind(), here + "/edit"),
                new BasicLine(BasicField.MODEL_NUMBERS, String.join(", ", models(series)), here + "#models"),
                new BasicLine(
                        BasicField.FIRMWARE,
                        products.designated(series).map(Release::name).orElse(""),
                        here + "/releases"),
                new BasicLine(
                        BasicField.SERVICES,
                        services.stream().filter(s -> !s.isBlank()).collect(Collectors.joining("\n")),
                        here + "/register"),
                new BasicLine(BasicField.CERTIFICATION, snapshot.word(CERTIFICATION), here + "/register"),
                new BasicLine(BasicField.PSTI, psti, here + "/register"),
                new BasicLine(BasicField.SUPPORT_END, end == null ? "" : end.toString(), here + "/register"),
                new BasicLine(
                        BasicField.EVALUATOR,
                        application.evaluator() == null ? "" : evaluator(application.evaluator()),
                        here + "/application#plan"));
    }

    private static String evaluator(Application.Evaluator evaluator) {
        return switch (evaluator) {
            case SELF -> "自己";
            case VERIFIER -> "検証事業者";
            case BODY -> "評価機関";
        };
    }

    private List<EvidenceRecord> records(List<EvidenceSummary> all, Snapshot snapshot) {
        Set<UUID> scans = snapshot.facts().stream()
                .filter(entry -> entry.isStanding()
                        && SCAN_KEYS.contains(entry.fact().slot().key().value()))
                .map(entry -> entry.fact().evidence())
                .collect(Collectors.toSet());
        Map<UUID, Map<String, String>> recordOf =
                evidence.byIds(all.stream().map(EvidenceSummary::id).toList()).stream()
                        .collect(Collectors.toMap(EvidenceDetails::id, EvidenceDetails::record));
        List<EvidenceRecord> records = new ArrayList<>();
        for (EvidenceSummary summary : all) {
            List<String> criteria = List.copyOf(snapshot.evidenceOf().getOrDefault(summary.id(), Set.of()));
            boolean page = summary.kind() == EvidenceKind.PAGE;
            if (criteria.isEmpty() && !page) {
                continue;
            }
            Map<String, String> record = recordOf.getOrDefault(summary.id(), Map.of());
            String finalUrl = record.getOrDefault(RecordField.FINAL_URL.id(), "");
            String url = Optional.ofNullable(summary.url()).orElse("");
            boolean scan = scans.contains(summary.id());
            records.add(new EvidenceRecord(
                    summary.code(),
                    criteria,
                    snapshot.aboutProduct().contains(summary.id()),
                    record.getOrDefault(RecordField.MODEL.id(), ""),
                    record.getOrDefault(RecordField.FIRMWARE.id(), ""),
                    scan && snapshot.day("scan.date") != null
                            ? snapshot.day("scan.date")
                            : performed(record).orElse(day(summary.observedAt())),
                    lastDay(summary.validUntil()),
                    scan ? scan(record, snapshot) : null,
                    page ? (url.isEmpty() ? finalUrl : url) : null));
        }
        return records;
    }

    private static Scan scan(Map<String, String> record, Snapshot snapshot) {
        String tool = record.getOrDefault(RecordField.TOOL.id(), "");
        String version = record.getOrDefault(RecordField.TOOL_VERSION.id(), "");
        String stated = snapshot.word("scan.tool");
        Matcher both = TOOL_VERSION.matcher(stated);
        boolean parts = both.matches();
        return new Scan(
                tool.isBlank() ? stated : tool,
                !version.isBlank() || !parts ? version : both.group(2),
                snapshot.day("scan.database"));
    }

    private static Optional<LocalDate> performed(Map<String, String> record) {
        try {
            String day = record.getOrDefault(RecordField.PERFORMED_ON.id(), "");
            return day.isBlank() ? Optional.empty() : Optional.of(LocalDate.parse(day));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private List<EvidenceSummary> all(Series series) {
        return evidence.search(EvidenceFilter.newest(Set.of(series.id()), EVIDENCE_MAX));
    }

    /** What users and the public read: the series' description, copied pages, addresses in answers. */
    private List<PublicText> texts(Series series, List<EvidenceSummary> all, Snapshot snapshot) {
        List<PublicText> texts = new ArrayList<>();
        texts.add(new PublicText(
                told(_ -> series.name()),
                "",
                Purpose.OTHER,
                "",
                series.name() + "\n" + series.kind() + "\n" + series.about()));
        for (EvidenceSummary summary : all) {
            if (summary.kind() == EvidenceKind.PAGE) {
                boolean support = summary.keys().stream().anyMatch(key -> SUPPORT_KEYS.contains(key.value()));
                String criterion = snapshot.evidenceOf().getOrDefault(summary.id(), Set.of()).stream()
                        .findFirst()
                        .orElse("");
                texts.add(new PublicText(
                        told(locale -> summary.code() + " " + summary.title().in(locale)),
                        criterion,
                        support ? Purpose.SUPPORT : Purpose.OTHER,
                        "",
                        pageText(summary)));
            }
        }
        Catalogue catalogue = catalogues.current();
        for (FactEntry entry : snapshot.facts()) {
            if (!entry.isStanding()) {
                continue;
            }
            String criterion = catalogue.requirementsReading(entry.fact().slot().key()).stream()
                    .filter(id -> id.framework().equals(ApplicationAnswers.FRAMEWORK))
                    .map(RequirementId::number)
                    .sorted()
                    .findFirst()
                    .orElse("");
            boolean published = catalogue
                    .fact(entry.fact().slot().key())
                    .map(FactDefinition::detail)
                    .isPresent();
            Matcher address = ADDRESS.matcher(entry.detail());
            while (published && address.find()) {
                texts.add(new PublicText(
                        told(locale -> words.question(entry.fact().slot(), locale, snapshot.itemNames())),
                        criterion,
                        Purpose.OTHER,
                        address.group(),
                        ""));
            }
        }
        return texts;
    }

    private static Text told(Function<Locale, String> name) {
        return new Text(name.apply(Locale.JAPANESE), name.apply(Locale.ENGLISH));
    }

    /** The words of a copied page; empty when it is no text or has gone. */
    private String pageText(EvidenceSummary summary) {
        StoredFile file = evidence.byId(summary.id()).map(EvidenceDetails::file).orElse(null);
        if (file == null
                || !(file.mediaType().contains("html") || file.mediaType().startsWith("text/"))) {
            return "";
        }
        String html = new String(bytes(file.sha256(), PAGE_BYTES_MAX), StandardCharsets.UTF_8);
        return VisibleText.ofHtml(html);
    }

    byte[] bytes(String sha256, int max) {
        try (InputStream in = blobs.open(sha256)) {
            return in.readNBytes(max + 1);
        } catch (IOException e) {
            throw new UncheckedIOException("the file could not be read", e);
        }
    }

    OwnExport.Content export(View view, Ui ui) {
        view.requireInScope();
        Locale locale = ui.locale();
        List<OwnExport.Labelled> basic = view.basics().stream()
                .map(line -> new OwnExport.Labelled(
                        ui.t("application.basic." + line.field().id()), line.value()))
                .toList();
        Map<UUID, EvidenceSummary> summaries =
                answers.summaries(view.snapshot().proofs().values());
        List<OwnExport.Basis> bases = new ArrayList<>();
        for (CriterionAnswer answer : view.snapshot().answers()) {
            Proof proof = view.snapshot().proofs().get(answer.id());
            if (proof == null) {
                continue;
            }
            for (FactEntry entry :
                    ApplicationAnswers.used(answer, proof, view.snapshot().facts())) {
                EvidenceSummary summary = summaries.get(entry.fact().evidence());
                var names = view.snapshot().itemNames();
                var confirmed = entry.confirmedBy();
                bases.add(new OwnExport.Basis(
                        answer.id(),
                        words.question(entry.fact().slot(), locale, names),
                        names.getOrDefault(
                                entry.fact().slot().item(), entry.fact().slot().item()),
                        words.value(entry.fact().slot(), entry.fact().value(), locale, names),
                        ui.t("web.strength." + entry.fact().strength().code()),
                        ui.day(entry.fact().observedAt()),
                        (entry.evidenceCode() + " "
                                        + (summary == null
                                                ? ""
                                                : summary.title().in(locale)))
                                .strip(),
                        summary == null ? "" : summary.place(),
                        confirmed == null ? "" : confirmed.name()));
            }
        }
        List<OwnExport.Change> changes = new ArrayList<>();
        List<VerdictChange> latest = verdicts.latest(view.series().id(), ApplicationAnswers.FRAMEWORK, CHANGES_MAX);
        Iterator<String> causes = Causes.of(latest, evidence, ui).iterator();
        for (VerdictChange change : latest) {
            changes.add(new OwnExport.Change(
                    ui.minute(change.at()),
                    change.requirement().number(),
                    change.from() == null
                            ? ""
                            : ui.t("application.state." + change.from().code()),
                    ui.t("application.state." + change.to().code()),
                    causes.next()));
        }
        return new OwnExport.Content(
                view.series().name(),
                ui.t("application.ipa-decides"),
                basic,
                view.snapshot().answers(),
                bases,
                changes);
    }

    private static LocalDate day(Instant instant) {
        return LocalDate.ofInstant(instant, Ui.ZONE);
    }

    /** Evidence holds up to its last day; from the next midnight on it has ended. */
    private static @Nullable LocalDate lastDay(@Nullable Instant until) {
        return until == null ? null : LocalDate.ofInstant(until.minusMillis(1), Ui.ZONE);
    }
}

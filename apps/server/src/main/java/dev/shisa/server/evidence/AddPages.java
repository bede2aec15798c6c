package dev.shisa.server.evidence;

import dev.shisa.conformity.FactDefinition;
import dev.shisa.conformity.FactKey;
import dev.shisa.conformity.Slot;
import dev.shisa.conformity.Strength;
import dev.shisa.conformity.Subject;
import dev.shisa.conformity.Vocabulary;
import dev.shisa.server.platform.Cut;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.Reason;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.web.Mistakes;
import dev.shisa.server.platform.web.Parts;
import dev.shisa.server.platform.web.Sending;
import dev.shisa.server.platform.web.Typed;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.Guides;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.RegisterItem;
import dev.shisa.server.product.Series;
import dev.shisa.server.product.SeriesFrames;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.ModelAndView;

/** Adding evidence: first what kind, then a form that asks only what this kind needs and what it shows. */
@Controller
class AddPages {

    /** One piece of evidence supports a handful of facts; more is a register or a questionnaire. */
    private static final int FACTS_MAX = 50;

    /** Long questions are cut in the list of what can be added. */
    private static final int OPTION_CHARS = 70;

    private final EvidenceLog log;
    private final EvidenceViews views;
    private final EvidenceKeepers keepers;
    private final FactForms forms;
    private final Blobs blobs;
    private final PageSnapshot pages;
    private final Products products;
    private final Guides guides;
    private final SeriesFrames frames;
    private final Unit unit;
    private final InstantSource clock;

    AddPages(
            EvidenceLog log,
            EvidenceViews views,
            EvidenceKeepers keepers,
            FactForms forms,
            Blobs blobs,
            PageSnapshot pages,
            Products products,
            Guides guides,
            SeriesFrames frames,
            Unit unit,
            InstantSource clock) {
        this.log = log;
        this.views = views;
        this.keepers = keepers;
        this.forms = forms;
        this.blobs = blobs;
        this.pages = pages;
        this.products = products;
        this.guides = guides;
        this.frames = frames;
        this.unit = unit;
        this.clock = clock;
    }

    @GetMapping("/products/{code}/evidence/new")
    @Requires(Act.ADD_EVIDENCE)
    ModelAndView empty(
            @PathVariable String code,
            @RequestParam MultiValueMap<String, String> params,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        Series series = products.requireInUse(code, person);
        String renews = first(params, "renews");
        if (!renews.isEmpty()) {
            return page(renewing(series, requireRenewable(renews, series, person), ui), person, ui);
        }
        Set<Slot> slots = asked(params);
        Optional<EvidenceKind> kind = EvidenceKind.parse(first(params, "kind")).filter(EvidenceKind::isHandedIn);
        if (kind.isEmpty()) {
            String facts = slots.stream()
                    .map(s -> "&fact="
                            + java.net.URLEncoder.encode(s.toString(), java.nio.charset.StandardCharsets.UTF_8))
                    .reduce("", String::concat);
            return new ModelAndView("evidence/kinds")
                    .addObject("frame", frames.of(series, ui.locale()))
                    .addObject("facts", facts);
        }
        List<FactForm> facts = new ArrayList<>();
        FactForms.OfSeries ofSeries = forms.of(series.id());
        for (Slot slot : slots) {
            ofSeries.of(slot, "f" + facts.size() + ".").ifPresent(facts::add);
        }
        String title = kind.get() == EvidenceKind.DECLARATION && !facts.isEmpty()
                ? Cut.to(facts.getFirst().question(ui.locale()), EvidenceLog.TITLE_CHARS_MAX)
                : "";
        AddForm form = new AddForm(
                series,
                kind.get(),
                title,
                "",
                "",
                first(params, "url"),
                today().toString(),
                "",
                Map.of(),
                null,
                null,
                facts,
                present(series, facts, ui),
                Set.of(),
                "",
                addable(series, facts, ui),
                new Mistakes());
        return page(form, person, ui);
    }

    @PostMapping("/products/{code}/evidence/new")
    @Requires(Act.ADD_EVIDENCE)
    ModelAndView save(
            @PathVariable String code,
            @RequestParam MultiValueMap<String, String> params,
            @RequestParam(required = false) @Nullable MultipartFile file,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        Series series = products.requireInUse(code, person);
        String act = params.getOrDefault("act", List.of("save")).getLast();
        AddForm form = typed(series, params, act, file, person, ui);
        if (!act.equals("save")) {
            return page(form, person, ui);
        }
        check(form, ui);
        if (!form.mistakes().none()) {
            return refused(form, person, ui);
        }
        PageSnapshot.Result.Taken copy = null;
        if (form.kind() == EvidenceKind.PAGE) {
            switch (pages.take(form.url())) {
                case PageSnapshot.Result.Taken taken -> copy = taken;
                case PageSnapshot.Result.NotTaken not -> {
                    form.mistakes().add("url", ui.t("evidence.page." + not.reason(), not.what()));
                    return refused(form, person, ui);
                }
            }
        }
        StoredFile sent = form.file();
        String sending = Sending.of(params, ui.csrfName(), person.id().toString(), sent == null ? "" : sent.sha256());
        Recorded recorded = record(form, copy, person, sending);
        return new ModelAndView("redirect:/evidence/" + recorded.code() + "?done=added");
    }

    private ModelAndView page(AddForm form, Person person, Ui ui) {
        return new ModelAndView("evidence/add")
                .addObject("form", form)
                .addObject("frame", frames.of(form.series(), ui.locale()));
    }

    private ModelAndView refused(AddForm form, Person person, Ui ui) {
        ModelAndView page = page(form, person, ui);
        page.setStatus(HttpStatus.UNPROCESSABLE_CONTENT);
        return page;
    }

    /** What was sent, with the changes that the pressed button makes to the list of facts. */
    private AddForm typed(
            Series series,
            MultiValueMap<String, String> params,
            String act,
            @Nullable MultipartFile sent,
            Person person,
            Ui ui) {
        EvidenceKind kind = EvidenceKind.parse(first(params, "kind"))
                .filter(EvidenceKind::isHandedIn)
                .orElseThrow(() -> new Problem(400, "bad-request"));
        List<FactForm> facts = new ArrayList<>();
        List<String> slots = params.getOrDefault("slot", List.of());
        FactForms.OfSeries ofSeries = forms.of(series.id());
        for (int i = 0; i < Math.min(slots.size(), FACTS_MAX); i++) {
            Slot slot = Slot.parse(slots.get(i)).orElse(null);
            if (slot != null && !act.equals("remove " + slot)) {
                // Field names are given anew, so that they stay apart when one in the middle was taken out.
                String prefix = "f" + facts.size() + ".";
                ofSeries.of(slot, "f" + i + ".")
                        .map(f -> f.read(params).renamed(prefix))
                        .ifPresent(facts::add);
            }
        }
        String added = first(params, "add-slot");
        if (act.equals("add") && facts.size() < FACTS_MAX) {
            Slot slot = Slot.parse(added).orElse(null);
            if (slot != null && facts.stream().noneMatch(f -> f.slot().equals(slot))) {
                ofSeries.of(slot, "f" + facts.size() + ".").ifPresent(facts::add);
            }
        }
        Mistakes mistakes = new Mistakes();
        UUID upload = Typed.id(first(params, "upload")).orElse(null);
        StoredFile file = upload == null ? null : blobs.upload(upload, person).orElse(null);
        if (sent != null && !sent.isEmpty()) {
            try (InputStream in = sent.getInputStream()) {
                String name = sent.getOriginalFilename();
                file = blobs.store(in, name == null ? "" : name, sent.getSize());
                upload = blobs.remember(file, person);
            } catch (IOException e) {
                throw new UncheckedIOException("the upload could not be read", e);
            } catch (Problem problem) {
                mistakes.add("file", ui.t("error." + problem.code(), problem.args()));
            }
        }
        Map<String, String> record = new LinkedHashMap<>();
        for (RecordField field : RecordField.values()) {
            String text = text(params, "record." + field.id());
            if (field.isWritten() && !text.isBlank()) {
                record.put(field.id(), text);
            }
        }
        return new AddForm(
                series,
                kind,
                text(params, "title"),
                text(params, "statement"),
                text(params, "place"),
                first(params, "url"),
                first(params, "observed"),
                first(params, "until"),
                record,
                file == null ? null : upload,
                file,
                facts,
                present(series, facts, ui),
                new HashSet<>(params.getOrDefault("replace", List.of())),
                first(params, "renews"),
                addable(series, facts, ui),
                mistakes);
    }

    private void check(AddForm form, Ui ui) {
        Mistakes mistakes = form.mistakes();
        if (form.needsFile() && form.file() == null) {
            mistakes.add("file", ui.t("evidence.mistake.file"));
        }
        if (form.kind() == EvidenceKind.PAGE && form.url().isBlank()) {
            mistakes.add("url", ui.t("evidence.mistake.url"));
        }
        length(mistakes, "title", form.title(), EvidenceLog.TITLE_CHARS_MAX, ui);
        if (form.kind() == EvidenceKind.DOCUMENT && Reason.isPlaceholder(form.place())) {
            mistakes.add("place", ui.t("evidence.mistake.place"));
        }
        length(mistakes, "place", form.place(), EvidenceLog.PLACE_CHARS_MAX, ui);
        if (form.kind() == EvidenceKind.DECLARATION && form.statement().isBlank()) {
            mistakes.add("statement", ui.t("evidence.mistake.statement"));
        }
        length(mistakes, "statement", form.statement(), EvidenceLog.TEXT_CHARS_MAX, ui);
        if (form.hasRecord()) {
            RecordField.missing(form.kind(), field -> field.isIn(form.record()))
                    .forEach(f -> mistakes.add(
                            "record." + f.id(), ui.t("evidence.mistake.record", ui.t("evidence.record." + f.id()))));
            form.record().forEach((id, text) -> length(mistakes, "record." + id, text, EvidenceLog.TEXT_CHARS_MAX, ui));
            String performed = form.recordText(RecordField.PERFORMED_ON);
            if (!performed.isBlank() && day(performed) == null) {
                mistakes.add("record." + RecordField.PERFORMED_ON.id(), ui.t("fact.mistake.day", performed));
            }
        }
        if (form.hasRecord()) {
            Set<Subject.Kind> scopes = form.facts().stream()
                    .filter(fact -> fact.answer() instanceof FactForm.Answer.Given)
                    .map(fact -> products.subject(
                                    form.series(), fact.definition().scope())
                            .kind())
                    .collect(Collectors.toSet());
            unit.others(form.series(), form.record(), scopes)
                    .forEach(other -> mistakes.add(
                            "record." + other.field().id(),
                            ui.t("evidence.mistake.other." + other.field().id(), other.said(), other.registered())));
        }
        LocalDate observed = observed(form);
        if (observed == null && form.asksObserved()) {
            mistakes.add("observed", ui.t("fact.mistake.day", form.observed()));
        } else if (observed != null && observed.isAfter(today())) {
            mistakes.add(
                    form.asksObserved() ? "observed" : "record." + RecordField.PERFORMED_ON.id(),
                    ui.t("evidence.mistake.observed", observed, today()));
        } else if (observed != null
                && form.hasRecord()
                && observed.isBefore(today().minusYears(RecordField.YEARS_MAX))) {
            mistakes.add(
                    "record." + RecordField.PERFORMED_ON.id(),
                    ui.t("evidence.mistake.long-ago", observed, RecordField.YEARS_MAX));
        }
        if (!form.until().isBlank() && day(form.until()) == null) {
            mistakes.add("until", ui.t("fact.mistake.day", form.until()));
        }
        int given = 0;
        for (FactForm fact : form.facts()) {
            switch (fact.answer()) {
                case FactForm.Answer.Given g -> given++;
                case FactForm.Answer.Wrong w -> fact.mistakes(ui).forEach(m -> mistakes.add(m.fieldId(), m.message()));
                case FactForm.Answer.Blank b -> {}
                case FactForm.Answer.Unknown u -> {}
            }
        }
        if (given == 0 && mistakes.none()) {
            mistakes.add(
                    form.facts().isEmpty()
                            ? "add-slot"
                            : form.facts().getFirst().prefix() + "value",
                    ui.t("evidence.mistake.facts"));
        }
    }

    private static void length(Mistakes mistakes, String field, String text, int charsMax, Ui ui) {
        if (text.length() > charsMax) {
            mistakes.add(field, ui.t("fact.mistake.long", text.length(), charsMax));
        }
    }

    private Recorded record(AddForm form, PageSnapshot.Result.@Nullable Taken copy, Person person, String sending) {
        Map<String, String> record = new HashMap<>(form.hasRecord() ? form.record() : Map.of());
        StoredFile file = form.needsFile() ? form.file() : null;
        if (copy != null) {
            record.putAll(copy.record());
            file = copy.file();
        }
        Strength strength = form.kind().strength(record);
        List<NewFact> facts = new ArrayList<>();
        Set<Subject.Kind> scopes = new HashSet<>();
        for (FactForm fact : form.facts()) {
            if (fact.answer() instanceof FactForm.Answer.Given given) {
                Subject subject =
                        products.subject(form.series(), fact.definition().scope());
                scopes.add(subject.kind());
                Set<UUID> supersedes = form.replaces(fact) ? log.replaceable(subject, fact.slot(), strength) : Set.of();
                facts.add(new NewFact(subject, fact.slot(), given.value(), given.detail(), supersedes));
            }
        }
        LocalDate observed = observed(form);
        Instant now = clock.instant();
        Instant observedAt = observed == null || observed.equals(today())
                ? now
                : observed.atTime(12, 0).atZone(Ui.ZONE).toInstant();
        LocalDate until = day(form.until());
        boolean ofOrganisation = scopes.equals(Set.of(Subject.Kind.ORGANISATION));
        UUID renews = form.renews().isEmpty()
                ? null
                : requireRenewable(form.renews(), form.series(), person).id();
        NewEvidence evidence = new NewEvidence(
                form.kind(),
                strength,
                title(form, copy),
                form.statement().strip(),
                form.place().strip(),
                ofOrganisation ? null : form.series().id(),
                scopes.contains(Subject.Kind.RELEASE) ? form.series().designated() : null,
                copy == null ? null : form.url().strip(),
                file,
                record,
                observedAt,
                until == null ? null : until.plusDays(1).atStartOfDay(Ui.ZONE).toInstant(),
                person,
                person.name(),
                "page",
                renews);
        return log.record(evidence, facts, sending);
    }

    /** What was typed, otherwise what the thing calls itself. */
    private static String title(AddForm form, PageSnapshot.Result.@Nullable Taken copy) {
        if (!form.title().isBlank()) {
            return form.title().strip();
        }
        if (copy != null) {
            return copy.title();
        }
        StoredFile file = form.file();
        if (form.needsFile() && file != null) {
            String extension = FileNames.extension(file.fileName());
            return extension.isEmpty()
                    ? file.fileName()
                    : file.fileName().substring(0, file.fileName().length() - extension.length() - 1);
        }
        return Cut.to(form.statement().strip().split("\n", 2)[0], EvidenceLog.TITLE_CHARS_MAX);
    }

    private AddForm renewing(Series series, EvidenceDetails old, Ui ui) {
        List<FactForm> facts = new ArrayList<>();
        Set<String> replace = new LinkedHashSet<>();
        FactForms.OfSeries ofSeries = forms.of(series.id());
        for (FactEntry entry : old.facts()) {
            if (entry.isStanding() && facts.size() < FACTS_MAX) {
                ofSeries.of(entry.fact().slot(), "f" + facts.size() + ".")
                        .filter(f -> f.definition().type().value()
                                == entry.fact().value().type())
                        .map(f -> f.filled(entry.fact().value(), entry.detail()))
                        .ifPresent(f -> {
                            facts.add(f);
                            replace.add(f.slot().toString());
                        });
            }
        }
        Map<String, String> record = new HashMap<>(old.record());
        record.keySet()
                .removeIf(id ->
                        RecordField.parse(id).filter(RecordField::isWritten).isEmpty()
                                || id.equals(RecordField.PERFORMED_ON.id()));
        String url = old.summary().url();
        return new AddForm(
                series,
                old.summary().kind(),
                old.summary().title(),
                old.statement(),
                old.summary().place(),
                url == null ? "" : url,
                today().toString(),
                "",
                record,
                null,
                null,
                facts,
                present(series, facts, ui),
                replace,
                old.code(),
                addable(series, facts, ui),
                new Mistakes());
    }

    private EvidenceDetails requireRenewable(String code, Series series, Person person) {
        EvidenceDetails old = log.require(code, person);
        UUID of = old.summary().seriesId();
        if (of != null && !of.equals(series.id())) {
            throw new Problem(404, "evidence.not-found", code);
        }
        keepers.requireFree(old.summary(), person);
        return old;
    }

    /** The facts that the address asks for: {@code fact=key[item]}, or {@code fact=key&item=code} for a single one. */
    private static Set<Slot> asked(MultiValueMap<String, String> params) {
        Set<Slot> slots = new LinkedHashSet<>();
        List<String> keys = params.getOrDefault("fact", List.of());
        String item = first(params, "item");
        for (String key : keys.stream().limit(FACTS_MAX).toList()) {
            if (keys.size() == 1 && !item.isEmpty() && FactKey.isKey(key) && Slot.isItemCode(item)) {
                slots.add(Slot.of(key, item));
            } else {
                Slot.parse(key).ifPresent(slots::add);
            }
        }
        return slots;
    }

    /** What stands already in the slots that the form is about. */
    private Map<String, List<FactLine>> present(Series series, List<FactForm> facts, Ui ui) {
        Map<String, List<FactLine>> present = new HashMap<>();
        for (FactForm fact : facts) {
            Subject subject = products.subject(series, fact.definition().scope());
            List<FactEntry> standing = log.history(subject, fact.slot()).stream()
                    .filter(FactEntry::isStanding)
                    .toList();
            if (!standing.isEmpty()) {
                present.put(fact.slot().toString(), views.lines(standing, series, Map.of(), ui));
            }
        }
        return present;
    }

    private List<AddForm.Group> addable(Series series, List<FactForm> facts, Ui ui) {
        Vocabulary vocabulary = guides.vocabulary(series);
        Set<Slot> taken = new HashSet<>();
        facts.forEach(f -> taken.add(f.slot()));
        Map<String, List<Parts.Choice>> groups = new LinkedHashMap<>();
        Map<String, List<RegisterItem>> items = new HashMap<>();
        for (FactDefinition definition : vocabulary.facts()) {
            String collection = definition.of();
            String label = vocabulary.sections().stream()
                    .filter(section -> section.id().equals(definition.section()))
                    .map(section -> section.name().in(ui.locale()))
                    .findFirst()
                    .orElse(definition.section());
            Stream<Map.Entry<Slot, String>> slots = collection == null
                    ? Stream.of(Map.entry(new Slot(definition.key(), ""), ""))
                    : items.computeIfAbsent(collection, c -> products.items(series.id(), c)).stream()
                            .map(i -> Map.entry(new Slot(definition.key(), i.code()), i.name()));
            slots.filter(s -> !taken.contains(s.getKey()))
                    .forEach(s -> groups.computeIfAbsent(label, key -> new ArrayList<>())
                            .add(new Parts.Choice(
                                    s.getKey().toString(),
                                    Cut.to(
                                            FactWords.fill(definition.question(), ui.locale(), s.getValue()),
                                            OPTION_CHARS))));
        }
        return groups.entrySet().stream()
                .map(g -> new AddForm.Group(g.getKey(), g.getValue()))
                .toList();
    }

    /** The day on which it was so, as far as it can be read. */
    private static @Nullable LocalDate observed(AddForm form) {
        return day(form.asksObserved() ? form.observed() : form.recordText(RecordField.PERFORMED_ON));
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), Ui.ZONE);
    }

    private static @Nullable LocalDate day(String text) {
        try {
            LocalDate day = LocalDate.parse(text.strip());
            return day.getYear() >= 1900 && day.getYear() <= 9998 ? day : null;
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static String first(MultiValueMap<String, String> params, String name) {
        String value = params.getFirst(name);
        return value == null ? "" : value.strip();
    }

    private static String text(MultiValueMap<String, String> params, String name) {
        String value = params.getFirst(name);
        return value == null ? "" : value.replace("\r\n", "\n");
    }
}

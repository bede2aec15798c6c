package dev.shisa.server.evidence;

import dev.shisa.conformity.Slot;
import dev.shisa.conformity.Strength;
import dev.shisa.conformity.Subject;
import dev.shisa.server.platform.Cut;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.web.Mistakes;
import dev.shisa.server.platform.web.Query;
import dev.shisa.server.platform.web.Sending;
import dev.shisa.server.platform.web.Typed;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import dev.shisa.server.product.SeriesFrames;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
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

    private final EvidenceLog log;
    private final EvidenceKeepers keepers;
    private final AddFacts facts;
    private final AddFiles files;
    private final AddChecks checks;
    private final PageSnapshot pages;
    private final Products products;
    private final SeriesFrames frames;
    private final AddRecord recording;
    private final InstantSource clock;

    AddPages(
            EvidenceLog log,
            EvidenceKeepers keepers,
            AddFacts facts,
            AddFiles files,
            AddChecks checks,
            PageSnapshot pages,
            Products products,
            SeriesFrames frames,
            AddRecord recording,
            InstantSource clock) {
        this.log = log;
        this.keepers = keepers;
        this.facts = facts;
        this.files = files;
        this.checks = checks;
        this.pages = pages;
        this.products = products;
        this.frames = frames;
        this.recording = recording;
        this.clock = clock;
    }

    /** What stands around a form: where the file is open, what is looked for, what stays beside an answer that differs. */
    private record Around(int page, String find, Set<String> both) {
        static final Around NOTHING = new Around(0, "", Set.of());
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
            return page(renewing(series, requireRenewable(renews, series, person), ui), Around.NOTHING, person, ui);
        }
        Set<Slot> slots = AddFacts.asked(params);
        String upload = first(params, "upload");
        Optional<DeskFile> waiting = files.waiting(Typed.id(upload).orElse(null), series, person);
        if (waiting.isEmpty() && !upload.isEmpty()) {
            throw new Problem(404, "evidence.desk.gone");
        }
        Optional<EvidenceKind> kind = EvidenceKind.parse(first(params, "kind"))
                .filter(EvidenceKind::isHandedIn)
                .or(() -> waiting.map(DeskFile::kind));
        if (kind.isEmpty()) {
            return new ModelAndView("evidence/kinds")
                    .addObject("frame", frames.of(series, ui.locale()))
                    .addObject(
                            "facts",
                            AddFacts.asking(slots.stream().map(Slot::toString).toList()));
        }
        List<FactForm> chosen = facts.of(series, slots);
        String title = kind.get() == EvidenceKind.DECLARATION && !chosen.isEmpty()
                ? Cut.to(chosen.getFirst().question(ui.locale()), EvidenceLog.TITLE_CHARS_MAX)
                : "";
        AddForm form = new AddForm(
                series,
                kind.get(),
                title,
                "",
                "",
                first(params, "url"),
                checks.today().toString(),
                "",
                Map.of(),
                waiting.map(DeskFile::id).orElse(null),
                waiting.map(DeskFile::file).orElse(null),
                chosen,
                facts.present(series, chosen, ui),
                Set.of(),
                "",
                facts.addable(series, chosen, "", ui),
                new Mistakes());
        return page(form, Around.NOTHING, person, ui);
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
        String act = act(params);
        AddForm form = typed(series, params, act, file, person, ui);
        Around around = around(params, act);
        if (!act.equals("save")) {
            return page(act.equals("place") ? placed(form, around, params, ui) : form, around, person, ui);
        }
        // A file that was sent before is named by its id, which is among the fields.
        StoredFile now = file == null || file.isEmpty() ? null : form.file();
        String sending = Sending.of(params, ui.csrfName(), person.id().toString(), now == null ? "" : now.sha256());
        Optional<AddRecord.Done> before = recording.before(sending);
        if (before.isPresent()) {
            return added(before.get());
        }
        Optional<DeskFile> waiting = files.waiting(form.upload(), series, person);
        checks.check(form, around.both(), ui);
        Set<String> shown = new HashSet<>(params.getOrDefault("known", List.of()));
        waiting.stream()
                .flatMap(one -> files.pieces(one, series).stream())
                .filter(piece -> !shown.contains(piece.code()))
                .findFirst()
                .ifPresent(piece -> form.mistakes()
                        .add(
                                "document",
                                ui.t("evidence.mistake.known", piece.title().in(ui.locale()), piece.code())));
        if (!form.mistakes().none()) {
            return refused(form, around, person, ui);
        }
        PageSnapshot.Result.Taken copy = null;
        if (form.kind() == EvidenceKind.PAGE) {
            switch (pages.take(form.url())) {
                case PageSnapshot.Result.Taken taken -> copy = taken;
                case PageSnapshot.Result.NotTaken not -> {
                    form.mistakes().add("url", ui.t("evidence.page." + not.reason(), not.what()));
                    return refused(form, around, person, ui);
                }
            }
        }
        AddRecord.Done done = record(form, copy, person, sending, waiting.orElse(null));
        return waiting.isEmpty()
                ? added(done)
                : new ModelAndView("redirect:"
                        + Query.of("/products/" + series.code() + "/evidence/desk")
                                .with("done", done.code())
                                .with("turned", String.join(",", done.turned()))
                                .href());
    }

    private static ModelAndView added(AddRecord.Done done) {
        return new ModelAndView("redirect:"
                + Query.of("/evidence/" + done.code())
                        .with("done", "added")
                        .with("turned", String.join(",", done.turned()))
                        .href());
    }

    /**
     * What is asked for. The key Enter presses "save" wherever it is pressed: not while something is being looked for, or was ticked and has
     * no answer yet.
     */
    private static String act(MultiValueMap<String, String> params) {
        String act = params.getOrDefault("act", List.of("save")).getLast();
        if (!act.equals("save")) {
            return act;
        }
        boolean looksFor = !first(params, "find").equals(first(params, "found"));
        boolean ticked = params.getOrDefault("add-slot", List.of()).stream()
                .anyMatch(slot -> Slot.parse(slot).isPresent());
        return ticked ? "add" : looksFor ? "find" : act;
    }

    private static Around around(MultiValueMap<String, String> params, String act) {
        String find = first(params, "find");
        return new Around(
                Beside.turned(act, first(params, "to-page"))
                        .orElse(Beside.turned("turn", first(params, "view")).orElse(0)),
                find.substring(0, Math.min(find.length(), AddFacts.FIND_CHARS_MAX)),
                new HashSet<>(params.getOrDefault("both", List.of())));
    }

    /** The form with the place that was chosen beside it. */
    private AddForm placed(AddForm form, Around around, MultiValueMap<String, String> params, Ui ui) {
        Beside beside = files.beside(form, around.page(), ui);
        String place = beside == null ? "" : beside.place(first(params, "mark"), ui);
        return place.isEmpty() ? form : form.placed(Cut.to(place, EvidenceLog.PLACE_CHARS_MAX));
    }

    private ModelAndView page(AddForm form, Around around, Person person, Ui ui) {
        Optional<DeskFile> waiting = files.waiting(form.upload(), form.series(), person);
        return new ModelAndView("evidence/add")
                .addObject("form", form)
                .addObject("beside", files.beside(form, around.page(), ui))
                .addObject("onDesk", waiting.isPresent())
                .addObject(
                        "known",
                        waiting.map(one -> files.pieces(one, form.series())).orElse(List.of()))
                .addObject("find", around.find())
                .addObject("both", around.both())
                .addObject("criteria", facts.criteria(form.series(), form.facts(), around.find(), ui))
                .addObject("frame", frames.of(form.series(), ui.locale()));
    }

    private ModelAndView refused(AddForm form, Around around, Person person, Ui ui) {
        ModelAndView page = page(form, around, person, ui);
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
        String chosenKind = act.startsWith("kind ") ? act.substring("kind ".length()) : first(params, "kind");
        EvidenceKind kind = EvidenceKind.parse(chosenKind)
                .filter(EvidenceKind::isHandedIn)
                .orElseThrow(() -> new Problem(400, "bad-request"));
        List<FactForm> chosen = facts.typed(series, params, act);
        Mistakes mistakes = new Mistakes();
        AddFiles.Sent file = files.of(first(params, "upload"), sent, mistakes, person, ui);
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
                file == null ? null : file.upload(),
                file == null ? null : file.file(),
                chosen,
                facts.present(series, chosen, ui),
                new HashSet<>(params.getOrDefault("replace", List.of())),
                first(params, "renews"),
                facts.addable(series, chosen, first(params, "find"), ui),
                mistakes);
    }

    private AddRecord.Done record(
            AddForm form,
            PageSnapshot.Result.@Nullable Taken copy,
            Person person,
            String sending,
            @Nullable DeskFile waiting) {
        Map<String, String> record = new HashMap<>(form.hasRecord() ? form.record() : Map.of());
        StoredFile file = form.needsFile() ? form.file() : null;
        if (copy != null) {
            record.putAll(copy.record());
            file = copy.file();
        }
        Strength strength = form.kind().strength(record);
        List<NewFact> shown = new ArrayList<>();
        Set<Subject.Kind> scopes = new HashSet<>();
        for (FactForm fact : form.facts()) {
            if (fact.answer() instanceof FactForm.Answer.Given given) {
                Subject subject =
                        products.subject(form.series(), fact.definition().scope());
                scopes.add(subject.kind());
                Set<UUID> supersedes = form.replaces(fact) ? log.replaceable(subject, fact.slot(), strength) : Set.of();
                shown.add(new NewFact(subject, fact.slot(), given.value(), given.detail(), supersedes));
            }
        }
        LocalDate observed = AddChecks.observed(form);
        Instant now = clock.instant();
        Instant observedAt = observed == null || observed.equals(checks.today())
                ? now
                : observed.atTime(12, 0).atZone(Ui.ZONE).toInstant();
        LocalDate until = AddChecks.day(form.until());
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
        return recording.record(evidence, shown, sending, waiting == null ? null : waiting.id());
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
        List<FactForm> chosen = facts.of(series, old);
        Map<String, String> record = new HashMap<>(old.record());
        record.keySet()
                .removeIf(id ->
                        RecordField.parse(id).filter(RecordField::isWritten).isEmpty()
                                || id.equals(RecordField.PERFORMED_ON.id()));
        String url = old.summary().url();
        return new AddForm(
                series,
                old.summary().kind(),
                old.summary().title().in(ui.locale()),
                old.statement(),
                old.summary().place(),
                url == null ? "" : url,
                checks.today().toString(),
                "",
                record,
                null,
                null,
                chosen,
                facts.present(series, chosen, ui),
                chosen.stream().map(fact -> fact.slot().toString()).collect(Collectors.toSet()),
                old.code(),
                facts.addable(series, chosen, "", ui),
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

    private static String first(MultiValueMap<String, String> params, String name) {
        String value = params.getFirst(name);
        return value == null ? "" : value.strip();
    }

    private static String text(MultiValueMap<String, String> params, String name) {
        String value = params.getFirst(name);
        return value == null ? "" : value.replace("\r\n", "\n");
    }
}

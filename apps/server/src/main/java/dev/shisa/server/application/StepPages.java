package dev.shisa.server.application;

import dev.shisa.server.application.Application.Evaluator;
import dev.shisa.server.application.Application.Step;
import dev.shisa.server.application.ApplicationView.Plan;
import dev.shisa.server.application.Dossiers.View;
import dev.shisa.server.evidence.Blobs;
import dev.shisa.server.evidence.StoredFile;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.audit.Recorded;
import dev.shisa.server.platform.web.Mistakes;
import dev.shisa.server.platform.web.TableFile;
import dev.shisa.server.platform.web.Typed;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import dev.shisa.server.product.SeriesFrames;
import jakarta.servlet.http.HttpServletResponse;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.Resource;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** What is left before we send, and what comes after? The way to the label, step by step, and what was recorded of each. */
@Controller
class StepPages {

    private static final Set<String> DONE = Set.of("plan", "recorded", "undo");
    static final int REASON_MAX = 500;

    private final Products products;
    private final SeriesFrames frames;
    private final Dossiers dossiers;
    private final Applications applications;
    private final Journals journals;
    private final Enclosures documents;
    private final LabelChanges changes;
    private final Schemes schemes;
    private final Blobs blobs;

    StepPages(
            Products products,
            SeriesFrames frames,
            Dossiers dossiers,
            Applications applications,
            Journals journals,
            Enclosures documents,
            LabelChanges changes,
            Schemes schemes,
            Blobs blobs) {
        this.products = products;
        this.frames = frames;
        this.dossiers = dossiers;
        this.applications = applications;
        this.journals = journals;
        this.documents = documents;
        this.changes = changes;
        this.schemes = schemes;
        this.blobs = blobs;
    }

    StepWords.Facts facts(Series series, Ui ui) {
        View view = dossiers.of(series);
        Journal journal = journals.of(series);
        Scheme scheme = schemes.current();
        LocalDate today = journals.today();
        Entry label = journal.label().orElse(null);
        int open = label == null
                ? 0
                : (int) changes.of(series, journal, label, view.snapshot()).stream()
                        .filter(change -> !change.state().isSettled())
                        .count();
        return new StepWords.Facts(
                view,
                journal,
                scheme,
                journal.clock(today, scheme.renewalMonths()),
                documents.needed(view, journal),
                products.releases(series.id()),
                open,
                today,
                ui.can("prepare-application") && !products.isArchived(series.id()));
    }

    @GetMapping("/products/{code}/application")
    @Requires(Act.VIEW)
    ModelAndView overview(
            @PathVariable String code,
            @RequestParam(defaultValue = "") String done,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        StepWords.Facts facts = facts(products.require(code, person), ui);
        return page(facts, null, stored(facts.view().application()), new Mistakes(), null, done, person, ui);
    }

    @GetMapping("/products/{code}/application/steps/{step}")
    @Requires(Act.VIEW)
    ModelAndView step(
            @PathVariable String code,
            @PathVariable String step,
            @RequestParam(defaultValue = "") String done,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        Series series = products.require(code, person);
        Step shown = Step.parse(step).orElseThrow(() -> new Problem(404, "application.step.unknown", step));
        StepWords.Facts facts = facts(series, ui);
        return page(facts, shown, stored(facts.view().application()), new Mistakes(), null, done, person, ui);
    }

    static Plan stored(Application application) {
        LocalDate on = application.plannedOn();
        Evaluator evaluator = application.evaluator();
        return new Plan(
                on == null ? "" : on.toString(),
                evaluator == null ? "" : evaluator.id(),
                application.proxy(),
                application.corporateNumber(),
                application.version(),
                "",
                "");
    }

    private ModelAndView page(
            StepWords.Facts facts,
            @Nullable Step shown,
            Plan plan,
            Mistakes mistakes,
            StepWords.@Nullable Typed typed,
            String done,
            Person person,
            Ui ui) {
        Series series = facts.view().series();
        StepWords words = new StepWords(ui, facts);
        return new ModelAndView("application/overview")
                .addObject("frame", frames.of(series, ui.locale()))
                .addObject("view", new ApplicationWords(ui, series.code()).overview(words, facts, shown, plan, typed))
                .addObject("oneStep", shown != null)
                .addObject("mistakes", mistakes)
                .addObject("done", DONE.contains(done) ? done : "");
    }

    @PostMapping("/products/{code}/application/plan")
    @Requires(Act.PREPARE_APPLICATION)
    ModelAndView plan(
            @PathVariable String code,
            @RequestParam(defaultValue = "") String on,
            @RequestParam(defaultValue = "") String evaluator,
            @RequestParam(defaultValue = "") String proxy,
            @RequestParam(defaultValue = "") String corporateNumber,
            @RequestParam(defaultValue = "0") int version,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui,
            HttpServletResponse response) {
        Series series = products.requireInUse(code, person);
        Mistakes mistakes = new Mistakes();
        LocalDate day = day(on, mistakes, ui);
        String agent = proxy.strip();
        if (agent.length() > Application.PROXY_MAX) {
            mistakes.add("proxy", ui.t("application.long", agent.length(), Application.PROXY_MAX));
        }
        String corporate = Set.of("used", "not-used").contains(corporateNumber) ? corporateNumber : "";
        Application plan = new Application(day, Evaluator.parse(evaluator).orElse(null), agent, corporate, version);
        if (mistakes.none() && applications.plan(series, plan, person)) {
            return new ModelAndView("redirect:" + here(series) + "?done=plan");
        }
        StepWords.Facts facts = facts(series, ui);
        if (!mistakes.none()) {
            response.setStatus(422);
            return page(
                    facts,
                    Step.EVALUATOR,
                    new Plan(on, evaluator, proxy, corporate, version, "", ""),
                    mistakes,
                    null,
                    "",
                    person,
                    ui);
        }
        Plan stored = stored(facts.view().application());
        response.setStatus(409);
        Plan both = new Plan(
                on,
                evaluator,
                proxy,
                corporate,
                stored.version(),
                stored.on().isEmpty() ? ui.t("application.plan.on.none") : stored.on(),
                ui.t("application.evaluator." + (stored.evaluator().isEmpty() ? "open" : stored.evaluator())));
        return page(facts, Step.EVALUATOR, both, mistakes, null, "", person, ui);
    }

    private static @Nullable LocalDate day(String typed, Mistakes mistakes, Ui ui) {
        if (typed.isBlank()) {
            return null;
        }
        try {
            LocalDate day = LocalDate.parse(typed.strip());
            if (!Applications.isNear(day)) {
                mistakes.add("on", ui.t("application.day.far", typed.strip()));
            }
            return day;
        } catch (DateTimeParseException e) {
            mistakes.add("on", ui.t("application.day", typed.strip()));
            return null;
        }
    }

    static String here(Series series) {
        return "/products/" + ApplicationWords.encode(series.code()) + "/application";
    }

    @PostMapping("/products/{code}/application/entries/{kind}")
    @Requires(Act.PREPARE_APPLICATION)
    ModelAndView record(
            @PathVariable String code,
            @PathVariable String kind,
            @RequestParam Map<String, String> sent,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui,
            HttpServletResponse response) {
        Series series = products.requireInUse(code, person);
        EntryKind known = known(kind);
        Journals.Told told = new Journals.Told(
                known,
                sent.getOrDefault("on", ""),
                Typed.id(sent.getOrDefault("about", "")).orElse(null),
                values(known, sent));
        Journal journal = journals.of(series);
        Map<String, Journals.Wrong> wrong = journals.wrong(series, journal, told);
        if (wrong.isEmpty()) {
            Entry entry = journals.record(series, told, person);
            String to = switch (known) {
                case JUDGED, NOTICE_SENT, NOTICE_TAKEN -> here(series) + "/changes?done=recorded";
                default -> here(series) + "/steps/" + known.step().id() + "?done=recorded#entry-" + entry.id();
            };
            return new ModelAndView("redirect:" + to);
        }
        response.setStatus(422);
        Mistakes mistakes = new Mistakes();
        String key = known.id() + (told.about() == null ? "" : "-" + told.about());
        wrong.forEach((field, why) -> mistakes.add(field + "-" + key, StepWords.words(ui, why)));
        StepWords.Facts facts = facts(series, ui);
        return page(
                facts,
                known.step(),
                stored(facts.view().application()),
                mistakes,
                new StepWords.Typed(known, key, told.on(), told.values(), wrong),
                "",
                person,
                ui);
    }

    static EntryKind known(String kind) {
        return EntryKind.parse(kind)
                .filter(EntryKind::isByForm)
                .orElseThrow(() -> new Problem(404, "application.step.unknown", kind));
    }

    private static Map<String, String> values(EntryKind kind, Map<String, String> sent) {
        Map<String, String> values = new HashMap<>();
        kind.fields().forEach(field -> values.put(field.name(), sent.getOrDefault(field.name(), "")));
        return values;
    }

    @PostMapping("/products/{code}/application/entries/{id}/undo")
    @Requires(Act.PREPARE_APPLICATION)
    ModelAndView undo(
            @PathVariable String code,
            @PathVariable UUID id,
            @RequestParam(defaultValue = "") String reason,
            @AuthenticationPrincipal Person person) {
        Series series = products.requireInUse(code, person);
        Entry entry = journals.of(series).find(id).orElseThrow(() -> new Problem(404, "application.entry.unknown"));
        if (reason.length() > REASON_MAX) {
            throw new Problem(422, "application.entry.reason", reason.length(), REASON_MAX);
        }
        journals.undo(series, id, reason.strip(), person);
        String to = switch (entry.kind()) {
            case JUDGED, NOTICE, NOTICE_SENT, NOTICE_TAKEN -> here(series) + "/changes?done=undo";
            case PACKAGE, PAPER -> here(series) + "/documents?done=undo";
            default -> here(series) + "/steps/" + entry.kind().step().id() + "?done=undo";
        };
        return new ModelAndView("redirect:" + to);
    }

    @GetMapping("/products/{code}/application/entries/{id}/file")
    @Requires(Act.VIEW)
    @Recorded("take.form")
    ResponseEntity<Resource> file(
            @PathVariable String code, @PathVariable UUID id, @AuthenticationPrincipal Person person) {
        Series series = products.require(code, person);
        return download(journals.of(series), id, blobs);
    }

    static ResponseEntity<Resource> download(Journal journal, UUID id, Blobs blobs) {
        Entry.Attached file = journal.find(id)
                .filter(entry -> !entry.files().isEmpty())
                .map(entry -> entry.files().getFirst())
                .orElseThrow(() -> new Problem(404, "application.entry.unknown"));
        return blobs.download(
                new StoredFile(file.sha256(), file.sizeBytes(), file.fileName(), file.mediaType(), false));
    }

    @GetMapping("/products/{code}/application/rounds.{format}")
    @Requires(Act.VIEW)
    @Recorded("take.list")
    ResponseEntity<TableFile> rounds(
            @PathVariable String code,
            @PathVariable String format,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        Series series = products.require(code, person);
        return TableFile.of(format, series.code() + "-rounds", ui)
                .column("round", "application.column.round")
                .column("number", "entry.number.number")
                .column("sent", "application.column.sent")
                .column("accepted", "application.column.accepted")
                .column("label", "entry.label.number")
                .column("issued", "application.column.issued")
                .column("until", "entry.label.until")
                .download(new ApplicationWords(ui, series.code())
                        .rounds(journals.of(series)).stream()
                                .map(row -> List.of(
                                        String.valueOf(row.number()),
                                        row.application(),
                                        row.sent(),
                                        row.accepted(),
                                        row.label(),
                                        row.issued(),
                                        row.until()))
                                .toList());
    }
}

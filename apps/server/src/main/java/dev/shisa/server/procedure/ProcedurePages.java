package dev.shisa.server.procedure;

import dev.shisa.conformity.Requirement;
import dev.shisa.conformity.RequirementId;
import dev.shisa.conformity.VerdictState;
import dev.shisa.server.catalogue.Catalogues;
import dev.shisa.server.conformity.RequirementLinks;
import dev.shisa.server.conformity.Verdicts;
import dev.shisa.server.evidence.Blobs;
import dev.shisa.server.evidence.EvidenceDetails;
import dev.shisa.server.evidence.EvidenceLog;
import dev.shisa.server.evidence.FactEntry;
import dev.shisa.server.evidence.FactWords;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.audit.Recorded;
import dev.shisa.server.platform.web.Mistakes;
import dev.shisa.server.platform.web.Parts;
import dev.shisa.server.platform.web.TableFile;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.procedure.Execution.Attached;
import dev.shisa.server.procedure.Execution.Saved;
import dev.shisa.server.procedure.Executions.Whole;
import dev.shisa.server.procedure.Executions.Wrong;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.RegisterItem;
import dev.shisa.server.product.Release;
import dev.shisa.server.product.Series;
import dev.shisa.server.product.SeriesFrames;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.Resource;
import org.springframework.http.ResponseEntity;
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

/** What does somebody with the device in hand do, and what did they see? All procedures, one, and an execution step by step. */
@Controller
class ProcedurePages {

    private static final Set<String> DONE = Set.of("saved", "closed", "finished");
    private static final String FRAMEWORK = "jcstar1";
    private static final int PAST_SHOWN_MAX = 50;

    private final Products products;
    private final SeriesFrames frames;
    private final Procedures procedures;
    private final Executions executions;
    private final ProcedureStore store;
    private final Protocol protocol;
    private final Blobs blobs;
    private final EvidenceLog evidence;
    private final FactWords words;
    private final Verdicts verdicts;
    private final Catalogues catalogues;
    private final RequirementLinks links;

    ProcedurePages(
            Products products,
            SeriesFrames frames,
            Procedures procedures,
            Executions executions,
            ProcedureStore store,
            Protocol protocol,
            Blobs blobs,
            EvidenceLog evidence,
            FactWords words,
            Verdicts verdicts,
            Catalogues catalogues,
            RequirementLinks links) {
        this.products = products;
        this.frames = frames;
        this.procedures = procedures;
        this.executions = executions;
        this.store = store;
        this.protocol = protocol;
        this.blobs = blobs;
        this.evidence = evidence;
        this.words = words;
        this.verdicts = verdicts;
        this.catalogues = catalogues;
        this.links = links;
    }

    private static String here(Series series) {
        return "/products/" + URLEncoder.encode(series.code(), StandardCharsets.UTF_8) + "/procedures";
    }

    private static String here(Series series, UUID id) {
        return here(series) + "/records/" + id;
    }

    private static String title(String procedure, Ui ui) {
        return ui.t("procedure." + procedure + ".title");
    }

    // All procedures

    @GetMapping("/products/{code}/procedures")
    @Requires(Act.VIEW)
    ModelAndView list(
            @PathVariable String code,
            @RequestParam(defaultValue = "") String done,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        Series series = products.require(code, person);
        Release release = products.designated(series).orElse(null);
        List<Execution> all = store.of(series.id());
        List<Execution> here = release == null
                ? List.of()
                : all.stream().filter(e -> e.releaseId().equals(release.id())).toList();
        long ended = procedures.all().stream()
                .filter(p -> standing(series, p, here) == Standing.DONE)
                .count();
        return new ModelAndView("procedure/list")
                .addObject("frame", frames.of(series, ui.locale()))
                .addObject(
                        "title", ui.t("procedure.list.title", procedures.all().size(), ended))
                .addObject("release", release == null ? "" : release.name())
                .addObject(
                        "open",
                        all.stream()
                                .filter(e -> e.state() == Execution.State.OPEN)
                                .map(e -> past(series, e, ui))
                                .toList())
                .addObject(
                        "lines",
                        procedures.all().stream()
                                .map(p -> line(series, p, here, ui))
                                .toList())
                .addObject("any", !all.isEmpty())
                .addObject("done", DONE.contains(done) ? done : "");
    }

    /** How far a procedure is for a release. */
    private enum Standing {
        NONE,
        OPEN,
        CLOSED,
        DONE
    }

    private Standing standing(Series series, Procedure procedure, List<Execution> ofRelease) {
        List<Execution> own = ofRelease.stream()
                .filter(e -> e.procedure().equals(procedure.id()))
                .toList();
        Set<String> ended = own.stream()
                .filter(e -> e.state() == Execution.State.DONE)
                .map(Execution::item)
                .collect(Collectors.toSet());
        Set<String> items = items(series, procedure).keySet();
        if (!ended.isEmpty() && ended.containsAll(items)) {
            return Standing.DONE;
        }
        if (own.stream().anyMatch(e -> e.state() == Execution.State.OPEN) || !ended.isEmpty()) {
            return Standing.OPEN;
        }
        return own.isEmpty() ? Standing.NONE : Standing.CLOSED;
    }

    /** The items that a procedure is carried out for, by code; none for one about the product. */
    private Map<String, String> items(Series series, Procedure procedure) {
        String collection = procedure.collection();
        Map<String, String> items = new LinkedHashMap<>();
        if (collection != null) {
            products.items(series.id(), collection).forEach(i -> items.put(i.code(), i.name()));
        }
        return items;
    }

    private ProcedureView.Line line(Series series, Procedure procedure, List<Execution> ofRelease, Ui ui) {
        Standing standing = standing(series, procedure, ofRelease);
        Set<String> items = items(series, procedure).keySet();
        long ended = items.stream()
                .filter(code -> ofRelease.stream()
                        .anyMatch(e -> e.procedure().equals(procedure.id())
                                && e.item().equals(code)
                                && e.state() == Execution.State.DONE))
                .count();
        return new ProcedureView.Line(
                title(procedure.id(), ui),
                ui.t("procedure." + procedure.id() + ".lead"),
                here(series) + "/" + procedure.id(),
                String.join(", ", procedure.criteria()),
                ui.t("procedure.minutes", procedure.minutes()),
                switch (standing) {
                    case NONE -> "unknown";
                    case OPEN -> "clock";
                    case CLOSED -> "not-applicable";
                    case DONE -> "info";
                },
                ended > 0 && standing == Standing.OPEN
                        ? ui.t("procedure.state.items", ended, items.size())
                        : ui.t("procedure.state." + standing.name().toLowerCase(Locale.ROOT)));
    }

    private String item(Execution execution) {
        return execution.item().isEmpty()
                ? ""
                : products.itemNames(execution.seriesId()).getOrDefault(execution.item(), execution.item());
    }

    private String name(Execution execution, Ui ui) {
        String item = item(execution);
        String title = title(execution.procedure(), ui);
        return item.isEmpty() ? title : ui.t("procedure.open.more", title, item);
    }

    private String release(Execution execution) {
        return products.release(execution.releaseId()).map(Release::name).orElse("–");
    }

    private ProcedureView.Past past(Series series, Execution execution, Ui ui) {
        int saved = store.counts(series.id()).getOrDefault(execution.id(), 0);
        int steps = procedures.require(execution.procedure()).steps().size();
        Execution.Ended ended = execution.ended();
        return new ProcedureView.Past(
                name(execution, ui),
                here(series, execution.id()),
                ended == null
                        ? ui.t("procedure.open.note", execution.unit(), saved, steps)
                        : ui.t("procedure.past.line", execution.unit(), ui.minute(ended.at())),
                switch (execution.state()) {
                    case OPEN -> "clock";
                    case DONE -> "info";
                    case CLOSED -> "not-applicable";
                },
                ui.t("procedure.state." + execution.state().id()));
    }

    @GetMapping("/products/{code}/procedures.{format}")
    @Requires(Act.VIEW)
    @Recorded("take.list")
    ResponseEntity<TableFile> export(
            @PathVariable String code,
            @PathVariable String format,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        Series series = products.require(code, person);
        TableFile file = TableFile.of(format, series.code() + "-procedures", ui);
        List.of("procedure", "item", "release", "unit", "state", "when", "by", "evidence", "reason")
                .forEach(column -> file.column(column, "procedure.column." + column));
        return file.download(store.of(series.id()).stream()
                .map(e -> List.of(
                        title(e.procedure(), ui),
                        item(e),
                        release(e),
                        e.unit(),
                        ui.t("procedure.state." + e.state().id()),
                        ui.minute(e.begunAt()),
                        e.performedBy(),
                        String.join(" ", e.evidence()),
                        e.reason()))
                .toList());
    }

    // One procedure

    @GetMapping("/products/{code}/procedures/{procedure}")
    @Requires(Act.VIEW)
    ModelAndView about(
            @PathVariable String code,
            @PathVariable String procedure,
            @RequestParam(defaultValue = "") String item,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        Series series = products.require(code, person);
        UUID designated = series.designated();
        ProcedureView.Form form = new ProcedureView.Form(
                designated == null ? "" : designated.toString(), item, "", "", "", false, person.name());
        return about(series, procedures.require(procedure), form, new Mistakes(), person, ui);
    }

    private ModelAndView about(
            Series series, Procedure procedure, ProcedureView.Form form, Mistakes mistakes, Person person, Ui ui) {
        return new ModelAndView("procedure/procedure")
                .addObject("frame", frames.of(series, ui.locale()))
                .addObject("here", here(series) + "/" + procedure.id())
                .addObject("title", title(procedure.id(), ui))
                .addObject("lead", ui.t("procedure." + procedure.id() + ".lead"))
                .addObject("minutes", ui.t("procedure.minutes", procedure.minutes()))
                .addObject("criteria", criteria(series, procedure, ui))
                .addObject(
                        "steps",
                        procedure.steps().stream()
                                .map(s -> step(series, procedure, s, null, ui))
                                .toList())
                .addObject("register", procedure.collection() == null ? "" : section(procedure.collection()))
                .addObject(
                        "items",
                        items(series, procedure).entrySet().stream()
                                .map(e -> new Parts.Choice(e.getKey(), e.getValue()))
                                .toList())
                .addObject(
                        "models",
                        products.models(series.id()).stream()
                                .map(m -> new Parts.Choice(m.number(), m.number()))
                                .toList())
                .addObject(
                        "releases",
                        products.releases(series.id()).stream()
                                .map(r -> new Parts.Choice(r.id().toString(), r.name()))
                                .toList())
                .addObject("form", form)
                .addObject(
                        "past",
                        store.of(series.id()).stream()
                                .filter(e -> e.procedure().equals(procedure.id()))
                                .limit(PAST_SHOWN_MAX)
                                .map(e -> past(series, e, ui))
                                .toList())
                .addObject("mistakes", mistakes);
    }

    private String section(String collection) {
        return catalogues
                .current()
                .vocabulary()
                .collection(collection)
                .map(c -> c.section())
                .orElse("");
    }

    private List<ProcedureView.Criterion> criteria(Series series, Procedure procedure, Ui ui) {
        Map<RequirementId, VerdictState> states = verdicts.states(series.id());
        return procedure.criteria().stream()
                .map(number -> new RequirementId(FRAMEWORK, number))
                .filter(states::containsKey)
                .map(id -> {
                    VerdictState state = states.get(id);
                    return new ProcedureView.Criterion(
                            id.number(),
                            catalogues
                                    .current()
                                    .requirement(id)
                                    .map(Requirement::title)
                                    .map(t -> t.in(ui.locale()))
                                    .orElse(""),
                            links.to(series, id),
                            state == null ? null : state.code());
                })
                .toList();
    }

    @PostMapping("/products/{code}/procedures/{procedure}")
    @Requires(Act.ADD_EVIDENCE)
    ModelAndView begin(
            @PathVariable String code,
            @PathVariable String procedure,
            @RequestParam(defaultValue = "") String release,
            @RequestParam(defaultValue = "") String item,
            @RequestParam(defaultValue = "") String model,
            @RequestParam(defaultValue = "") String unit,
            @RequestParam(defaultValue = "") String firmware,
            @RequestParam(defaultValue = "") String same,
            @RequestParam(defaultValue = "") String by,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui,
            HttpServletResponse response) {
        Series series = products.requireInUse(code, person);
        Procedure chosen = procedures.require(procedure);
        ProcedureView.Form form = new ProcedureView.Form(release, item, model, unit, firmware, !same.isEmpty(), by);
        Mistakes mistakes = new Mistakes();
        Release of = products.releaseChosen(series, release).orElse(null);
        if (of == null) {
            mistakes.add("release", ui.t("procedure.wrong.release"));
        } else {
            Executions.Bench bench = new Executions.Bench(of, item, model, unit, firmware, by);
            executions.wrong(series, chosen, bench).forEach(w -> mistakes.add(w.field(), say(w, ui)));
            if (same.isEmpty()) {
                mistakes.add("same", ui.t("procedure.wrong.same"));
            }
            if (mistakes.none()) {
                Execution execution = executions.begin(series, chosen, bench, person);
                Whole whole = executions.require(series, execution.id());
                return new ModelAndView("redirect:" + here(series, execution.id()) + next(whole));
            }
        }
        response.setStatus(422);
        return about(series, chosen, form, mistakes, person, ui);
    }

    /** The first step that nobody has saved; empty: all are. */
    private static String next(Whole whole) {
        return whole.procedure().steps().stream()
                .filter(s -> whole.step(s.id()).version() == 0)
                .findFirst()
                .map(s -> "/" + s.id())
                .orElse("");
    }

    private static String say(Wrong wrong, Ui ui) {
        return ui.t("procedure.wrong." + wrong.why(), wrong.args().toArray());
    }

    // One execution

    @GetMapping("/products/{code}/procedures/records/{id}")
    @Requires(Act.VIEW)
    ModelAndView record(
            @PathVariable String code,
            @PathVariable UUID id,
            @RequestParam(defaultValue = "") String done,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        Series series = products.require(code, person);
        return record(series, executions.require(series, id), done, new Mistakes(), person, ui);
    }

    private ModelAndView record(Series series, Whole whole, String done, Mistakes mistakes, Person person, Ui ui) {
        Execution execution = whole.execution();
        Procedure procedure = whole.procedure();
        boolean open = execution.state() == Execution.State.OPEN;
        Execution.Ended ended = execution.ended();
        Decision decision = executions.decision(whole);
        return new ModelAndView("procedure/record")
                .addObject("frame", frames.of(series, ui.locale()))
                .addObject("here", here(series, execution.id()))
                .addObject("about", here(series) + "/" + procedure.id())
                .addObject("crumb", title(procedure.id(), ui))
                .addObject(
                        "title",
                        ui.t(
                                "procedure.record.title." + execution.state().id(),
                                name(execution, ui),
                                whole.steps().size(),
                                procedure.steps().size()))
                .addObject(
                        "lead",
                        ui.t(
                                open ? "procedure.record.lead.open" : "procedure.record.lead",
                                execution.unit(),
                                execution.model(),
                                release(execution)))
                .addObject("open", open)
                .addObject("release", release(execution))
                .addObject(
                        "steps",
                        procedure.steps().stream()
                                .map(s -> step(series, procedure, s, whole, ui))
                                .toList())
                .addObject("notes", open ? List.of() : pairs(whole, ui))
                .addObject("facts", open ? preview(series, decision, procedure, ui) : recorded(series, execution, ui))
                .addObject(
                        "undecided",
                        execution.state() == Execution.State.CLOSED
                                ? List.of()
                                : undecided(series, whole, decision, ui))
                .addObject(
                        "missing",
                        procedure.missing(whole.notes(), whole.impossible()).stream()
                                .map(f -> ui.t(Protocol.label(procedure, f.id())))
                                .toList())
                .addObject("evidence", execution.evidence())
                .addObject("files", open ? List.of() : files(series, whole, null, ui))
                .addObject(
                        "closed",
                        execution.state() == Execution.State.CLOSED && ended != null
                                ? ui.t("procedure.closed.by", ended.name(), ui.minute(ended.at()), execution.reason())
                                : "")
                .addObject("why", "")
                .addObject("mistakes", mistakes)
                .addObject("done", DONE.contains(done) ? done : "");
    }

    private List<ProcedureView.Fact> preview(Series series, Decision decision, Procedure procedure, Ui ui) {
        Map<String, String> names = products.itemNames(series.id());
        return decision.facts().stream()
                .map(d -> {
                    String value = words.value(d.slot(), d.value(), ui.locale(), names);
                    String fresh = d.fresh().stream()
                            .map(n -> protocol.seen(procedure, n, ui.locale()))
                            .collect(Collectors.joining(ui.t("fact.list-separator")));
                    boolean onlyFresh =
                            !fresh.isEmpty() && d.value().canonical().isEmpty();
                    return new ProcedureView.Fact(
                            words.question(d.slot(), ui.locale(), names),
                            onlyFresh ? fresh : fresh.isEmpty() ? value : value + ui.t("fact.list-separator") + fresh,
                            "",
                            List.of());
                })
                .toList();
    }

    private List<ProcedureView.Fact> recorded(Series series, Execution execution, Ui ui) {
        Map<String, String> names = products.itemNames(series.id());
        List<ProcedureView.Fact> facts = new ArrayList<>();
        for (String code : execution.evidence()) {
            for (FactEntry entry :
                    evidence.byCode(code).map(EvidenceDetails::facts).orElse(List.of())) {
                var slot = entry.fact().slot();
                facts.add(new ProcedureView.Fact(
                        words.question(slot, ui.locale(), names),
                        words.value(slot, entry.fact().value(), ui.locale(), names),
                        "/evidence/" + code,
                        executions.otherwise(entry, execution.evidence()).stream()
                                .map(e -> ui.t(
                                        "procedure.otherwise",
                                        words.value(slot, e.fact().value(), ui.locale(), names),
                                        ui.t("web.strength."
                                                + e.fact().strength().code()),
                                        e.evidenceCode()))
                                .toList()));
            }
        }
        return facts;
    }

    private List<String> undecided(Series series, Whole whole, Decision decision, Ui ui) {
        Map<String, String> names = products.itemNames(series.id());
        return decision.open().stream()
                .map(key -> words.question(
                        catalogues
                                        .current()
                                        .fact(new dev.shisa.conformity.FactKey(key))
                                        .map(d -> d.of() == null)
                                        .orElse(true)
                                ? dev.shisa.conformity.Slot.of(key)
                                : dev.shisa.conformity.Slot.of(
                                        key, whole.execution().item()),
                        ui.locale(),
                        names))
                .toList();
    }

    private ProcedureView.Step step(
            Series series, Procedure procedure, Procedure.Step step, @Nullable Whole whole, Ui ui) {
        String key = "procedure." + procedure.id() + ".step." + step.id();
        Saved saved = whole == null ? Saved.nothing(step.id()) : whole.step(step.id());
        boolean impossible = !saved.impossible().isEmpty();
        return new ProcedureView.Step(
                step.id(),
                ui.t(key),
                ui.t(key + ".do").lines().toList(),
                whole == null ? "" : here(series, whole.execution().id()) + "/" + step.id(),
                saved.version() == 0 ? "unknown" : impossible ? "not-applicable" : "info",
                saved.version() == 0
                        ? ui.t("procedure.step.open")
                        : impossible ? ui.t("procedure.state.closed") : ui.t("procedure.step.noted"),
                saved.version() == 0
                        ? ""
                        : impossible
                                ? ui.t("procedure.step.impossible", saved.impossible())
                                : ui.t("procedure.step.saved", saved.name(), ui.minute(saved.at())));
    }

    private List<ProcedureView.Pair> pairs(Whole whole, Ui ui) {
        Map<String, String> names = products.itemNames(whole.execution().seriesId());
        Notes notes = whole.notes().asked(whole.procedure(), whole.impossible());
        return whole.procedure().steps().stream()
                .flatMap(s -> s.fields().stream())
                .filter(f -> !notes.of(f.id()).isEmpty())
                .map(f -> new ProcedureView.Pair(
                        ui.t(Protocol.label(whole.procedure(), f.id())),
                        protocol.note(whole.procedure(), f, notes, names, ui.locale())))
                .toList();
    }

    private List<ProcedureView.File> files(Series series, Whole whole, @Nullable String field, Ui ui) {
        return whole.files().stream()
                .filter(f -> field == null || f.field().equals(field))
                .map(f -> new ProcedureView.File(
                        f.id().toString(),
                        ui.t("procedure.file.line", f.file().fileName(), f.name(), ui.minute(f.at())),
                        f.marker().isEmpty()
                                ? ""
                                : ui.t(f.found() ? "procedure.marker.found" : "procedure.marker.not-found", f.marker()),
                        here(series, whole.execution().id()) + "/files/" + f.id()))
                .toList();
    }

    @GetMapping("/products/{code}/procedures/records/{id}/files/{file}")
    @Requires(Act.VIEW)
    @Recorded("take.file")
    ResponseEntity<Resource> file(
            @PathVariable String code,
            @PathVariable UUID id,
            @PathVariable UUID file,
            @AuthenticationPrincipal Person person) {
        Series series = products.require(code, person);
        return blobs.download(executions.require(series, id).files().stream()
                .filter(f -> f.id().equals(file))
                .findFirst()
                .map(Attached::file)
                .orElseThrow(() -> new Problem(404, "procedure.file.unknown")));
    }

    @GetMapping("/products/{code}/procedures/records/{id}/{step}")
    @Requires(Act.ADD_EVIDENCE)
    ModelAndView step(
            @PathVariable String code,
            @PathVariable UUID id,
            @PathVariable String step,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        Series series = products.requireInUse(code, person);
        Whole whole = executions.require(series, id);
        if (whole.execution().state() != Execution.State.OPEN) {
            return new ModelAndView("redirect:" + here(series, id));
        }
        return step(series, whole, require(whole, step), null, null, new Mistakes(), person, ui);
    }

    private static Procedure.Step require(Whole whole, String step) {
        return whole.procedure().step(step).orElseThrow(() -> new Problem(404, "procedure.step.unknown"));
    }

    /**
     * The page of a step.
     *
     * @param typed null: what is stored
     * @param present what somebody else saved meanwhile; null: nothing
     */
    private ModelAndView step(
            Series series,
            Whole whole,
            Procedure.Step step,
            ProcedureView.@Nullable Typed typed,
            ProcedureView.@Nullable Present present,
            Mistakes mistakes,
            Person person,
            Ui ui) {
        Procedure procedure = whole.procedure();
        Saved saved = whole.step(step.id());
        String key = "procedure." + procedure.id() + ".step." + step.id();
        String impossible = typed == null ? saved.impossible() : typed.impossible();
        Notes notes = whole.notes();
        return new ModelAndView("procedure/step")
                .addObject("frame", frames.of(series, ui.locale()))
                .addObject("here", here(series, whole.execution().id()))
                .addObject("crumb", name(whole.execution(), ui))
                .addObject("title", ui.t(key))
                .addObject(
                        "number",
                        ui.t(
                                "procedure.step.number",
                                procedure.steps().indexOf(step) + 1,
                                procedure.steps().size()))
                .addObject("done", procedure.steps().indexOf(step))
                .addObject("total", procedure.steps().size())
                .addObject("id", step.id())
                .addObject("last", procedure.after(step).isEmpty())
                .addObject("version", saved.version())
                .addObject(
                        "prepare",
                        ui.has(key + ".prepare")
                                ? ui.t(key + ".prepare").lines().toList()
                                : List.of())
                .addObject("doing", ui.t(key + ".do").lines().toList())
                .addObject("impossible", impossible)
                .addObject(
                        "fields",
                        step.fields().stream()
                                .filter(f -> isOffered(step, f, notes))
                                .map(f -> field(
                                        series,
                                        whole,
                                        step,
                                        f,
                                        typed == null
                                                ? notes.of(f.id())
                                                : typed.notes().getOrDefault(f.id(), ""),
                                        mistakes,
                                        ui))
                                .toList())
                .addObject("present", present)
                .addObject("mistakes", mistakes);
    }

    /** A question that an answer on the same page may call for is always there; one that an earlier page rules out is not. */
    private static boolean isOffered(Procedure.Step step, Procedure.Field field, Notes notes) {
        Condition condition = field.condition();
        if (condition == null) {
            return true;
        }
        Set<String> onThisPage = step.fields().stream().map(Procedure.Field::id).collect(Collectors.toSet());
        return condition.fields().anyMatch(onThisPage::contains) || condition.in(notes) != Condition.Truth.FALSE;
    }

    /**
     * Under which answers of the same page a field is shown: {@code body=yes;who=user,service}. Empty: always, also where that
     * depends on something else than choices.
     */
    private static String shownIf(Procedure.Step step, Procedure.Field field) {
        Set<String> onThisPage = step.fields().stream().map(Procedure.Field::id).collect(Collectors.toSet());
        List<Condition> parts = switch (field.condition()) {
            case null -> List.of();
            case Condition.All(List<Condition> all) -> all;
            case Condition other -> List.of(other);
        };
        return parts.stream()
                .filter(part -> part instanceof Condition.Is is && onThisPage.contains(is.field()))
                .map(Condition.Is.class::cast)
                .map(is -> is.field() + "=" + is.values().stream().sorted().collect(Collectors.joining(",")))
                .collect(Collectors.joining(";"));
    }

    private ProcedureView.Field field(
            Series series,
            Whole whole,
            Procedure.Step step,
            Procedure.Field field,
            String value,
            Mistakes mistakes,
            Ui ui) {
        Procedure procedure = whole.procedure();
        String shownIf = shownIf(step, field);
        String label = Protocol.label(procedure, field.id());
        String own = ui.has(label + ".help")
                ? ui.t(label + ".help")
                : switch (field.type()) {
                    case PHOTO -> ui.t("procedure.photo.help");
                    case FILE -> ui.t("procedure.file.help");
                    case DUMP -> ui.t("procedure.dump.help");
                    case TIES -> ui.t("procedure.ties.help");
                    default -> "";
                };
        boolean isAsked = field.isAsked(whole.notes());
        List<ProcedureView.Tie> ties = new ArrayList<>();
        List<Parts.Choice> choices = new ArrayList<>();
        if (field.type() == Procedure.Type.TIES) {
            Map<String, String> tied = Sighting.ties(value);
            List<Sighting> all = Sighting.all(procedure, field, whole.notes());
            for (Sighting sighting : all) {
                ties.add(new ProcedureView.Tie(
                        ties.size() + 1,
                        protocol.seen(procedure, sighting.name(), ui.locale()),
                        tied.getOrDefault(sighting.name(), "")));
            }
            for (RegisterItem item : products.items(series.id(), field.collection())) {
                choices.add(new Parts.Choice(item.code(), item.name()));
            }
            choices.add(new Parts.Choice(Sighting.NEW, ui.t("procedure.tie.new")));
        } else {
            List<String> offered = field.type() == Procedure.Type.YES_NO ? List.of("yes", "no") : field.choices();
            offered.forEach(c -> choices.add(new Parts.Choice(c, ui.t("procedure.choice." + c))));
        }
        if (field.type() == Procedure.Type.LABELS) {
            // What was typed is a secret, and is typed again rather than sent back.
            value = protocol.labels(field, whole.notes(), ui.locale());
            for (int i = 1; i <= Labels.UNITS_MAX; i++) {
                ties.add(new ProcedureView.Tie(i, ui.t("procedure.labels.unit", i), ""));
            }
        }
        Reader reader = field.reader();
        Reader.Output output = reader == null ? null : reader.read(value);
        return new ProcedureView.Field(
                field.id(),
                field.type().name().toLowerCase(Locale.ROOT),
                ui.t(label),
                own,
                shownIf,
                isAsked && shownIf.isEmpty() ? "" : ui.t("procedure.if.help"),
                !field.optional() && (isAsked || !shownIf.isEmpty()),
                value,
                choices,
                ties,
                files(series, whole, field.id(), ui),
                output == null || value.isEmpty()
                        ? List.of()
                        : output.gaps().stream()
                                .sorted()
                                .map(g -> ui.t("procedure.gap." + g))
                                .toList(),
                output == null ? List.of() : output.seen(),
                mistakes.of(field.id()));
    }

    @PostMapping("/products/{code}/procedures/records/{id}/{step}")
    @Requires(Act.ADD_EVIDENCE)
    ModelAndView save(
            @PathVariable String code,
            @PathVariable UUID id,
            @PathVariable String step,
            @RequestParam MultiValueMap<String, String> sent,
            @RequestParam MultiValueMap<String, MultipartFile> files,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui,
            HttpServletResponse response) {
        Series series = products.requireInUse(code, person);
        Whole whole = executions.require(series, id);
        Procedure.Step of = require(whole, step);
        ProcedureView.Typed typed = typed(whole, of, sent);
        Mistakes mistakes = new Mistakes();
        Executions.wrong(of, typed.notes(), typed.impossible()).forEach(w -> mistakes.add(w.field(), say(w, ui)));
        if (!mistakes.none()) {
            response.setStatus(422);
            return step(series, whole, of, typed, null, mistakes, person, ui);
        }
        String tag = Optional.ofNullable(sent.getFirst("seen")).orElse("");
        int seen = tag.matches("[0-9]{1,6}") ? Integer.parseInt(tag) : 0;
        if (!executions.save(series, whole, of, typed.notes(), typed.impossible(), seen, person)) {
            Whole now = executions.require(series, id);
            Saved saved = now.step(of.id());
            response.setStatus(409);
            ProcedureView.Present present = new ProcedureView.Present(
                    ui.t("procedure.stale.now", saved.name(), ui.minute(saved.at())),
                    pairs(now, ui).stream()
                            .filter(p -> of.fields().stream()
                                    .anyMatch(f -> ui.t(Protocol.label(now.procedure(), f.id()))
                                            .equals(p.label())))
                            .toList());
            return step(series, now, of, typed, present, mistakes, person, ui);
        }
        attach(series, id, of, sent, files, mistakes, person, ui);
        Whole now = executions.require(series, id);
        if (!mistakes.none()) {
            response.setStatus(422);
            return step(series, now, of, null, null, mistakes, person, ui);
        }
        return new ModelAndView("redirect:" + here(series, id)
                + now.procedure().after(of).map(s -> "/" + s.id()).orElse("?done=saved"));
    }

    private void attach(
            Series series,
            UUID id,
            Procedure.Step step,
            MultiValueMap<String, String> sent,
            MultiValueMap<String, MultipartFile> files,
            Mistakes mistakes,
            Person person,
            Ui ui) {
        for (String unwanted : sent.getOrDefault("remove", List.of())) {
            executions.require(series, id).files().stream()
                    .filter(f -> f.id().toString().equals(unwanted))
                    .findFirst()
                    .ifPresent(f -> executions.detach(series, executions.require(series, id), f.id(), person));
        }
        for (Procedure.Field field : step.fields()) {
            for (MultipartFile file : files.getOrDefault(field.id(), List.of())) {
                if (!field.type().isFile() || file.isEmpty()) {
                    continue;
                }
                try (InputStream in = file.getInputStream()) {
                    executions.attach(
                            series,
                            executions.require(series, id),
                            field,
                            in,
                            Objects.requireNonNullElse(file.getOriginalFilename(), ""),
                            file.getSize(),
                            person);
                } catch (Problem e) {
                    if (e.status() != 422) {
                        throw e;
                    }
                    mistakes.add(field.id(), ui.t("error." + e.code(), e.args()));
                } catch (IOException e) {
                    throw new UncheckedIOException("the uploaded file could not be read", e);
                }
            }
        }
    }

    /** What was typed, with the ties put together. */
    private static ProcedureView.Typed typed(Whole whole, Procedure.Step step, MultiValueMap<String, String> sent) {
        Map<String, String> notes = new HashMap<>();
        for (Procedure.Field field : step.fields()) {
            if (field.type() == Procedure.Type.TIES) {
                Map<String, String> ties = new LinkedHashMap<>();
                List<Sighting> all = Sighting.all(whole.procedure(), field, whole.notes());
                for (int i = 0; i < all.size(); i++) {
                    String code = Optional.ofNullable(sent.getFirst(field.id() + "-" + (i + 1)))
                            .orElse("");
                    if (dev.shisa.conformity.Slot.isItemCode(code)) {
                        ties.put(all.get(i).name(), code);
                    }
                }
                notes.put(field.id(), Sighting.write(ties));
            } else if (field.type() == Procedure.Type.LABELS) {
                notes.put(
                        field.id(),
                        IntStream.rangeClosed(1, Labels.UNITS_MAX)
                                .mapToObj(i -> one(sent, field.id() + "-password-" + i) + "\t"
                                        + one(sent, field.id() + "-told-" + i))
                                .filter(line -> !line.isBlank())
                                .collect(Collectors.joining("\n")));
            } else if (!field.type().isFile()) {
                notes.put(
                        field.id(),
                        Executions.clean(
                                Optional.ofNullable(sent.getFirst(field.id())).orElse("")));
            }
        }
        return new ProcedureView.Typed(
                notes,
                Executions.clean(
                        Optional.ofNullable(sent.getFirst("impossible")).orElse("")));
    }

    /** One line of a form, without what would begin another label. */
    private static String one(MultiValueMap<String, String> sent, String name) {
        return Executions.clean(Optional.ofNullable(sent.getFirst(name)).orElse(""))
                .replaceAll("[\\t\\n]+", " ");
    }

    @PostMapping("/products/{code}/procedures/records/{id}/finish")
    @Requires(Act.ADD_EVIDENCE)
    String finish(@PathVariable String code, @PathVariable UUID id, @AuthenticationPrincipal Person person) {
        Series series = products.requireInUse(code, person);
        executions.require(series, id);
        executions.finish(series, id, person);
        return "redirect:" + here(series, id) + "?done=finished";
    }

    @PostMapping("/products/{code}/procedures/records/{id}/close")
    @Requires(Act.ADD_EVIDENCE)
    ModelAndView close(
            @PathVariable String code,
            @PathVariable UUID id,
            @RequestParam(defaultValue = "") String why,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui,
            HttpServletResponse response) {
        Series series = products.requireInUse(code, person);
        Whole whole = executions.require(series, id);
        if (why.isBlank()) {
            response.setStatus(422);
            return record(series, whole, "", new Mistakes().add("why", ui.t("procedure.wrong.reason")), person, ui);
        }
        executions.close(series, whole, why, person);
        return new ModelAndView("redirect:" + here(series, id) + "?done=closed");
    }
}

package dev.shisa.server.verification;

import dev.shisa.server.evidence.Blobs;
import dev.shisa.server.evidence.EvidenceDetails;
import dev.shisa.server.evidence.EvidenceLog;
import dev.shisa.server.evidence.StoredFile;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.audit.Recorded;
import dev.shisa.server.platform.web.Mistakes;
import dev.shisa.server.platform.web.Parts;
import dev.shisa.server.platform.web.TableFile;
import dev.shisa.server.platform.web.Typed;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Release;
import dev.shisa.server.product.Series;
import dev.shisa.server.product.SeriesFrames;
import dev.shisa.server.shipment.MayShip;
import dev.shisa.server.verification.Verifications.Wrong;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.ModelAndView;

/** What is verified of this product, is it done, and may a release be shipped? The plan, one item, a gate. */
@Controller
class VerificationPages {

    private static final Set<String> DONE = Set.of(
            "added",
            "adopted",
            "revised",
            "removed",
            "recorded",
            "withdrawn",
            "issued",
            "declared",
            "ordered",
            "cancelled");
    private static final int GATES_SHOWN_MAX = 12;

    private final Products products;
    private final SeriesFrames frames;
    private final Verifications verifications;
    private final VerificationStore store;
    private final Environments environments;
    private final Proposals proposals;
    private final Reviews reviews;
    private final Papers papers;
    private final Blobs blobs;
    private final EvidenceLog log;
    private final MayShip mayShip;

    VerificationPages(
            Products products,
            SeriesFrames frames,
            Verifications verifications,
            VerificationStore store,
            Environments environments,
            Proposals proposals,
            Reviews reviews,
            Papers papers,
            Blobs blobs,
            EvidenceLog log,
            MayShip mayShip) {
        this.products = products;
        this.frames = frames;
        this.verifications = verifications;
        this.store = store;
        this.environments = environments;
        this.proposals = proposals;
        this.reviews = reviews;
        this.papers = papers;
        this.blobs = blobs;
        this.log = log;
        this.mayShip = mayShip;
    }

    static String here(Series series) {
        return "/products/" + URLEncoder.encode(series.code(), StandardCharsets.UTF_8) + "/verification";
    }

    private static String item(Series series, PlanItem item) {
        return here(series) + "/items/" + item.item();
    }

    static String gate(Series series, Release release) {
        return here(series) + "/gates/" + release.id();
    }

    static String done(String done) {
        return DONE.contains(done) ? done : "";
    }

    // The plan

    @GetMapping("/products/{code}/verification")
    @Requires(Act.VIEW)
    ModelAndView plan(
            @PathVariable String code,
            @RequestParam(defaultValue = "") String release,
            @RequestParam(defaultValue = "") String done,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        Series series = products.require(code, person);
        return plan(series, shown(series, release), new Mistakes(), done, person, ui);
    }

    /** The release that is asked for, otherwise the designated one. */
    private @Nullable Release shown(Series series, String release) {
        return products.releases(series.id()).stream()
                .filter(r -> r.id().toString().equals(release))
                .findFirst()
                .or(() -> products.designated(series))
                .orElse(null);
    }

    private ModelAndView plan(
            Series series, @Nullable Release release, Mistakes mistakes, String done, Person person, Ui ui) {
        Whole whole = verifications.whole(series);
        Gate gate = release == null ? null : whole.gate(release);
        Verifications.Issued issued = verifications.issued(series, whole);
        return new ModelAndView("verification/plan")
                .addObject("frame", frames.of(series, ui.locale()))
                .addObject("title", title(whole, gate, ui))
                .addObject("release", release == null ? "" : release.name())
                .addObject("releaseId", release == null ? "" : release.id().toString())
                .addObject("gates", gates(series, whole, release, ui))
                .addObject("parts", parts(series, whole, release, ui))
                .addObject("warning", warning(whole, release, ui))
                .addObject("orders", whole.orders().size())
                .addObject(
                        "issued",
                        issued.number() == 0
                                ? ui.t("verification.edition.none")
                                : ui.t(
                                        issued.changed() ? "verification.edition.changed" : "verification.edition.same",
                                        issued.number()))
                .addObject("issuedEvidence", issued.evidence())
                .addObject("issuable", issued.changed() && !whole.current().isEmpty())
                .addObject(
                        "proposals",
                        proposals.of(series, whole, ui.locale()).stream()
                                .map(p -> new VerificationView.Proposed(
                                        p.id(),
                                        p.content().title(),
                                        ui.t("verification.phase."
                                                        + p.content().phase().id()) + " · "
                                                + papers.applies(p.content(), whole.releases(), ui.locale()),
                                        p.content().ground()))
                                .toList())
                .addObject("mistakes", mistakes)
                .addObject("done", done(done));
    }

    private static String title(Whole whole, @Nullable Gate gate, Ui ui) {
        if (whole.current().isEmpty()) {
            return ui.t("verification.title.none");
        }
        if (gate == null) {
            return ui.t("verification.title.no-release");
        }
        return gate.isOpen()
                ? ui.t("verification.gate.open", gate.release().name())
                : ui.t(
                        "verification.gate.closed",
                        gate.release().name(),
                        gate.obstacles().size());
    }

    private static List<VerificationView.GateLine> gates(Series series, Whole whole, @Nullable Release shown, Ui ui) {
        return whole.releases().stream()
                .limit(GATES_SHOWN_MAX)
                .map(r -> {
                    Gate gate = whole.gate(r);
                    return new VerificationView.GateLine(
                            r.name(),
                            gate(series, r),
                            r.equals(shown),
                            gate.isOpen() ? "met" : "not-met",
                            gate.isOpen()
                                    ? ui.t("verification.gate.open.word")
                                    : ui.t(
                                            "verification.gate.closed.word",
                                            gate.obstacles().size()));
                })
                .toList();
    }

    private List<VerificationView.Part> parts(Series series, Whole whole, @Nullable Release release, Ui ui) {
        return Arrays.stream(Phase.values())
                .map(phase -> new VerificationView.Part(
                        phase.id(),
                        ui.t("verification.phase." + phase.id()),
                        whole.current().stream()
                                .filter(i -> i.content().phase() == phase)
                                .map(i -> row(series, whole, i, release, ui))
                                .toList()))
                .toList();
    }

    private VerificationView.Row row(Series series, Whole whole, PlanItem item, @Nullable Release release, Ui ui) {
        PlanItem.Content content = item.content();
        LocalDate due = release == null ? content.due() : whole.due(item, release);
        Whole.State state = release == null ? Whole.State.OPEN : whole.state(item, release.id());
        boolean asked = release != null && (content.applies() == Applies.REGULAR || whole.isFor(item, release));
        boolean quiet = state == Whole.State.OPEN && !asked;
        return new VerificationView.Row(
                content.title(),
                item(series, item),
                ui.t("verification.kind." + content.kind().id()),
                content.ground(),
                content.who().isEmpty() ? ui.t("verification.who.none") : content.who(),
                papers.applies(content, whole.releases(), ui.locale()),
                due == null ? "" : due.toString(),
                due != null && due.isBefore(verifications.today()),
                quiet ? "not-applicable" : shape(state),
                quiet ? ui.t("verification.state.not-asked") : ui.t("verification.state." + word(state)));
    }

    private static String word(Whole.State state) {
        return state.name().toLowerCase(java.util.Locale.ROOT);
    }

    private static String shape(Whole.State state) {
        return switch (state) {
            case OPEN -> "unknown";
            case PASSED -> "met";
            case FAILED -> "not-met";
            case OMITTED -> "not-applicable";
            case CHANGED, GONE -> "recheck";
        };
    }

    /** What is said of an outside provider; empty: nothing. */
    private static String warning(Whole whole, @Nullable Release release, Ui ui) {
        if (release != null && whole.isOutside(release)) {
            return "";
        }
        return switch (whole.impact().need()) {
            case YES -> ui.t("verification.outside.warning");
            case UNKNOWN -> ui.t("verification.outside.unknown");
            case UNCONFIRMED -> ui.t("verification.outside.unconfirmed");
            case NO -> "";
        };
    }

    @GetMapping("/products/{code}/verification.{format}")
    @Requires(Act.VIEW)
    @Recorded("take.list")
    ResponseEntity<TableFile> export(
            @PathVariable String code,
            @PathVariable String format,
            @RequestParam(defaultValue = "") String release,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        Series series = products.require(code, person);
        Whole whole = verifications.whole(series);
        Release shown = shown(series, release);
        TableFile file = TableFile.of(format, series.code() + "-verification", ui);
        List.of("phase", "title", "kind", "method", "who", "applies", "due", "state", "ground")
                .forEach(column -> file.column(column, "verification." + column));
        return file.download(whole.current().stream()
                .map(i -> {
                    VerificationView.Row row = row(series, whole, i, shown, ui);
                    return List.of(
                            ui.t("verification.phase." + i.content().phase().id()),
                            row.title(),
                            row.kind(),
                            i.content().method(),
                            i.content().who(),
                            row.applies(),
                            row.due(),
                            row.word(),
                            row.ground());
                })
                .toList());
    }

    @PostMapping("/products/{code}/verification/proposals")
    @Requires(Act.ADD_EVIDENCE)
    ModelAndView adopt(
            @PathVariable String code,
            @RequestParam(defaultValue = "") Set<String> proposal,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui,
            HttpServletResponse response) {
        Series series = products.requireInUse(code, person);
        List<Proposals.Proposal> chosen = proposals.of(series, verifications.whole(series), ui.locale()).stream()
                .filter(p -> proposal.contains(p.id()))
                .toList();
        if (chosen.isEmpty()) {
            response.setStatus(422);
            Mistakes mistakes = new Mistakes().add("proposal", ui.t("verification.wrong.proposal"));
            return plan(series, shown(series, ""), mistakes, "", person, ui);
        }
        chosen.forEach(p -> verifications.add(series, p.content(), person, "page"));
        return new ModelAndView("redirect:" + here(series) + "?done=adopted");
    }

    @PostMapping("/products/{code}/verification/plan")
    @Requires(Act.ADD_EVIDENCE)
    String issue(@PathVariable String code, @AuthenticationPrincipal Person person) {
        Series series = products.requireInUse(code, person);
        verifications.issue(series, person, "page");
        return "redirect:" + here(series) + "?done=issued";
    }

    // One item

    @GetMapping("/products/{code}/verification/new")
    @Requires(Act.VIEW)
    ModelAndView fresh(@PathVariable String code, @AuthenticationPrincipal Person person, @ModelAttribute("ui") Ui ui) {
        Series series = products.require(code, person);
        VerificationView.ItemForm form =
                new VerificationView.ItemForm("", "", "", "", "", "", Applies.EVERY.id(), "", "", "", "", 0, "");
        return fresh(series, form, new Mistakes(), person, ui);
    }

    private ModelAndView fresh(Series series, VerificationView.ItemForm form, Mistakes mistakes, Person person, Ui ui) {
        return new ModelAndView("verification/new")
                .addObject("frame", frames.of(series, ui.locale()))
                .addObject("form", form)
                .addObject("choices", choices(series, ui))
                .addObject("mistakes", mistakes);
    }

    private VerificationView.ItemChoices choices(Series series, Ui ui) {
        List<Parts.Choice> checklists = new ArrayList<>();
        checklists.add(new Parts.Choice("", ui.t("verification.checklist.none")));
        reviews.all().forEach(r -> checklists.add(new Parts.Choice(r.id(), ui.t("verification.review." + r.id()))));
        return new VerificationView.ItemChoices(
                Arrays.stream(Phase.values())
                        .map(p -> new Parts.Choice(p.id(), ui.t("verification.phase." + p.id())))
                        .toList(),
                Arrays.stream(Kind.values())
                        .map(k -> new Parts.Choice(k.id(), ui.t("verification.kind." + k.id())))
                        .toList(),
                Arrays.stream(Applies.values())
                        .map(a -> new Parts.Choice(a.id(), ui.t("verification.applies." + a.id())))
                        .toList(),
                releases(products, series),
                checklists);
    }

    static List<Parts.Choice> releases(Products products, Series series) {
        return products.releases(series.id()).stream()
                .map(r -> new Parts.Choice(r.id().toString(), r.name()))
                .toList();
    }

    @PostMapping("/products/{code}/verification/new")
    @Requires(Act.ADD_EVIDENCE)
    ModelAndView add(
            @PathVariable String code,
            @RequestParam Map<String, String> fields,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui,
            HttpServletResponse response) {
        Series series = products.requireInUse(code, person);
        VerificationView.ItemForm form = form(fields);
        Mistakes mistakes = new Mistakes();
        PlanItem.Content content = content(form, mistakes, ui);
        if (content != null) {
            note(verifications.wrong(series, content), mistakes, ui);
            if (mistakes.none()) {
                PlanItem added = verifications.add(series, content, person, "page");
                return new ModelAndView("redirect:" + item(series, added) + "?done=added");
            }
        }
        response.setStatus(422);
        return fresh(series, form, mistakes, person, ui);
    }

    static void note(List<Wrong> wrong, Mistakes mistakes, Ui ui) {
        wrong.forEach(w -> mistakes.add(
                w.field(), ui.t("verification.wrong." + w.why(), w.args().toArray())));
    }

    private static VerificationView.ItemForm form(Map<String, String> fields) {
        String number = fields.getOrDefault("number", "");
        return new VerificationView.ItemForm(
                fields.getOrDefault("phase", ""),
                fields.getOrDefault("kind", ""),
                fields.getOrDefault("title", ""),
                fields.getOrDefault("method", ""),
                fields.getOrDefault("who", ""),
                fields.getOrDefault("due", ""),
                fields.getOrDefault("applies", ""),
                fields.getOrDefault("release", ""),
                fields.getOrDefault("months", ""),
                fields.getOrDefault("checklist", ""),
                fields.getOrDefault("ground", ""),
                number.matches("[0-9]{1,6}") ? Integer.parseInt(number) : 0,
                fields.getOrDefault("reason", ""));
    }

    /** What was typed; null when a choice is missing. */
    private static PlanItem.@Nullable Content content(VerificationView.ItemForm form, Mistakes mistakes, Ui ui) {
        Phase phase = Phase.parse(form.phase()).orElse(null);
        Kind kind = Kind.parse(form.kind()).orElse(null);
        Applies applies = Applies.parse(form.applies()).orElse(null);
        if (phase == null) {
            mistakes.add("phase", ui.t("verification.wrong.choice"));
        }
        if (kind == null) {
            mistakes.add("kind", ui.t("verification.wrong.choice"));
        }
        if (applies == null) {
            mistakes.add("applies", ui.t("verification.wrong.choice"));
        }
        LocalDate due = day("due", form.due(), mistakes, ui);
        int months = form.months().matches("[0-9]{1,3}") ? Integer.parseInt(form.months()) : 0;
        return phase == null || kind == null || applies == null || !mistakes.none()
                ? null
                : new PlanItem.Content(
                        phase,
                        kind,
                        form.title(),
                        form.method(),
                        form.who(),
                        due,
                        applies,
                        Typed.id(form.release()).orElse(null),
                        months,
                        form.checklist(),
                        form.ground());
    }

    static @Nullable LocalDate day(String field, String written, Mistakes mistakes, Ui ui) {
        if (written.isBlank()) {
            return null;
        }
        try {
            return LocalDate.parse(written.strip());
        } catch (DateTimeParseException e) {
            mistakes.add(field, ui.t("verification.wrong.day"));
            return null;
        }
    }

    @GetMapping("/products/{code}/verification/items/{item}")
    @Requires(Act.VIEW)
    ModelAndView one(
            @PathVariable String code,
            @PathVariable UUID item,
            @RequestParam(defaultValue = "") String release,
            @RequestParam(defaultValue = "") String done,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        Series series = products.require(code, person);
        Release shown = shown(series, release);
        VerificationView.ResultForm form = empty(shown == null ? null : shown.id(), person);
        return one(series, item, null, form, new Mistakes(), done, person, ui);
    }

    private ModelAndView one(
            Series series,
            UUID id,
            VerificationView.@Nullable ItemForm typed,
            VerificationView.ResultForm result,
            Mistakes mistakes,
            String done,
            Person person,
            Ui ui) {
        Whole whole = verifications.whole(series);
        PlanItem item = verifications.item(whole, id);
        PlanItem.Content content = item.content();
        VerificationView.ItemForm form = typed != null
                ? typed
                : new VerificationView.ItemForm(
                        content.phase().id(),
                        content.kind().id(),
                        content.title(),
                        content.method(),
                        content.who(),
                        content.due() == null ? "" : content.due().toString(),
                        content.applies().id(),
                        content.release() == null ? "" : content.release().toString(),
                        content.months() == 0 ? "" : Integer.toString(content.months()),
                        content.checklist(),
                        content.ground(),
                        item.number(),
                        "");
        List<Result> all = store.results(series.id()).stream()
                .filter(r -> r.item().equals(id))
                .toList()
                .reversed();
        Release release = shown(series, result.release());
        return new ModelAndView("verification/item")
                .addObject("frame", frames.of(series, ui.locale()))
                .addObject("here", item(series, item))
                .addObject("title", content.title())
                .addObject("row", row(series, whole, item, release, ui))
                .addObject("phase", ui.t("verification.phase." + content.phase().id()))
                .addObject("method", content.method())
                .addObject("release", release == null ? "" : release.name())
                .addObject(
                        "removed",
                        item.removed()
                                ? ui.t(
                                        "verification.removed.by",
                                        item.changedName(),
                                        ui.minute(item.changedAt()),
                                        item.reason())
                                : "")
                .addObject("form", form)
                .addObject("choices", choices(series, ui))
                .addObject("result", result)
                .addObject("releases", releases(products, series))
                .addObject(
                        "environments",
                        environments.usable().stream()
                                .map(e -> new Parts.Choice(e.id().toString(), e.words()))
                                .toList())
                .addObject("checklist", content.checklist())
                .addObject(
                        "points",
                        reviews.find(content.checklist()).stream()
                                .flatMap(c -> c.points().stream())
                                .map(p -> new VerificationView.Point(
                                        p.id(),
                                        p.in(ui.locale()),
                                        p.source(),
                                        result.judgements().getOrDefault(p.id(), ""),
                                        result.notes().getOrDefault(p.id(), ""),
                                        mistakes.of("point-" + p.id())))
                                .toList())
                .addObject("outside", content.kind() == Kind.OUTSIDE)
                .addObject(
                        "results",
                        all.stream().map(r -> row(series, whole, r, ui)).toList())
                .addObject(
                        "revisions",
                        store.items(series.id()).reversed().stream()
                                .filter(i -> i.item().equals(id))
                                .map(i -> new VerificationView.Revision(
                                        ui.minute(i.changedAt()) + " " + i.changedName(),
                                        ui.t(
                                                i.removed()
                                                        ? "verification.revision.removed"
                                                        : i.number() == 1
                                                                ? "verification.revision.first"
                                                                : "verification.revision.changed",
                                                i.content().title()),
                                        i.reason()))
                                .toList())
                .addObject("mistakes", mistakes)
                .addObject("done", done(done));
    }

    private VerificationView.ResultRow row(Series series, Whole whole, Result result, Ui ui) {
        PlanItem item = whole.item(result.item()).orElseThrow();
        Result.Withdrawn withdrawn = result.withdrawn();
        Whole.State state = withdrawn == null ? whole.state(item, result) : Whole.State.OPEN;
        List<String> lines = new ArrayList<>();
        lines.add(ui.t("verification.result.by", result.performedBy(), result.recordedName()));
        add(lines, "verification.result.examined", result.examined(), ui);
        UUID environment = result.environment();
        if (environment != null) {
            environments
                    .revision(environment)
                    .ifPresent(e -> lines.add(ui.t("verification.result.environment", e.words())));
        }
        add(lines, "verification.result.remarks", result.remarks(), ui);
        if (!result.action().isEmpty()) {
            lines.add(ui.t(
                    "verification.result.action",
                    result.action(),
                    result.actionWho(),
                    String.valueOf(result.actionDue())));
        }
        if (withdrawn != null) {
            lines.add(
                    ui.t("verification.withdrawn.by", withdrawn.name(), ui.minute(withdrawn.at()), withdrawn.reason()));
        }
        return new VerificationView.ResultRow(
                result.id().toString(),
                item.content().title(),
                item(series, item),
                whole.releases().stream()
                        .filter(r -> r.id().equals(result.releaseId()))
                        .map(Release::name)
                        .findFirst()
                        .orElse("–"),
                withdrawn == null ? shape(state) : "not-applicable",
                withdrawn == null ? ui.t("verification.state." + word(state)) : ui.t("verification.state.withdrawn"),
                result.performedOn().toString(),
                lines,
                code(log, result.evidence()),
                withdrawn != null);
    }

    static String code(EvidenceLog log, @Nullable UUID evidence) {
        return Optional.ofNullable(evidence)
                .flatMap(log::byId)
                .map(EvidenceDetails::code)
                .orElse("");
    }

    private static void add(List<String> lines, String key, String text, Ui ui) {
        if (!text.isEmpty()) {
            lines.add(ui.t(key, text));
        }
    }

    @PostMapping("/products/{code}/verification/items/{item}")
    @Requires(Act.ADD_EVIDENCE)
    ModelAndView revise(
            @PathVariable String code,
            @PathVariable UUID item,
            @RequestParam Map<String, String> fields,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui,
            HttpServletResponse response) {
        Series series = products.requireInUse(code, person);
        verifications.item(verifications.whole(series), item);
        VerificationView.ItemForm form = form(fields);
        Mistakes mistakes = new Mistakes();
        PlanItem.Content content = content(form, mistakes, ui);
        if (form.reason().isBlank()) {
            mistakes.add("reason", ui.t("verification.wrong.missing"));
        }
        if (content != null) {
            note(verifications.wrong(series, content), mistakes, ui);
            if (mistakes.none()) {
                verifications.revise(series, item, form.number(), content, form.reason(), person, "page");
                return new ModelAndView("redirect:" + here(series) + "/items/" + item + "?done=revised");
            }
        }
        response.setStatus(422);
        return one(series, item, form, empty(series.designated(), person), mistakes, "", person, ui);
    }

    private VerificationView.ResultForm empty(@Nullable UUID release, Person person) {
        return new VerificationView.ResultForm(
                release == null ? "" : release.toString(),
                "",
                "",
                verifications.today().toString(),
                person.name(),
                "",
                "",
                "",
                "",
                "",
                "",
                Map.of(),
                Map.of());
    }

    @PostMapping("/products/{code}/verification/items/{item}/remove")
    @Requires(Act.RESOLVE)
    ModelAndView remove(
            @PathVariable String code,
            @PathVariable UUID item,
            @RequestParam(defaultValue = "0") int number,
            @RequestParam(defaultValue = "") String why,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui,
            HttpServletResponse response) {
        Series series = products.requireInUse(code, person);
        verifications.item(verifications.whole(series), item);
        if (why.isBlank()) {
            response.setStatus(422);
            Mistakes mistakes = new Mistakes().add("why", ui.t("verification.wrong.missing"));
            return one(series, item, null, empty(series.designated(), person), mistakes, "", person, ui);
        }
        verifications.remove(series, item, number, why, person, "page");
        return new ModelAndView("redirect:" + here(series) + "?done=removed");
    }

    @PostMapping("/products/{code}/verification/items/{item}/results")
    @Requires(Act.ADD_EVIDENCE)
    ModelAndView record(
            @PathVariable String code,
            @PathVariable UUID item,
            @RequestParam Map<String, String> fields,
            @RequestParam(required = false) @Nullable MultipartFile file,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui,
            HttpServletResponse response) {
        Series series = products.requireInUse(code, person);
        PlanItem of = verifications.item(verifications.whole(series), item);
        Mistakes mistakes = new Mistakes();
        VerificationView.ResultForm form = form(of, fields);
        Release release = products.releaseChosen(series, form.release()).orElse(null);
        if (release == null) {
            mistakes.add("release", ui.t("verification.wrong.release"));
        }
        Outcome outcome = Outcome.parse(form.outcome()).orElse(null);
        LocalDate on = day("on", form.on(), mistakes, ui);
        LocalDate due = day("actionDue", form.actionDue(), mistakes, ui);
        if (release != null) {
            Map<String, Reviews.Judged> judged = new HashMap<>();
            form.judgements()
                    .forEach((point, judgement) -> Reviews.Judgement.parse(judgement)
                            .ifPresent(j -> judged.put(
                                    point, new Reviews.Judged(j, form.notes().getOrDefault(point, "")))));
            Verifications.Told told = new Verifications.Told(
                    release,
                    outcome,
                    form.examined(),
                    on,
                    form.by(),
                    Typed.id(form.environment()).orElse(null),
                    form.evidence(),
                    mistakes.none() ? stored(blobs, file) : null,
                    judged,
                    form.remarks(),
                    form.action(),
                    form.actionWho(),
                    due);
            note(verifications.wrong(series, of, told), mistakes, ui);
            if (mistakes.none()) {
                verifications.record(series, item, told, person, "page");
                return new ModelAndView("redirect:" + item(series, of) + "?release=" + release.id() + "&done=recorded");
            }
        }
        response.setStatus(422);
        return one(series, item, null, form, mistakes, "", person, ui);
    }

    private VerificationView.ResultForm form(PlanItem item, Map<String, String> fields) {
        Map<String, String> judgements = new HashMap<>();
        Map<String, String> notes = new HashMap<>();
        reviews.find(item.content().checklist()).stream()
                .flatMap(c -> c.points().stream())
                .forEach(point -> {
                    judgements.put(point.id(), fields.getOrDefault("point-" + point.id(), ""));
                    notes.put(point.id(), fields.getOrDefault("note-" + point.id(), ""));
                });
        return new VerificationView.ResultForm(
                fields.getOrDefault("release", ""),
                fields.getOrDefault("outcome", ""),
                fields.getOrDefault("examined", ""),
                fields.getOrDefault("on", ""),
                fields.getOrDefault("by", ""),
                fields.getOrDefault("environment", ""),
                fields.getOrDefault("evidence", ""),
                fields.getOrDefault("remarks", ""),
                fields.getOrDefault("action", ""),
                fields.getOrDefault("actionWho", ""),
                fields.getOrDefault("actionDue", ""),
                judgements,
                notes);
    }

    static @Nullable StoredFile stored(Blobs blobs, @Nullable MultipartFile file) {
        if (file == null || file.isEmpty()) {
            return null;
        }
        try (InputStream in = file.getInputStream()) {
            return blobs.store(in, Objects.requireNonNullElse(file.getOriginalFilename(), ""), file.getSize());
        } catch (IOException e) {
            throw new UncheckedIOException("the uploaded file could not be read", e);
        }
    }

    @PostMapping("/products/{code}/verification/results/{id}/withdraw")
    @Requires(Act.RESOLVE)
    String withdraw(
            @PathVariable String code,
            @PathVariable UUID id,
            @RequestParam(defaultValue = "") String why,
            @AuthenticationPrincipal Person person) {
        Series series = products.requireInUse(code, person);
        Result result =
                store.result(series.id(), id).orElseThrow(() -> new Problem(404, "verification.result.unknown"));
        verifications.withdraw(series, id, why, person, "page");
        return "redirect:" + here(series) + "/items/" + result.item() + "?done=withdrawn";
    }

    // A gate

    @GetMapping("/products/{code}/verification/gates/{release}")
    @Requires(Act.VIEW)
    ModelAndView gate(
            @PathVariable String code,
            @PathVariable UUID release,
            @RequestParam(defaultValue = "") String done,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        Series series = products.require(code, person);
        return gate(series, requireRelease(series, release), "", "", new Mistakes(), done, person, ui);
    }

    private Release requireRelease(Series series, UUID id) {
        return products.releases(series.id()).stream()
                .filter(r -> r.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new Problem(404, "release.unknown"));
    }

    private ModelAndView gate(
            Series series,
            Release release,
            String major,
            String reason,
            Mistakes mistakes,
            String done,
            Person person,
            Ui ui) {
        Whole whole = verifications.whole(series);
        Gate gate = whole.gate(release);
        ReleaseKind kind = whole.kinds().get(release.id());
        return new ModelAndView("verification/gate")
                .addObject("frame", frames.of(series, ui.locale()))
                .addObject("here", gate(series, release))
                .addObject(
                        "title",
                        gate.isOpen()
                                ? ui.t("verification.gate.open", release.name())
                                : ui.t(
                                        "verification.gate.closed",
                                        release.name(),
                                        gate.obstacles().size()))
                .addObject("open", gate.isOpen())
                .addObject("may", mayShip.view(mayShip.of(series, release), ui))
                .addObject(
                        "obstacles",
                        gate.obstacles().stream()
                                .map(o -> obstacle(series, release, o, ui))
                                .toList())
                .addObject("first", release.predecessor() == null)
                .addObject(
                        "kind",
                        release.predecessor() == null
                                ? ui.t("verification.release.first")
                                : kind == null
                                        ? ui.t("verification.release.undeclared")
                                        : ui.t(
                                                kind.major()
                                                        ? "verification.release.major.by"
                                                        : "verification.release.minor.by",
                                                kind.declaredName(),
                                                ui.minute(kind.declaredAt()),
                                                kind.reason()))
                .addObject(
                        "rows",
                        whole.items(release).stream()
                                .map(i -> row(series, whole, i, release, ui))
                                .toList())
                .addObject("outside", whole.isOutside(release))
                .addObject("releaseId", release.id().toString())
                .addObject("major", major.isEmpty() ? (gate.major() ? "major" : "minor") : major)
                .addObject("reason", reason)
                .addObject("mistakes", mistakes)
                .addObject("done", done(done));
    }

    private VerificationView.Obstacle obstacle(Series series, Release release, Gate.Obstacle obstacle, Ui ui) {
        PlanItem item = obstacle.item();
        String text = mayShip.sentence(VerificationGround.sentence(obstacle), ui.locale());
        String href = switch (obstacle.why()) {
            case NO_PLAN -> here(series);
            case PHASE_EMPTY -> here(series) + "?release=" + release.id();
            case ITEM_OPEN, ITEM_FAILED, ITEM_CHANGED, EVIDENCE_GONE ->
                item(series, Objects.requireNonNull(item)) + "?release=" + release.id();
            case IMPACT_UNKNOWN, IMPACT_UNCONFIRMED -> questions(series);
            case OUTSIDE_MISSING -> here(series) + "/orders";
        };
        return new VerificationView.Obstacle(text, href);
    }

    static String questions(Series series) {
        return "/products/" + URLEncoder.encode(series.code(), StandardCharsets.UTF_8) + "/register";
    }

    @PostMapping("/products/{code}/verification/gates/{release}")
    @Requires(Act.RESOLVE)
    ModelAndView declare(
            @PathVariable String code,
            @PathVariable UUID release,
            @RequestParam(defaultValue = "") String major,
            @RequestParam(defaultValue = "") String reason,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui,
            HttpServletResponse response) {
        Series series = products.requireInUse(code, person);
        Release of = requireRelease(series, release);
        Mistakes mistakes = new Mistakes();
        if (!major.equals("major") && !major.equals("minor")) {
            mistakes.add("major", ui.t("verification.wrong.choice"));
        }
        if (reason.isBlank()) {
            mistakes.add("reason", ui.t("verification.wrong.missing"));
        }
        if (mistakes.none()) {
            verifications.declare(series, of, major.equals("major"), reason, person, "page");
            return new ModelAndView("redirect:" + gate(series, of) + "?done=declared");
        }
        response.setStatus(422);
        return gate(series, of, major, reason, mistakes, "", person, ui);
    }
}

package dev.shisa.server.plan;

import dev.shisa.conformity.Catalogue;
import dev.shisa.conformity.Requirement;
import dev.shisa.conformity.RequirementId;
import dev.shisa.server.application.Spelling;
import dev.shisa.server.catalogue.Catalogues;
import dev.shisa.server.conformity.RequirementLinks;
import dev.shisa.server.plan.Moves.Moved;
import dev.shisa.server.plan.PlanParameters.Emphasis;
import dev.shisa.server.plan.Planner.Item;
import dev.shisa.server.plan.Planner.Points;
import dev.shisa.server.plan.Planner.Step;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.audit.Recorded;
import dev.shisa.server.platform.web.Mistakes;
import dev.shisa.server.platform.web.Parts;
import dev.shisa.server.platform.web.TableFile;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import dev.shisa.server.product.SeriesFrames;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.text.NumberFormat;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** What first, what later, and why? The plan of a series and the form by which it is made. */
@Controller
class PlanController {

    private static final List<String> COLUMNS =
            List.of("place", "part", "number", "title", "guide", "state", "from", "until", "effort", "why", "points");

    /** More that moved nobody reads; all of them stand in the plan itself. */
    private static final int MOVED_MAX = 20;

    /** So many are read in one go, with their reasons; the file holds all. */
    private static final int ROWS_MAX = 9;

    private final Products products;
    private final SeriesFrames frames;
    private final Plans plans;
    private final PlanStore store;
    private final Catalogues catalogues;
    private final RequirementLinks links;
    private final TimeLines timeLines;

    PlanController(
            Products products,
            SeriesFrames frames,
            Plans plans,
            PlanStore store,
            Catalogues catalogues,
            RequirementLinks links,
            TimeLines timeLines) {
        this.products = products;
        this.frames = frames;
        this.plans = plans;
        this.store = store;
        this.catalogues = catalogues;
        this.links = links;
        this.timeLines = timeLines;
    }

    @GetMapping("/products/{code}/plan")
    @Requires(Act.VIEW)
    ModelAndView plan(
            @PathVariable String code,
            @RequestParam(defaultValue = "") String done,
            @RequestParam(defaultValue = "1") int part,
            @RequestParam(defaultValue = "1") int page,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        Series series = products.require(code, person);
        return page(series, null, new Mistakes(), new Opened(done, part, page), person, ui);
    }

    /** What was just done, and which page of which part of the plan is open. */
    private record Opened(String done, int part, int page) {
        private static final Opened FIRST = new Opened("", 1, 1);
    }

    private ModelAndView page(
            Series series, PlanView.@Nullable Form typed, Mistakes mistakes, Opened opened, Person person, Ui ui) {
        Optional<PlanStore.Entered> entered = store.of(series.id());
        List<Item> open = plans.open(series);
        List<PlanView.Part> parts =
                entered.map(e -> parts(series, open, e.parameters(), ui)).orElse(List.of());
        String by = entered.map(e -> ui.t("plan.by", e.by(), ui.minute(e.at()))).orElse("");
        return new ModelAndView("plan/plan")
                .addObject("frame", frames.of(series, ui.locale()))
                .addObject("title", title(open, parts, entered.isPresent(), ui))
                .addObject("parts", parts)
                .addObject("shown", PlanView.Shown.of(parts, opened.part(), opened.page(), ROWS_MAX))
                .addObject("late", (int) parts.stream()
                        .flatMap(part -> part.lines().stream())
                        .filter(line -> !line.late().isEmpty())
                        .count())
                .addObject("open", open.size())
                .addObject("entered", entered.isPresent())
                .addObject("by", by)
                .addObject(
                        "change",
                        entered.map(e -> change(series, open, e.parameters(), ui))
                                .orElse(null))
                .addObject(
                        "timeLine",
                        entered.map(e -> timeLines.of(series, Planner.plan(open, e.parameters()), person, ui))
                                .orElse(null))
                .addObject("form", typed != null ? typed : form(entered.orElse(null), ui))
                .addObject("guides", choices(series, ui))
                .addObject("mistakes", mistakes)
                .addObject("done", opened.done().equals("saved") ? opened.done() : "");
    }

    private static String title(List<Item> open, List<PlanView.Part> parts, boolean entered, Ui ui) {
        if (open.isEmpty()) {
            return ui.t("plan.title.nothing");
        }
        if (!entered) {
            return ui.t("plan.title.none", open.size());
        }
        long undated = parts.stream()
                .flatMap(part -> part.lines().stream())
                .filter(line -> line.until().isEmpty())
                .count();
        String last = parts.stream()
                .flatMap(part -> part.lines().stream())
                .map(PlanView.Line::until)
                .max(Comparator.naturalOrder())
                .orElse("");
        return undated == open.size()
                ? ui.t("plan.title.undated", undated)
                : undated > 0
                        ? ui.t("plan.title.partly", open.size() - undated, last, undated)
                        : ui.t("plan.title", open.size(), last);
    }

    private List<PlanView.Part> parts(Series series, List<Item> open, PlanParameters given, Ui ui) {
        List<Step> steps = Planner.plan(open, given);
        List<PlanView.Part> parts = new ArrayList<>();
        for (int number = 1; number <= 5; number++) {
            int part = number;
            List<PlanView.Line> lines = steps.stream()
                    .filter(step -> step.part(given.begins()) == part)
                    .map(step -> line(series, step, ui))
                    .toList();
            if (!lines.isEmpty()) {
                parts.add(new PlanView.Part(part, ui.t("plan.part." + part, lines.size()), lines));
            }
        }
        return parts;
    }

    /** What the last change of the values moved; null: there was none, or it moved nothing. */
    private PlanView.@Nullable Change change(Series series, List<Item> open, PlanParameters now, Ui ui) {
        PlanParameters before = store.before(series.id()).orElse(null);
        List<Moved> moved = before == null ? List.of() : Moves.between(open, before, now);
        if (before == null || moved.isEmpty()) {
            return null;
        }
        String was = end(Planner.plan(open, before), ui);
        String is = end(Planner.plan(open, now), ui);
        List<Moved> placed =
                moved.stream().filter(m -> m.place() != m.placeBefore()).toList();
        return new PlanView.Change(
                changed(before, now, ui),
                ui.t(was.equals(is) ? "plan.moved.same-end" : "plan.moved.end", placed.size(), was, is),
                placed.stream()
                        .limit(MOVED_MAX)
                        .map(m -> new PlanView.Moved(
                                m.id().number(),
                                title(m.id(), ui),
                                links.to(series, m.id()),
                                ui.t("plan.moved.place", m.placeBefore(), m.place()),
                                ui.t("plan.moved.until", day(m.untilBefore(), ui), day(m.until(), ui)),
                                ui.t("plan.moved.why." + m.cause().name().toLowerCase(Locale.ROOT))))
                        .toList(),
                moved.size() - placed.size());
    }

    private static String end(List<Step> steps, Ui ui) {
        return day(
                steps.stream()
                        .map(Step::until)
                        .filter(Objects::nonNull)
                        .max(Comparator.naturalOrder())
                        .orElse(null),
                ui);
    }

    private static String day(@Nullable LocalDate day, Ui ui) {
        return day == null ? ui.t("plan.undated") : day.toString();
    }

    private List<String> changed(PlanParameters was, PlanParameters is, Ui ui) {
        record Value(String name, String before, String after) {}
        return Stream.of(
                        new Value("begins", was.begins().toString(), is.begins().toString()),
                        new Value(
                                "emphasis",
                                ui.t("plan.emphasis." + was.emphasis().id()),
                                ui.t("plan.emphasis." + is.emphasis().id())),
                        new Value("guide", guide(was.guide(), ui), guide(is.guide(), ui)),
                        new Value(
                                "stage",
                                ui.t("plan.stage." + was.stage().id()),
                                ui.t("plan.stage." + is.stage().id())),
                        new Value("staff", figure(was.staffHours(), ui), figure(is.staffHours(), ui)),
                        new Value("budget", figure(was.budgetYen(), ui), figure(is.budgetYen(), ui)),
                        new Value("confirm", figure(was.confirmHours(), ui), figure(is.confirmHours(), ui)),
                        new Value("answer", figure(was.answerHours(), ui), figure(is.answerHours(), ui)),
                        new Value("recheck", figure(was.recheckHours(), ui), figure(is.recheckHours(), ui)),
                        new Value("fix", figure(was.fixHours(), ui), figure(is.fixHours(), ui)),
                        new Value("yen", figure(was.fixYen(), ui), figure(is.fixYen(), ui)))
                .filter(v -> !v.before().equals(v.after()))
                .map(v -> ui.t("plan.moved.value", ui.t("plan." + v.name()), v.before(), v.after()))
                .toList();
    }

    private String guide(String id, Ui ui) {
        return catalogues
                .current()
                .framework(id)
                .map(f -> f.title().in(ui.locale()))
                .orElse(ui.t("plan.guide.none"));
    }

    private static String figure(long figure, Ui ui) {
        return NumberFormat.getIntegerInstance(ui.locale()).format(figure);
    }

    private String title(RequirementId id, Ui ui) {
        return catalogues
                .current()
                .requirement(id)
                .map(Requirement::title)
                .map(t -> t.in(ui.locale()))
                .orElse("");
    }

    private PlanView.Line line(Series series, Step step, Ui ui) {
        Catalogue catalogue = catalogues.current();
        Item item = step.item();
        LocalDate from = step.from();
        LocalDate until = step.until();
        return new PlanView.Line(
                step.place(),
                item.id().number(),
                catalogue
                        .requirement(item.id())
                        .map(Requirement::title)
                        .map(t -> t.in(ui.locale()))
                        .orElse(""),
                catalogue
                        .framework(item.id().framework())
                        .map(f -> f.title().in(ui.locale()))
                        .orElse(""),
                item.company() ? ui.t("plan.company") : "",
                item.state().code(),
                links.to(series, item.id()),
                step.why().stream().map(points -> why(points, item, ui)).toList(),
                step.points(),
                step.yen() > 0 ? ui.t("plan.effort.yen", step.hours(), step.yen()) : ui.t("plan.effort", step.hours()),
                from == null ? "" : from.toString(),
                until == null ? "" : until.toString(),
                step.waits() ? ui.t(until == null ? "plan.waits.never" : "plan.waits") : "",
                step.isLate() ? ui.t("plan.late", String.valueOf(item.due())) : "");
    }

    private static String why(Points points, Item item, Ui ui) {
        String reason = ui.t(
                "plan.why." + points.reason().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                switch (points.reason()) {
                    case CUSTOMERS -> item.customers();
                    case DUE_SOON -> String.valueOf(item.due());
                    default -> item.openFacts();
                });
        return ui.t(points.emphasised() ? "plan.points.emphasised" : "plan.points", reason, points.points());
    }

    private List<Parts.Choice> choices(Series series, Ui ui) {
        return plans.guides(series).stream()
                .map(f -> new Parts.Choice(f.id(), f.title().in(ui.locale())))
                .toList();
    }

    private static PlanView.Form form(PlanStore.@Nullable Entered entered, Ui ui) {
        if (entered == null) {
            return new PlanView.Form(ui.day(ui.now()), "", "", "", "", "", "", "", "", "", "", 0);
        }
        PlanParameters p = entered.parameters();
        return new PlanView.Form(
                p.begins().toString(),
                p.emphasis().id(),
                p.guide(),
                p.stage().id(),
                String.valueOf(p.staffHours()),
                String.valueOf(p.budgetYen()),
                String.valueOf(p.confirmHours()),
                String.valueOf(p.answerHours()),
                String.valueOf(p.recheckHours()),
                String.valueOf(p.fixHours()),
                String.valueOf(p.fixYen()),
                entered.version());
    }

    @PostMapping("/products/{code}/plan")
    @Requires(Act.PLAN)
    ModelAndView enter(
            @PathVariable String code,
            @RequestParam(defaultValue = "") String begins,
            @RequestParam(defaultValue = "") String emphasis,
            @RequestParam(defaultValue = "") String guide,
            @RequestParam(defaultValue = "") String stage,
            @RequestParam(defaultValue = "") String staff,
            @RequestParam(defaultValue = "") String budget,
            @RequestParam(defaultValue = "") String confirm,
            @RequestParam(defaultValue = "") String answer,
            @RequestParam(defaultValue = "") String recheck,
            @RequestParam(defaultValue = "") String fix,
            @RequestParam(defaultValue = "") String yen,
            @RequestParam(defaultValue = "0") int version,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui,
            HttpServletResponse response) {
        Series series = products.requireInUse(code, person);
        PlanView.Form typed = new PlanView.Form(
                begins, emphasis, guide, stage, staff, budget, confirm, answer, recheck, fix, yen, version);
        Mistakes mistakes = new Mistakes();
        LocalDate day = day(begins, mistakes, ui);
        Emphasis first = Emphasis.parse(emphasis).orElse(null);
        if (first == null) {
            mistakes.add("emphasis", ui.t("plan.mistake.choose"));
        }
        Stage now = Stage.parse(stage).orElse(null);
        if (now == null) {
            mistakes.add("stage", ui.t("plan.mistake.choose"));
        }
        boolean known =
                choices(series, ui).stream().anyMatch(choice -> choice.value().equals(guide));
        if ((!guide.isEmpty() && !known) || (guide.isEmpty() && first == Emphasis.GUIDE)) {
            mistakes.add("guide", ui.t("plan.mistake.guide"));
        }
        long staffHours = number("staff", staff, 1, PlanParameters.STAFF_HOURS_MAX, mistakes, ui);
        long budgetYen = number("budget", budget, 0, PlanParameters.YEN_MAX, mistakes, ui);
        long confirmHours = number("confirm", confirm, 0, PlanParameters.HOURS_MAX, mistakes, ui);
        long answerHours = number("answer", answer, 0, PlanParameters.HOURS_MAX, mistakes, ui);
        long recheckHours = number("recheck", recheck, 0, PlanParameters.HOURS_MAX, mistakes, ui);
        long fixHours = number("fix", fix, 0, PlanParameters.HOURS_MAX, mistakes, ui);
        long fixYen = number("yen", yen, 0, PlanParameters.YEN_MAX, mistakes, ui);
        if (!mistakes.none() || day == null || first == null || now == null) {
            response.setStatus(422);
            return page(series, typed, mistakes, Opened.FIRST, person, ui);
        }
        PlanParameters given = new PlanParameters(
                day,
                first,
                guide,
                now,
                (int) staffHours,
                budgetYen,
                (int) confirmHours,
                (int) answerHours,
                (int) recheckHours,
                (int) fixHours,
                fixYen);
        if (plans.enter(series, given, version, person)) {
            return new ModelAndView("redirect:/products/" + URLEncoder.encode(series.code(), StandardCharsets.UTF_8)
                    + "/plan?done=saved");
        }
        response.setStatus(409);
        int stored = store.of(series.id()).map(PlanStore.Entered::version).orElse(0);
        PlanView.Form again = new PlanView.Form(
                begins, emphasis, guide, stage, staff, budget, confirm, answer, recheck, fix, yen, stored);
        return page(series, again, mistakes.add("begins", ui.t("plan.mistake.changed")), Opened.FIRST, person, ui);
    }

    private static @Nullable LocalDate day(String typed, Mistakes mistakes, Ui ui) {
        try {
            LocalDate day = LocalDate.parse(typed.strip());
            if (day.getYear() >= PlanParameters.YEAR_MIN && day.getYear() <= PlanParameters.YEAR_MAX) {
                return day;
            }
        } catch (DateTimeParseException e) {
            // The sentence below says what is expected.
        }
        mistakes.add("begins", ui.t("plan.mistake.day"));
        return null;
    }

    private static long number(String field, String typed, long least, long most, Mistakes mistakes, Ui ui) {
        try {
            long number = Long.parseLong(Spelling.squeeze(typed).replace(",", ""));
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // The sentence below says what is expected.
        }
        mistakes.add(field, ui.t("plan.mistake.number", least, most));
        return least;
    }

    private List<List<String>> rows(Series series, Ui ui) {
        PlanStore.Entered entered = store.of(series.id()).orElseThrow(() -> new Problem(409, "plan.none"));
        return parts(series, plans.open(series), entered.parameters(), ui).stream()
                .flatMap(part -> part.lines().stream()
                        .map(line -> List.of(
                                String.valueOf(line.place()),
                                ui.t("plan.part.name." + part.number()),
                                line.number(),
                                line.title(),
                                line.guide(),
                                ui.t("web.verdict." + line.state()),
                                line.from(),
                                line.until(),
                                line.effort(),
                                String.join(
                                        "\n",
                                        Stream.concat(line.why().stream(), Stream.of(line.waits(), line.late()))
                                                .filter(text -> !text.isEmpty())
                                                .toList()),
                                String.valueOf(line.points()))))
                .toList();
    }

    @GetMapping("/products/{code}/plan.{format}")
    @Requires(Act.VIEW)
    @Recorded("take.list")
    ResponseEntity<TableFile> file(
            @PathVariable String code,
            @PathVariable String format,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        Series series = products.require(code, person);
        TableFile file = TableFile.of(format, series.code() + "-plan", ui);
        COLUMNS.forEach(column -> file.column(column, "plan.column." + column));
        return file.download(rows(series, ui));
    }
}

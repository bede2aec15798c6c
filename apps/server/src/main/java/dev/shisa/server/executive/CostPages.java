package dev.shisa.server.executive;

import dev.shisa.server.application.Spelling;
import dev.shisa.server.executive.CostSheet.Kind;
import dev.shisa.server.executive.CostSheet.Loss;
import dev.shisa.server.executive.CostSheet.Measure;
import dev.shisa.server.executive.ExecutiveView.Earlier;
import dev.shisa.server.executive.ExecutiveView.LossForm;
import dev.shisa.server.executive.ExecutiveView.LossRow;
import dev.shisa.server.executive.ExecutiveView.MeasureForm;
import dev.shisa.server.executive.ExecutiveView.MeasureRow;
import dev.shisa.server.platform.Ids;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.audit.Recorded;
import dev.shisa.server.platform.web.Mistakes;
import dev.shisa.server.platform.web.Parts;
import dev.shisa.server.platform.web.TableFile;
import dev.shisa.server.platform.web.Ui;
import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
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

/** What do measures cost, and what is lost without them? The maker's assumptions and their sums. */
@Controller
class CostPages {

    static final String HERE = ExecutivePages.HERE + "/costs";

    private static final Set<String> DONE = Set.of("saved", "removed", "undone");

    private final Costs costs;
    private final Ids ids;

    CostPages(Costs costs, Ids ids) {
        this.costs = costs;
        this.ids = ids;
    }

    /** All series together, and what measures cost: not for somebody who is limited to some series. */
    @ModelAttribute
    void forTheWholeCompany(@AuthenticationPrincipal Person person) {
        person.requireAll();
    }

    @GetMapping(HERE)
    @Requires(Act.VIEW)
    ModelAndView sheet(@RequestParam(defaultValue = "") String done, @ModelAttribute("ui") Ui ui) {
        List<CostStore.Entered> history = costs.history();
        CostSheet sheet =
                history.isEmpty() ? CostSheet.EMPTY : history.getFirst().sheet();
        boolean empty = sheet.losses().isEmpty() && sheet.measures().isEmpty();
        return new ModelAndView("executive/costs")
                .addObject("sums", ExecutiveOverview.sums(sheet, ui))
                .addObject("empty", empty)
                .addObject(
                        "losses",
                        sheet.losses().stream().map(l -> row(l, sheet, ui)).toList())
                .addObject(
                        "measures",
                        sheet.measures().stream().map(m -> row(m, sheet, ui)).toList())
                .addObject(
                        "earlier",
                        history.stream().skip(1).map(e -> earlier(e, ui)).toList())
                .addObject("seen", history.isEmpty() ? 0 : history.getFirst().number())
                .addObject("changed", done.isEmpty() || history.size() < 2 ? "" : changed(history, ui))
                .addObject("done", DONE.contains(done) ? done : "");
    }

    /** What the last change did to the sums. */
    private static String changed(List<CostStore.Entered> history, Ui ui) {
        CostSheet.Sums before = history.get(1).sheet().sums();
        CostSheet.Sums after = history.getFirst().sheet().sums();
        return ui.t(
                "executive.costs.changed-sums",
                ExecutiveOverview.yen(before.with(), ui),
                ExecutiveOverview.yen(after.with(), ui),
                ExecutiveOverview.yen(before.costs(), ui),
                ExecutiveOverview.yen(after.costs(), ui));
    }

    private static Earlier earlier(CostStore.Entered entered, Ui ui) {
        CostSheet.Sums sums = entered.sheet().sums();
        return new Earlier(
                ui.minute(entered.at()),
                entered.by(),
                ExecutiveOverview.yen(sums.without(), ui),
                ExecutiveOverview.yen(sums.with(), ui),
                ExecutiveOverview.yen(sums.costs(), ui));
    }

    private static LossRow row(Loss loss, CostSheet sheet, Ui ui) {
        Long yen = loss.yen();
        return new LossRow(
                loss.name(),
                ui.t("executive.kind." + loss.kind().id()),
                yen == null ? ui.t("executive.no-sum") : ExecutiveOverview.yen(yen, ui),
                ui.t("executive.once-in", loss.years()),
                yen == null ? "" : ExecutiveOverview.yen(Math.round(loss.yearly()), ui),
                yen == null ? "" : ExecutiveOverview.yen(Math.round(sheet.remaining(loss)), ui),
                loss.basis(),
                HERE + "/losses/" + loss.id());
    }

    private static MeasureRow row(Measure measure, CostSheet sheet, Ui ui) {
        String reduced = sheet.losses().stream()
                .filter(loss -> measure.reduces().contains(loss.id()))
                .map(Loss::name)
                .collect(Collectors.joining(ui.t("executive.and")));
        return new MeasureRow(
                measure.name(),
                measure.once() == 0
                        ? ""
                        : ui.t("executive.once-over", ExecutiveOverview.yen(measure.once(), ui), measure.years()),
                ExecutiveOverview.yen(measure.yearly(), ui),
                ExecutiveOverview.yen(Math.round(measure.costs()), ui),
                reduced.isEmpty()
                        ? ui.t("executive.reduces.none")
                        : ui.t("executive.reduces", reduced, measure.percent()),
                measure.basis(),
                HERE + "/measures/" + measure.id());
    }

    @GetMapping(HERE + ".{format}")
    @Requires(Act.VIEW)
    @Recorded("take.list")
    ResponseEntity<TableFile> file(@PathVariable String format, @ModelAttribute("ui") Ui ui) {
        CostSheet sheet = costs.sheet();
        List<List<String>> rows = new ArrayList<>();
        sheet.losses().stream()
                .map(l -> row(l, sheet, ui))
                .forEach(r -> rows.add(List.of(
                        ui.t("executive.losses"),
                        r.name(),
                        r.kind(),
                        r.yen(),
                        r.years(),
                        r.yearly(),
                        r.remaining(),
                        r.basis())));
        sheet.measures().stream()
                .map(m -> row(m, sheet, ui))
                .forEach(r -> rows.add(List.of(
                        ui.t("executive.measures"),
                        r.name(),
                        r.effect(),
                        r.once(),
                        r.yearly(),
                        r.costs(),
                        "",
                        r.basis())));
        CostSheet.Sums sums = sheet.sums();
        rows.add(List.of(
                ui.t("executive.sums"),
                "",
                ui.t("executive.sums.costs") + " " + ExecutiveOverview.yen(sums.costs(), ui),
                ExecutiveOverview.yen(sums.incident(), ui),
                "",
                ExecutiveOverview.yen(sums.without(), ui),
                ExecutiveOverview.yen(sums.with(), ui),
                ""));
        return TableFile.of(format, "costs", ui)
                .column("list", "executive.column.list")
                .column("name", "executive.column.name")
                .column("kind", "executive.column.kind")
                .column("yen", "executive.column.yen")
                .column("years", "executive.column.years")
                .column("yearly", "executive.column.yearly")
                .column("remaining", "executive.column.remaining")
                .column("basis", "executive.column.basis")
                .download(rows);
    }

    // Losses

    @GetMapping(HERE + "/losses/new")
    @Requires(Act.PLAN)
    ModelAndView newLoss(@ModelAttribute("ui") Ui ui) {
        return loss(new LossForm("new", "", "", "", "10", "", costs.number()), new Mistakes(), ui);
    }

    @GetMapping(HERE + "/losses/{id}")
    @Requires(Act.PLAN)
    ModelAndView oneLoss(@PathVariable UUID id, @ModelAttribute("ui") Ui ui) {
        Loss loss = costs.sheet().loss(id).orElseThrow(() -> new Problem(404, "executive.costs.gone"));
        return loss(
                new LossForm(
                        id.toString(),
                        loss.kind().id(),
                        loss.name(),
                        loss.yen() == null ? "" : String.valueOf(loss.yen()),
                        String.valueOf(loss.years()),
                        loss.basis(),
                        costs.number()),
                new Mistakes(),
                ui);
    }

    private ModelAndView loss(LossForm form, Mistakes mistakes, Ui ui) {
        return new ModelAndView("executive/loss")
                .addObject("form", form)
                .addObject(
                        "kinds",
                        Arrays.stream(Kind.values())
                                .map(kind -> new Parts.Choice(kind.id(), ui.t("executive.kind." + kind.id())))
                                .toList())
                .addObject("mistakes", mistakes);
    }

    @PostMapping(HERE + "/losses/{id}")
    @Requires(Act.PLAN)
    ModelAndView saveLoss(
            @PathVariable String id,
            @RequestParam(defaultValue = "") String kind,
            @RequestParam(defaultValue = "") String name,
            @RequestParam(defaultValue = "") String yen,
            @RequestParam(defaultValue = "") String years,
            @RequestParam(defaultValue = "") String basis,
            @RequestParam(defaultValue = "0") int seen,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui,
            HttpServletResponse response) {
        Mistakes mistakes = new Mistakes();
        Kind chosen = Kind.parse(kind).orElse(Kind.OTHER);
        if (Kind.parse(kind).isEmpty()) {
            mistakes.add("kind", ui.t("executive.mistake.choose"));
        }
        words("name", name, true, CostSheet.NAME_CHARS_MAX, mistakes, ui);
        words("basis", basis, false, CostSheet.BASIS_CHARS_MAX, mistakes, ui);
        Long sum = yen.isBlank() ? null : number("yen", yen, 0, CostSheet.YEN_MAX, mistakes, ui);
        int often = (int) number("years", years, 1, CostSheet.YEARS_MAX, mistakes, ui);
        CostSheet sheet = costs.sheet();
        UUID row = row(id, sheet.losses().size(), mistakes, "name", ui);
        if (mistakes.none()) {
            Loss loss = new Loss(row, chosen, name.strip(), sum, often, basis.strip());
            if (costs.enter(sheet.with(loss), seen, person)) {
                return new ModelAndView("redirect:" + HERE + "?done=saved");
            }
            mistakes.add("name", ui.t("executive.mistake.changed"));
        }
        response.setStatus(422);
        return loss(new LossForm(id, kind, name, yen, years, basis, costs.number()), mistakes, ui);
    }

    // Measures

    @GetMapping(HERE + "/measures/new")
    @Requires(Act.PLAN)
    ModelAndView newMeasure() {
        return measure(new MeasureForm("new", "", "", "5", "", "", List.of(), "", costs.number()), new Mistakes());
    }

    @GetMapping(HERE + "/measures/{id}")
    @Requires(Act.PLAN)
    ModelAndView oneMeasure(@PathVariable UUID id) {
        Measure measure = costs.sheet().measure(id).orElseThrow(() -> new Problem(404, "executive.costs.gone"));
        return measure(
                new MeasureForm(
                        id.toString(),
                        measure.name(),
                        String.valueOf(measure.once()),
                        String.valueOf(measure.years()),
                        String.valueOf(measure.yearly()),
                        String.valueOf(measure.percent()),
                        measure.reduces().stream().map(UUID::toString).toList(),
                        measure.basis(),
                        costs.number()),
                new Mistakes());
    }

    private ModelAndView measure(MeasureForm form, Mistakes mistakes) {
        return new ModelAndView("executive/measure")
                .addObject("form", form)
                .addObject(
                        "losses",
                        costs.sheet().losses().stream()
                                .map(loss -> new Parts.Choice(loss.id().toString(), loss.name()))
                                .toList())
                .addObject("mistakes", mistakes);
    }

    @PostMapping(HERE + "/measures/{id}")
    @Requires(Act.PLAN)
    ModelAndView saveMeasure(
            @PathVariable String id,
            @RequestParam(defaultValue = "") String name,
            @RequestParam(defaultValue = "") String once,
            @RequestParam(defaultValue = "") String years,
            @RequestParam(defaultValue = "") String yearly,
            @RequestParam(defaultValue = "") String percent,
            @RequestParam(required = false) @Nullable List<String> reduces,
            @RequestParam(defaultValue = "") String basis,
            @RequestParam(defaultValue = "0") int seen,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui,
            HttpServletResponse response) {
        Mistakes mistakes = new Mistakes();
        List<String> chosen = reduces == null ? List.of() : reduces;
        words("name", name, true, CostSheet.NAME_CHARS_MAX, mistakes, ui);
        words("basis", basis, false, CostSheet.BASIS_CHARS_MAX, mistakes, ui);
        long first = once.isBlank() ? 0 : number("once", once, 0, CostSheet.YEN_MAX, mistakes, ui);
        int over = (int) number("years", years, 1, CostSheet.YEARS_MAX, mistakes, ui);
        long each = yearly.isBlank() ? 0 : number("yearly", yearly, 0, CostSheet.YEN_MAX, mistakes, ui);
        int share = percent.isBlank() && chosen.isEmpty() ? 0 : (int) number("percent", percent, 0, 100, mistakes, ui);
        CostSheet sheet = costs.sheet();
        Set<UUID> losses = sheet.losses().stream()
                .map(Loss::id)
                .filter(loss -> chosen.contains(loss.toString()))
                .collect(Collectors.toSet());
        UUID row = row(id, sheet.measures().size(), mistakes, "name", ui);
        if (mistakes.none()) {
            Measure measure = new Measure(row, name.strip(), first, over, each, share, losses, basis.strip());
            if (costs.enter(sheet.with(measure), seen, person)) {
                return new ModelAndView("redirect:" + HERE + "?done=saved");
            }
            mistakes.add("name", ui.t("executive.mistake.changed"));
        }
        response.setStatus(422);
        return measure(
                new MeasureForm(id, name, once, years, yearly, percent, chosen, basis, costs.number()), mistakes);
    }

    @PostMapping({HERE + "/losses/{id}/remove", HERE + "/measures/{id}/remove"})
    @Requires(Act.PLAN)
    String remove(
            @PathVariable UUID id, @RequestParam(defaultValue = "0") int seen, @AuthenticationPrincipal Person person) {
        enter(costs.sheet().without(id), seen, person);
        return "redirect:" + HERE + "?done=removed";
    }

    /** Takes the last change back: the sheet before it is entered again. */
    @PostMapping(HERE + "/undo")
    @Requires(Act.PLAN)
    String undo(@RequestParam(defaultValue = "0") int seen, @AuthenticationPrincipal Person person) {
        List<CostStore.Entered> history = costs.history();
        enter(history.size() < 2 ? CostSheet.EMPTY : history.get(1).sheet(), seen, person);
        return "redirect:" + HERE + "?done=undone";
    }

    private void enter(CostSheet sheet, int seen, Person person) {
        if (!costs.enter(sheet, seen, person)) {
            throw new Problem(409, "changed-meanwhile", "");
        }
    }

    private UUID row(String id, int rows, Mistakes mistakes, String field, Ui ui) {
        if (!id.equals("new")) {
            try {
                return UUID.fromString(id);
            } catch (IllegalArgumentException e) {
                throw new Problem(404, "executive.costs.gone");
            }
        }
        if (rows >= CostSheet.ROWS_MAX) {
            mistakes.add(field, ui.t("executive.mistake.rows", CostSheet.ROWS_MAX));
        }
        return ids.next();
    }

    private static void words(String field, String typed, boolean required, int most, Mistakes mistakes, Ui ui) {
        if (required && typed.isBlank()) {
            mistakes.add(field, ui.t("executive.mistake.missing"));
        } else if (typed.length() > most) {
            mistakes.add(field, ui.t("executive.mistake.long", most));
        }
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
        mistakes.add(field, ui.t("executive.mistake.number", least, most));
        return least;
    }
}

package dev.shisa.server.checklist;

import dev.shisa.conformity.Truth;
import dev.shisa.server.conformity.NotAdopted;
import dev.shisa.server.conformity.RequirementLinks;
import dev.shisa.server.evidence.EvidenceSummary;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.audit.Recorded;
import dev.shisa.server.platform.web.Mistakes;
import dev.shisa.server.platform.web.TableFile;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.Guides;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import dev.shisa.server.product.SeriesFrames;
import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** Is every point of guide 004 considered for this product, and may its checklist be closed? */
@Controller
class GuidelineCheckPages {

    private static final Set<String> DONE = Set.of("saved", "closed");

    private final Products products;
    private final Guides guides;
    private final SeriesFrames frames;
    private final RequirementLinks links;
    private final GuidelineCheck check;
    private final SelfCheck own;

    GuidelineCheckPages(
            Products products,
            Guides guides,
            SeriesFrames frames,
            RequirementLinks links,
            GuidelineCheck check,
            SelfCheck own) {
        this.products = products;
        this.guides = guides;
        this.frames = frames;
        this.links = links;
        this.check = check;
        this.own = own;
    }

    @GetMapping("/products/{code}/guideline-check")
    @Requires(Act.VIEW)
    ModelAndView sheet(
            @PathVariable String code,
            @RequestParam(defaultValue = "") String done,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        return page(products.require(code, person), Map.of(), new Mistakes(), done, person, ui);
    }

    private ModelAndView page(
            Series series, Map<String, String> typed, Mistakes mistakes, String done, Person person, Ui ui) {
        GuidelineCheck.Sheet sheet = check.of(series);
        List<ChecklistView.Item> items = AnsweredItems.shown(sheet.own(), typed, ui);
        Set<String> followed =
                guides.followed(series.id()).stream().map(guide -> guide.id()).collect(Collectors.toSet());
        int open = sheet.open();
        return new ModelAndView("checklist/guideline-check")
                .addObject("frame", frames.of(series, ui.locale()))
                .addObject(
                        "title",
                        open == 0 ? ui.t("guideline-check.title.ready") : ui.t("guideline-check.title.open", open))
                .addObject(
                        "lines",
                        sheet.lines().stream()
                                .map(line -> line(line, series, ui))
                                .toList())
                .addObject("items", items)
                .addObject("open", open)
                .addObject("followed", followed.contains(GuidelineCheck.GUIDE))
                .addObject(
                        "closed",
                        check.closed(series).stream().map(c -> closed(c, ui)).toList())
                .addObject("typed", typed)
                .addObject("author", person.name())
                .addObject("mistakes", mistakes)
                .addObject("done", DONE.contains(done) ? done : "");
    }

    private ChecklistView.Guideline line(GuidelineCheck.Line line, Series series, Ui ui) {
        NotAdopted.Decision decision = line.decision();
        return new ChecklistView.Guideline(
                line.requirement().id().number(),
                line.requirement().title().in(ui.locale()),
                links.toRead(series, line.requirement().id()),
                line.state().code(),
                line.points().stream()
                        .map(point -> new ChecklistView.Point(point.text().in(ui.locale()), state(point.truth())))
                        .toList(),
                decision == null ? "" : decision.reason(),
                decision == null ? "" : ui.t("checklist.uploaded", decision.byName(), ui.minute(decision.at())),
                line.isDecided());
    }

    /** What the facts say of a point, as the state of a verdict. */
    private static String state(Truth truth) {
        return switch (truth) {
            case TRUE -> "met";
            case FALSE -> "not-met";
            case UNKNOWN -> "unknown";
            case STALE, CONFLICT -> "recheck";
        };
    }

    private static ChecklistView.Closed closed(EvidenceSummary evidence, Ui ui) {
        return new ChecklistView.Closed(
                evidence.title().in(ui.locale()),
                evidence.code(),
                ui.t("checklist.uploaded", evidence.submittedName(), ui.minute(evidence.recordedAt())));
    }

    /** Answers to the company's own checkpoints; one without an answer stays as it is. */
    @PostMapping("/products/{code}/guideline-check")
    @Requires(Act.ADD_EVIDENCE)
    ModelAndView answer(
            @PathVariable String code,
            @RequestParam Map<String, String> form,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui,
            HttpServletResponse response) {
        Series series = products.requireInUse(code, person);
        Mistakes mistakes = new Mistakes();
        List<SelfCheck.Entry> entries = AnsweredItems.sent(check.of(series).own(), form, mistakes, ui);
        if (!mistakes.none()) {
            response.setStatus(422);
            return page(series, form, mistakes, "", person, ui);
        }
        own.answer(series, GuidelineCheck.TABLE, GuidelineCheck.COLUMN, entries, person);
        return back(series, "saved");
    }

    @PostMapping("/products/{code}/guideline-check/close")
    @Requires(Act.ADD_EVIDENCE)
    ModelAndView close(
            @PathVariable String code,
            @RequestParam Map<String, String> form,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui,
            HttpServletResponse response) {
        Series series = products.requireInUse(code, person);
        GuidelineCheck.Closing closing = new GuidelineCheck.Closing(
                form.getOrDefault("purpose", ""),
                form.getOrDefault("department", "").strip(),
                form.getOrDefault("author", "").strip());
        Mistakes mistakes = new Mistakes();
        if (!GuidelineCheck.PURPOSES.contains(closing.purpose())) {
            mistakes.add("purpose", ui.t("guideline-check.purpose.wrong"));
        }
        words("department", closing.department(), mistakes, ui);
        words("author", closing.author(), mistakes, ui);
        if (!mistakes.none()) {
            response.setStatus(422);
            return page(series, form, mistakes, "", person, ui);
        }
        check.close(
                series,
                closing,
                title(closing, ui),
                sheet -> file("xlsx", series, ui).bytes(rows(sheet, series, closing, ui)),
                person,
                "page");
        return back(series, "closed");
    }

    private static void words(String field, String text, Mistakes mistakes, Ui ui) {
        if (text.isEmpty() || text.length() > GuidelineCheck.WORDS_CHARS_MAX) {
            mistakes.add(field, ui.t("guideline-check.words.wrong", GuidelineCheck.WORDS_CHARS_MAX));
        }
    }

    private static String title(GuidelineCheck.Closing closing, Ui ui) {
        return ui.t("guideline-check.evidence", ui.t("guideline-check.purpose." + closing.purpose()));
    }

    private static ModelAndView back(Series series, String done) {
        return new ModelAndView(
                "redirect:/products/" + ChecklistPages.encoded(series.code()) + "/guideline-check?done=" + done);
    }

    @GetMapping("/products/{code}/guideline-check.{format}")
    @Requires(Act.VIEW)
    @Recorded("take.list")
    ResponseEntity<TableFile> file(
            @PathVariable String code,
            @PathVariable String format,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        Series series = products.require(code, person);
        return file(format, series, ui)
                .download(rows(check.of(series), series, new GuidelineCheck.Closing("", "", ""), ui));
    }

    private static TableFile file(String format, Series series, Ui ui) {
        return TableFile.of(format, series.code() + "-004-A1", ui)
                .column("guideline", "guideline-check.column.guideline")
                .column("point", "guideline-check.column.point")
                .column("state", "guideline-check.column.state")
                .column("decision", "guideline-check.column.decision");
    }

    /** Table A-1: for which product and by whom first, then each guideline with its points. */
    private static List<List<String>> rows(
            GuidelineCheck.Sheet sheet, Series series, GuidelineCheck.Closing closing, Ui ui) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of(ui.t("guideline-check.product"), series.name() + " (" + series.code() + ")", "", ""));
        if (!closing.purpose().isEmpty()) {
            rows.add(List.of(
                    ui.t("guideline-check.purpose"), ui.t("guideline-check.purpose." + closing.purpose()), "", ""));
            rows.add(List.of(
                    ui.t("guideline-check.by"),
                    closing.department() + " " + closing.author(),
                    "",
                    ui.minute(ui.now())));
        }
        for (GuidelineCheck.Line line : sheet.lines()) {
            NotAdopted.Decision decision = line.decision();
            String name = line.requirement().id().number() + " "
                    + line.requirement().title().in(ui.locale());
            rows.add(List.of(
                    name,
                    "",
                    ui.t("web.verdict." + line.state().code()),
                    decision == null ? "" : ui.t("guideline-check.not-adopted", decision.reason(), decision.byName())));
            for (GuidelineCheck.Point point : line.points()) {
                rows.add(List.of(name, point.text().in(ui.locale()), ui.t("web.verdict." + state(point.truth())), ""));
            }
        }
        for (SelfCheck.Line line : sheet.own().lines()) {
            SelfCheck.Given given = line.given();
            rows.add(List.of(
                    ui.t("guideline-check.own"),
                    line.text(),
                    ui.t("self-check.answer."
                            + (given == null ? "open" : given.answer().id())),
                    given == null ? "" : given.note()));
        }
        return rows;
    }
}

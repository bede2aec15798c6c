package dev.shisa.server.checklist;

import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.audit.Recorded;
import dev.shisa.server.platform.web.Mistakes;
import dev.shisa.server.platform.web.TableFile;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import dev.shisa.server.product.SeriesFrames;
import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** How far is this product with the 24 items of IoT quality, and what is missing? */
@Controller
class SelfCheckPages {

    private final Products products;
    private final SeriesFrames frames;
    private final SelfCheck check;

    SelfCheckPages(Products products, SeriesFrames frames, SelfCheck check) {
        this.products = products;
        this.frames = frames;
        this.check = check;
    }

    @GetMapping("/products/{code}/self-check")
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
        SelfCheck.Sheet sheet = check.of(series);
        List<ChecklistView.Item> items = AnsweredItems.shown(sheet, typed, ui);
        return new ModelAndView("checklist/self-check")
                .addObject("frame", frames.of(series, ui.locale()))
                .addObject("title", title(sheet, ui))
                .addObject("items", items)
                .addObject(
                        "gaps",
                        items.stream()
                                .filter(item ->
                                        item.stored().isEmpty() || item.stored().equals("no"))
                                .toList())
                .addObject("missing", Math.max(0, SelfCheck.ITEMS - items.size()))
                .addObject("mistakes", mistakes)
                .addObject("done", done.equals("saved") ? done : "");
    }

    private static String title(SelfCheck.Sheet sheet, Ui ui) {
        return sheet.lines().isEmpty()
                ? ui.t("self-check.title.none")
                : ui.t(
                        "self-check.title",
                        sheet.count(SelfCheck.Answer.YES),
                        sheet.asked(),
                        sheet.count(SelfCheck.Answer.NO),
                        sheet.open());
    }

    /** @param form {@code answer-<item>} and {@code note-<item>}; an item without an answer stays as it is */
    @PostMapping("/products/{code}/self-check")
    @Requires(Act.ADD_EVIDENCE)
    ModelAndView answer(
            @PathVariable String code,
            @RequestParam Map<String, String> form,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui,
            HttpServletResponse response) {
        Series series = products.requireInUse(code, person);
        Mistakes mistakes = new Mistakes();
        List<SelfCheck.Entry> entries = AnsweredItems.sent(check.of(series), form, mistakes, ui);
        if (!mistakes.none()) {
            response.setStatus(422);
            return page(series, form, mistakes, "", person, ui);
        }
        check.answer(series, entries, person);
        return new ModelAndView(
                "redirect:/products/" + ChecklistPages.encoded(series.code()) + "/self-check?done=saved");
    }

    @GetMapping("/products/{code}/self-check.{format}")
    @Requires(Act.VIEW)
    @Recorded("take.list")
    ResponseEntity<TableFile> file(
            @PathVariable String code,
            @PathVariable String format,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        Series series = products.require(code, person);
        List<List<String>> rows = new ArrayList<>();
        for (SelfCheck.Line line : check.of(series).lines()) {
            SelfCheck.Given given = line.given();
            rows.add(List.of(
                    String.valueOf(rows.size() + 1),
                    line.text(),
                    ui.t("self-check.answer."
                            + (given == null ? "open" : given.answer().id())),
                    given == null ? "" : given.note(),
                    given == null ? "" : ui.t("checklist.uploaded", given.by(), ui.minute(given.at()))));
        }
        return TableFile.of(format, series.code() + "-self-check", ui)
                .column("number", "checklist.column.number")
                .column("item", "self-check.column.item")
                .column("answer", "self-check.column.answer")
                .column("note", "self-check.column.note")
                .column("by", "self-check.column.by")
                .download(rows);
    }
}

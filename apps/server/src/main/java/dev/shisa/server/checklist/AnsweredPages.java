package dev.shisa.server.checklist;

import dev.shisa.server.application.FormPlan;
import dev.shisa.server.application.VerdictWord;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.audit.Recorded;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import dev.shisa.server.product.SeriesFrames;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** What goes into the customer's own workbook, and what does not; the workbook with the answers. */
@Controller
class AnsweredPages {

    private final Products products;
    private final SeriesFrames frames;
    private final Checklists checklists;
    private final AnsweredWorkbook workbook;

    AnsweredPages(Products products, SeriesFrames frames, Checklists checklists, AnsweredWorkbook workbook) {
        this.products = products;
        this.frames = frames;
        this.checklists = checklists;
        this.workbook = workbook;
    }

    @GetMapping("/products/{code}/checklists/{id}/file")
    @Requires(Act.VIEW)
    ModelAndView file(
            @PathVariable String code,
            @PathVariable UUID id,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        Series series = products.require(code, person);
        Checklist checklist = checklists.require(series, id);
        AnsweredWorkbook.Planned planned = workbook.plan(series, checklist, false);
        Map<String, Checklist> bySheet = checklists.workbook(checklist).stream()
                .collect(Collectors.toMap(one -> one.columns().sheet(), Function.identity(), (a, b) -> a));
        bySheet.put(checklist.columns().sheet(), checklist);
        List<ChecklistView.Kept> kept = planned.plan().kept().stream()
                .map(entry -> new ChecklistView.Kept(
                        href(
                                series,
                                bySheet.getOrDefault(entry.place().sheet(), checklist),
                                AnsweredWorkbook.row(entry)),
                        entry.place().sheet().equals(checklist.columns().sheet())
                                ? entry.place().cell()
                                : entry.place().sheet() + " " + entry.place().cell(),
                        entry.present(),
                        entry.value(),
                        ui.t("checklist.outcome." + entry.outcome().id())))
                .toList();
        List<ChecklistView.Kept> all = new ArrayList<>(kept);
        AnsweredWorkbook.unsupported(checklist, planned)
                .forEach(cell -> all.add(new ChecklistView.Kept(
                        href(series, checklist, cell.row()),
                        cell.cell(),
                        cell.present(),
                        "",
                        ui.t("checklist.outcome.unsupported"))));
        return new ModelAndView("checklist/file")
                .addObject("frame", frames.of(series, ui.locale()))
                .addObject("name", checklist.name())
                .addObject("here", ChecklistPages.here(series, checklist))
                .addObject(
                        "others",
                        bySheet.values().stream()
                                .filter(one ->
                                        !one.equals(checklist) && one.columns().answerable())
                                .map(one -> one.columns().sheet())
                                .sorted()
                                .toList())
                .addObject(
                        "yesOrNo",
                        planned.plan().written().stream().anyMatch(entry -> VerdictWord.isYesOrNo(entry.value())))
                .addObject("written", planned.plan().written().size())
                .addObject("answered", (int) planned.rows().stream()
                        .filter(row -> row.word() != VerdictWord.OPEN)
                        .count())
                .addObject("open", (int) planned.rows().stream()
                        .filter(row -> row.state() != null && row.word() == VerdictWord.OPEN)
                        .count())
                .addObject("untied", (int) planned.rows().stream()
                        .filter(row -> row.state() == null)
                        .count())
                .addObject(
                        "unconfirmed",
                        planned.rows().stream()
                                .filter(JudgedRow::isUnconfirmedNo)
                                .map(row -> String.valueOf(row.row().row()))
                                .toList())
                .addObject("kept", all)
                .addObject(
                        "replaceable",
                        planned.plan().kept().stream().anyMatch(entry -> entry.outcome() == FormPlan.Outcome.EXISTING));
    }

    private static String href(Series series, Checklist checklist, int row) {
        return ChecklistPages.here(series, checklist) + "/rows/" + row;
    }

    @GetMapping(value = "/products/{code}/checklists/{id}/file/answered.xlsx", produces = AnsweredWorkbook.XLSX)
    @Requires(Act.VIEW)
    @Recorded("take.form")
    ResponseEntity<byte[]> answered(
            @PathVariable String code,
            @PathVariable UUID id,
            @RequestParam(defaultValue = "") String replace,
            @AuthenticationPrincipal Person person) {
        Series series = products.require(code, person);
        return workbook.file(series, checklists.require(series, id), replace.equals("yes"));
    }
}

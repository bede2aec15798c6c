package dev.shisa.server.checklist;

import dev.shisa.server.application.CellAt;
import dev.shisa.server.application.Form;
import dev.shisa.server.application.FormFiller;
import dev.shisa.server.application.FormPlan;
import dev.shisa.server.application.FormSheet;
import dev.shisa.server.application.Place;
import dev.shisa.server.application.RowAnswer;
import dev.shisa.server.application.VerdictWord;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.audit.Recorded;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import dev.shisa.server.product.SeriesFrames;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
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

    private static final String XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    private final Products products;
    private final SeriesFrames frames;
    private final Checklists checklists;
    private final RowJudge judge;

    AnsweredPages(Products products, SeriesFrames frames, Checklists checklists, RowJudge judge) {
        this.products = products;
        this.frames = frames;
        this.checklists = checklists;
        this.judge = judge;
    }

    private record Planned(Form form, List<JudgedRow> rows, FormPlan plan) {}

    /** @param replace whether text that stands in the answer cells gives way */
    private Planned plan(Series series, Checklist checklist, boolean replace) {
        Columns columns = checklist.columns();
        if (!columns.named() || !columns.answerable()) {
            throw new Problem(409, "checklist.no-columns");
        }
        Form form = checklists.form(checklist);
        List<JudgedRow> rows = judge.of(series, checklist, form.language());
        List<RowAnswer> answers = rows.stream()
                .filter(row -> row.state() != null)
                .map(row -> new RowAnswer(
                        columns.sheet(),
                        String.valueOf(row.row().row()),
                        row.word(),
                        row.reason(),
                        row.evidence(),
                        Columns.cell(row.row().row(), columns.answer()),
                        Columns.cell(row.row().row(), columns.remark())))
                .toList();
        FormPlan plan = FormFiller.plan(form, answers, Set.of());
        if (replace) {
            Set<Place> present = plan.entries().stream()
                    .filter(entry -> entry.outcome() == FormPlan.Outcome.EXISTING)
                    .map(FormPlan.Entry::place)
                    .collect(Collectors.toSet());
            plan = FormFiller.plan(form, answers, present);
        }
        return new Planned(form, rows, plan);
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
        Planned planned = plan(series, checklist, false);
        List<ChecklistView.Kept> kept = planned.plan().kept().stream()
                .map(entry -> new ChecklistView.Kept(
                        entry.about(),
                        entry.place().cell(),
                        entry.present(),
                        entry.value(),
                        ui.t("checklist.outcome." + entry.outcome().id())))
                .toList();
        List<ChecklistView.Kept> all = new ArrayList<>(kept);
        all.addAll(unsupported(checklist, planned, ui));
        return new ModelAndView("checklist/file")
                .addObject("frame", frames.of(series, "checklist", person, ui.locale()))
                .addObject("name", checklist.name())
                .addObject("here", ChecklistPages.here(series, checklist))
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

    /** Answers that stand in the workbook already, of rows for which there is none here: they stay, and nothing supports them. */
    private static List<ChecklistView.Kept> unsupported(Checklist checklist, Planned planned, Ui ui) {
        Columns columns = checklist.columns();
        FormSheet sheet = ChecklistReader.sheet(planned.form(), columns.sheet()).orElseThrow();
        List<ChecklistView.Kept> found = new ArrayList<>();
        for (JudgedRow row : planned.rows()) {
            CellAt at = Columns.cell(row.row().row(), columns.answer());
            if (row.word() == VerdictWord.OPEN && at != null && !VerdictWord.placeholder(sheet.text(at))) {
                found.add(new ChecklistView.Kept(
                        String.valueOf(row.row().row()),
                        at.ref(),
                        sheet.text(at),
                        "",
                        ui.t("checklist.outcome.unsupported")));
            }
        }
        return found;
    }

    @GetMapping(value = "/products/{code}/checklists/{id}/file/answered.xlsx", produces = XLSX)
    @Requires(Act.VIEW)
    @Recorded("take.form")
    ResponseEntity<byte[]> answered(
            @PathVariable String code,
            @PathVariable UUID id,
            @RequestParam(defaultValue = "") String replace,
            @AuthenticationPrincipal Person person) {
        Series series = products.require(code, person);
        Checklist checklist = checklists.require(series, id);
        Planned planned = plan(series, checklist, replace.equals("yes"));
        String name = checklist.fileName().replaceFirst("(?i)\\.xlsx$", "") + "-" + series.code() + ".xlsx";
        return ResponseEntity.ok()
                .contentType(MediaType.parseMediaType(XLSX))
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment()
                                .filename(name, StandardCharsets.UTF_8)
                                .build()
                                .toString())
                .header("X-Content-Type-Options", "nosniff")
                .body(FormFiller.write(planned.form(), planned.plan()));
    }
}

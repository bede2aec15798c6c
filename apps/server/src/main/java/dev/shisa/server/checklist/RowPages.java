package dev.shisa.server.checklist;

import dev.shisa.conformity.FactKey;
import dev.shisa.conformity.RequirementId;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.web.Mistakes;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import dev.shisa.server.product.SeriesFrames;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** On what does the answer to this question rest? One row of a checklist, what is proposed for it, and its ties. */
@Controller
class RowPages {

    private static final Set<String> DONE = Set.of("tied", "untied", "sense");

    private final Products products;
    private final SeriesFrames frames;
    private final Checklists checklists;
    private final ChecklistStore store;
    private final RowJudge judge;
    private final ChecklistWords words;
    private final ProposalIndex proposals;

    RowPages(
            Products products,
            SeriesFrames frames,
            Checklists checklists,
            ChecklistStore store,
            RowJudge judge,
            ChecklistWords words,
            ProposalIndex proposals) {
        this.products = products;
        this.frames = frames;
        this.checklists = checklists;
        this.store = store;
        this.judge = judge;
        this.words = words;
        this.proposals = proposals;
    }

    /** @param q empty: what the row itself suggests */
    @GetMapping("/products/{code}/checklists/{id}/rows/{row}")
    @Requires(Act.VIEW)
    ModelAndView row(
            @PathVariable String code,
            @PathVariable UUID id,
            @PathVariable String row,
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "") String done,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        Series series = products.require(code, person);
        return page(series, checklists.require(series, id), row, q, done, new Mistakes(), person, ui);
    }

    private ModelAndView page(
            Series series,
            Checklist checklist,
            String number,
            String q,
            String done,
            Mistakes mistakes,
            Person person,
            Ui ui) {
        List<JudgedRow> all = judge.of(series, checklist, ui.locale());
        JudgedRow row = all.stream()
                .filter(r -> String.valueOf(r.row().row()).equals(number))
                .findFirst()
                .orElseThrow(() -> new Problem(404, "not-found"));
        String here = ChecklistPages.here(series, checklist);
        List<ChecklistView.Proposed> proposed =
                proposals.of(row, q).stream().map(p -> words.proposed(p, ui)).toList();
        String next = all.stream()
                .filter(r -> r.state() == null && r.row().row() > row.row().row())
                .findFirst()
                .or(() -> all.stream()
                        .filter(r ->
                                r.state() == null && r.row().row() < row.row().row())
                        .findFirst())
                .map(r -> here + "/rows/" + r.row().row())
                .orElse("");
        return new ModelAndView("checklist/row")
                .addObject("frame", frames.of(series, ui.locale()))
                .addObject("name", checklist.name())
                .addObject("list", here)
                .addObject("here", here + "/rows/" + row.row().row())
                .addObject("row", words.row(row, here, ui))
                .addObject("proposed", proposed)
                .addObject("next", next)
                .addObject("answerable", !checklist.columns().answer().isEmpty())
                .addObject("q", q)
                .addObject("mistakes", mistakes)
                .addObject("done", DONE.contains(done) ? done : "");
    }

    @PostMapping("/products/{code}/checklists/{id}/rows/{row}/ties")
    @Requires(Act.PREPARE_APPLICATION)
    ModelAndView tie(
            @PathVariable String code,
            @PathVariable UUID id,
            @PathVariable String row,
            @RequestParam(defaultValue = "") String requirement,
            @RequestParam(defaultValue = "") String fact,
            @RequestParam(required = false) @Nullable Set<String> accepted,
            @RequestParam(defaultValue = "") String q,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui,
            HttpServletResponse response) {
        Series series = products.requireInUse(code, person);
        Checklist checklist = checklists.require(series, id);
        ChecklistReader.Row asked = asked(checklist, row);
        if (requirement.isEmpty() && (accepted == null || accepted.isEmpty())) {
            response.setStatus(422);
            return page(
                    series,
                    checklist,
                    row,
                    q,
                    "",
                    new Mistakes().add("accepted-" + fact, ui.t("checklist.mistake.accepted")),
                    person,
                    ui);
        }
        checklists.tie(series, checklist, asked, basis(requirement, fact, accepted), person);
        return new ModelAndView(
                "redirect:" + ChecklistPages.here(series, checklist) + "/rows/" + asked.row() + "?done=tied");
    }

    private static Basis basis(String requirement, String fact, @Nullable Set<String> accepted) {
        if (!requirement.isEmpty()) {
            return new Basis.Asked(RequirementId.parse(requirement).orElseThrow(() -> new Problem(404, "not-found")));
        }
        if (!FactKey.isKey(fact)) {
            throw new Problem(404, "not-found");
        }
        return new Basis.Stated(new FactKey(fact), new TreeSet<>(accepted == null ? Set.of() : accepted));
    }

    @PostMapping("/products/{code}/checklists/{id}/rows/{row}/sense")
    @Requires(Act.PREPARE_APPLICATION)
    ModelAndView sense(
            @PathVariable String code,
            @PathVariable UUID id,
            @PathVariable String row,
            @RequestParam(defaultValue = "") String yes,
            @AuthenticationPrincipal Person person) {
        Series series = products.requireInUse(code, person);
        Checklist checklist = checklists.require(series, id);
        ChecklistReader.Row asked = asked(checklist, row);
        checklists.turn(series, checklist, asked, yes.equals("bad"), person);
        return new ModelAndView(
                "redirect:" + ChecklistPages.here(series, checklist) + "/rows/" + asked.row() + "?done=sense");
    }

    private ChecklistReader.Row asked(Checklist checklist, String row) {
        return store.rows(checklist.id()).stream()
                .filter(r -> String.valueOf(r.row()).equals(row))
                .findFirst()
                .orElseThrow(() -> new Problem(404, "not-found"));
    }

    @PostMapping("/products/{code}/checklists/{id}/ties/{tie}/remove")
    @Requires(Act.PREPARE_APPLICATION)
    ModelAndView untie(
            @PathVariable String code,
            @PathVariable UUID id,
            @PathVariable UUID tie,
            @AuthenticationPrincipal Person person) {
        Series series = products.requireInUse(code, person);
        Checklist checklist = checklists.require(series, id);
        int row = store.ties(checklist.id()).stream()
                .filter(t -> t.id().equals(tie))
                .map(Tie::row)
                .findFirst()
                .orElseThrow(() -> new Problem(404, "not-found"));
        checklists.untie(series, checklist, tie, person);
        return new ModelAndView("redirect:" + ChecklistPages.here(series, checklist) + "/rows/" + row + "?done=untied");
    }
}

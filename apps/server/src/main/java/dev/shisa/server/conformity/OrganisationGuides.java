package dev.shisa.server.conformity;

import dev.shisa.conformity.RequirementId;
import dev.shisa.conformity.VerdictState;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.audit.Recorded;
import dev.shisa.server.platform.web.Parts;
import dev.shisa.server.platform.web.TableFile;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.Guides;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** 組織: what guides ask of the company itself, decided once and not for each series. */
@Controller
class OrganisationGuides {

    private static final String HERE = "/organisation/guides";

    private final AllJudged all;
    private final Guides guides;
    private final Boards boards;
    private final NotAdopted notAdopted;
    private final Deciding deciding;
    private final Assigning assigning;
    private final Assignments assignments;

    OrganisationGuides(
            AllJudged all,
            Guides guides,
            Boards boards,
            NotAdopted notAdopted,
            Deciding deciding,
            Assigning assigning,
            Assignments assignments) {
        this.all = all;
        this.guides = guides;
        this.boards = boards;
        this.notAdopted = notAdopted;
        this.deciding = deciding;
        this.assigning = assigning;
        this.assignments = assignments;
    }

    @GetMapping(HERE)
    @Requires(Act.VIEW)
    String list(
            @RequestParam(defaultValue = "") String done,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui,
            Model model) {
        Judged judged = all.organisation(person);
        model.addAttribute("coverage", boards.coverage(judged, "", ui));
        model.addAttribute("done", done.equals("1"));
        boards.choices(judged.id(), true, ui, model);
        return "conformity/organisation";
    }

    @PostMapping(HERE)
    @Requires(Act.CHOOSE_GUIDES)
    String choose(@RequestParam(required = false) @Nullable Set<String> guide, @AuthenticationPrincipal Person person) {
        forAll(person);
        guides.chooseForOrganisation(guide == null ? Set.of() : guide, person);
        return "redirect:" + HERE + "?done=1";
    }

    @GetMapping(HERE + "/{guide}")
    @Requires(Act.VIEW)
    String board(
            @PathVariable String guide,
            @RequestParam(required = false) @Nullable String state,
            @RequestParam(defaultValue = "0") int part,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui,
            Model model) {
        Judged judged = all.organisation(person);
        boards.board(
                judged,
                guide,
                Optional.ofNullable(state).flatMap(VerdictState::parse).orElse(null),
                part,
                ui,
                model);
        model.addAttribute("answerable", judged.series() != null);
        return "conformity/organisation-board";
    }

    @GetMapping(HERE + "/{guide}/export.{format}")
    @Requires(Act.VIEW)
    @Recorded("take.list")
    ResponseEntity<TableFile> export(
            @PathVariable String guide,
            @PathVariable String format,
            @RequestParam(required = false) @Nullable String state,
            @RequestParam(defaultValue = "0") int part,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        return boards.file(format, all.organisation(person), "organisation-" + guide, guide, state, part, ui);
    }

    @GetMapping(HERE + "/{guide}/{number}")
    @Requires(Act.VIEW)
    String requirement(
            @PathVariable String guide,
            @PathVariable String number,
            @RequestParam(defaultValue = "") String done,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui,
            Model model) {
        return page(
                all.organisation(person),
                new RequirementId(guide, number),
                done,
                Boards.Typed.NOTHING,
                Assigning.Typed.NOTHING,
                ui,
                model);
    }

    @PostMapping(HERE + "/{guide}/{number}/not-adopted")
    @Requires(Act.NOT_ADOPT)
    String notAdopted(
            @PathVariable String guide,
            @PathVariable String number,
            @RequestParam(defaultValue = "") String reason,
            @RequestParam(defaultValue = "") String until,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui,
            HttpServletResponse response,
            Model model) {
        forAll(person);
        Judged judged = all.organisation(person);
        RequirementId id = new RequirementId(guide, number);
        Boards.Typed typed = deciding.take(judged, id, reason, until, person, ui);
        if (typed.mistakes().none()) {
            return "redirect:" + judged.page(id);
        }
        response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
        return page(judged, id, "", typed, Assigning.Typed.NOTHING, ui, model);
    }

    @PostMapping(HERE + "/{guide}/{number}/review")
    @Requires(Act.RESOLVE)
    String review(
            @PathVariable String guide,
            @PathVariable String number,
            @RequestParam(defaultValue = "") String at,
            @RequestParam(defaultValue = "") String review,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui,
            HttpServletResponse response,
            Model model) {
        forAll(person);
        Judged judged = all.organisation(person);
        RequirementId id = new RequirementId(guide, number);
        Boards.Typed typed = deciding.review(judged, id, at, review, person, ui);
        if (typed.mistakes().none()) {
            return "redirect:" + judged.page(id) + "#changed";
        }
        response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
        return page(judged, id, "", typed, Assigning.Typed.NOTHING, ui, model);
    }

    @PostMapping(HERE + "/{guide}/{number}/adopted")
    @Requires(Act.NOT_ADOPT)
    String adopted(@PathVariable String guide, @PathVariable String number, @AuthenticationPrincipal Person person) {
        forAll(person);
        Judged judged = all.organisation(person);
        RequirementId id = new RequirementId(guide, number);
        notAdopted.takeBack(judged.id(), id, person);
        return "redirect:" + judged.page(id);
    }

    @PostMapping(HERE + "/{guide}/{number}/assignment")
    @Requires(Act.ASSIGN)
    String assign(
            @PathVariable String guide,
            @PathVariable String number,
            @RequestParam(defaultValue = "") String assignee,
            @RequestParam(defaultValue = "") String due,
            @RequestParam(defaultValue = "") String note,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui,
            HttpServletResponse response,
            Model model) {
        forAll(person);
        Judged judged = all.organisation(person);
        RequirementId id = new RequirementId(guide, number);
        Assigning.Typed typed = assigning.take(judged, id, assignee, due, note, person, ui);
        if (typed.mistakes().none()) {
            return "redirect:" + judged.page(id) + "#assignment";
        }
        response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
        return page(judged, id, "", Boards.Typed.NOTHING, typed, ui, model);
    }

    @PostMapping(HERE + "/{guide}/{number}/assignment/end")
    @Requires(Act.ASSIGN)
    String unassign(@PathVariable String guide, @PathVariable String number, @AuthenticationPrincipal Person person) {
        forAll(person);
        Judged judged = all.organisation(person);
        RequirementId id = new RequirementId(guide, number);
        assignments.takeBack(judged, id, person);
        return "redirect:" + judged.page(id) + "#assignment";
    }

    /** Who is limited to some series does not decide for all. */
    static void forAll(Person person) {
        person.requireAll();
    }

    private String page(
            Judged judged,
            RequirementId id,
            String done,
            Boards.Typed typed,
            Assigning.Typed assigned,
            Ui ui,
            Model model) {
        boolean settled = boards.requirement(judged, id, done.equals("decided"), typed, ui, model)
                .state()
                .isGreen();
        model.addAttribute("assigning", assigning.view(judged, id, settled, assigned, ui));
        model.addAttribute(
                "crumbs",
                List.of(
                        new Parts.Crumb(ui.t("web.nav.guides"), HERE),
                        new Parts.Crumb(boards.title(id.framework(), ui), judged.board(id.framework()))));
        model.addAttribute("packHref", "");
        return "conformity/requirement";
    }
}

package dev.shisa.server.conformity;

import dev.shisa.conformity.Framework;
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
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import dev.shisa.server.product.SeriesFrames;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
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

/** The boards of a series, one for each guide that it follows, and the page of one requirement. */
@Controller
class BoardController {

    private final Products products;
    private final SeriesFrames frames;
    private final Boards boards;
    private final Guides guides;
    private final NotAdopted notAdopted;
    private final Deciding deciding;
    private final Assigning assigning;
    private final Assignments assignments;
    private final Courses courses;

    BoardController(
            Products products,
            SeriesFrames frames,
            Boards boards,
            Guides guides,
            NotAdopted notAdopted,
            Deciding deciding,
            Assigning assigning,
            Assignments assignments,
            Courses courses) {
        this.products = products;
        this.frames = frames;
        this.boards = boards;
        this.guides = guides;
        this.notAdopted = notAdopted;
        this.deciding = deciding;
        this.assigning = assigning;
        this.assignments = assignments;
        this.courses = courses;
    }

    /** @param guide empty: JC-STAR ★1, or the first that is followed */
    @GetMapping("/products/{code}/conformity")
    @Requires(Act.VIEW)
    String board(
            @PathVariable String code,
            @RequestParam(defaultValue = "") String guide,
            @RequestParam(required = false) @Nullable String state,
            @RequestParam(defaultValue = "0") int part,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui,
            Model model) {
        Series series = products.require(code, person);
        Judged judged = Judged.of(series);
        boards.board(
                judged,
                guide,
                Optional.ofNullable(state).flatMap(VerdictState::parse).orElse(null),
                part,
                ui,
                model);
        model.addAttribute("frame", frames.of(series, ui.locale()));
        boards.company(model);
        Framework shown = (Framework) Objects.requireNonNull(model.getAttribute("framework"));
        model.addAttribute("course", courses.of(series.id(), shown.id(), ui).orElse(null));
        return "conformity/board";
    }

    @GetMapping("/products/{code}/conformity.{format}")
    @Requires(Act.VIEW)
    @Recorded("take.list")
    ResponseEntity<TableFile> export(
            @PathVariable String code,
            @PathVariable String format,
            @RequestParam(defaultValue = "") String guide,
            @RequestParam(required = false) @Nullable String state,
            @RequestParam(defaultValue = "0") int part,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        Series series = products.require(code, person);
        return boards.file(format, Judged.of(series), series.code() + "-conformity", guide, state, part, ui);
    }

    @GetMapping("/products/{code}/conformity/{number}")
    @Requires(Act.VIEW)
    String requirement(
            @PathVariable String code,
            @PathVariable String number,
            @RequestParam(defaultValue = "") String done,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui,
            Model model) {
        return ofGuide(code, Guides.STAR1, number, done, person, ui, model);
    }

    @GetMapping("/products/{code}/conformity/{guide}/{number}")
    @Requires(Act.VIEW)
    String ofGuide(
            @PathVariable String code,
            @PathVariable String guide,
            @PathVariable String number,
            @RequestParam(defaultValue = "") String done,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui,
            Model model) {
        Series series = products.require(code, person);
        return page(
                series,
                new RequirementId(guide, number),
                done,
                Boards.Typed.NOTHING,
                Assigning.Typed.NOTHING,
                ui,
                model);
    }

    @PostMapping("/products/{code}/conformity/{guide}/{number}/not-adopted")
    @Requires(Act.NOT_ADOPT)
    String notAdopted(
            @PathVariable String code,
            @PathVariable String guide,
            @PathVariable String number,
            @RequestParam(defaultValue = "") String reason,
            @RequestParam(defaultValue = "") String until,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui,
            HttpServletResponse response,
            Model model) {
        Series series = products.requireInUse(code, person);
        RequirementId id = new RequirementId(guide, number);
        Judged judged = Judged.of(series);
        Boards.Typed typed = deciding.take(judged, id, reason, until, person, ui);
        if (typed.mistakes().none()) {
            return "redirect:" + judged.page(id);
        }
        response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
        return page(series, id, "", typed, Assigning.Typed.NOTHING, ui, model);
    }

    @PostMapping("/products/{code}/conformity/{guide}/{number}/review")
    @Requires(Act.RESOLVE)
    String review(
            @PathVariable String code,
            @PathVariable String guide,
            @PathVariable String number,
            @RequestParam(defaultValue = "") String at,
            @RequestParam(defaultValue = "") String review,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui,
            HttpServletResponse response,
            Model model) {
        Series series = products.requireInUse(code, person);
        RequirementId id = new RequirementId(guide, number);
        Judged judged = Judged.of(series);
        Boards.Typed typed = deciding.review(judged, id, at, review, person, ui);
        if (typed.mistakes().none()) {
            return "redirect:" + judged.page(id) + "#changed";
        }
        response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
        return page(series, id, "", typed, Assigning.Typed.NOTHING, ui, model);
    }

    @PostMapping("/products/{code}/conformity/{guide}/{number}/adopted")
    @Requires(Act.NOT_ADOPT)
    String adopted(
            @PathVariable String code,
            @PathVariable String guide,
            @PathVariable String number,
            @AuthenticationPrincipal Person person) {
        Judged judged = Judged.of(products.requireInUse(code, person));
        RequirementId id = new RequirementId(guide, number);
        notAdopted.takeBack(judged.id(), id, person);
        return "redirect:" + judged.page(id);
    }

    @PostMapping("/products/{code}/conformity/{guide}/{number}/assignment")
    @Requires(Act.ASSIGN)
    String assign(
            @PathVariable String code,
            @PathVariable String guide,
            @PathVariable String number,
            @RequestParam(defaultValue = "") String assignee,
            @RequestParam(defaultValue = "") String due,
            @RequestParam(defaultValue = "") String note,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui,
            HttpServletResponse response,
            Model model) {
        Series series = products.requireInUse(code, person);
        RequirementId id = new RequirementId(guide, number);
        Assigning.Typed typed = assigning.take(Judged.of(series), id, assignee, due, note, person, ui);
        if (typed.mistakes().none()) {
            return "redirect:" + Judged.of(series).page(id) + "#assignment";
        }
        response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
        return page(series, id, "", Boards.Typed.NOTHING, typed, ui, model);
    }

    @PostMapping("/products/{code}/conformity/{guide}/{number}/assignment/end")
    @Requires(Act.ASSIGN)
    String unassign(
            @PathVariable String code,
            @PathVariable String guide,
            @PathVariable String number,
            @AuthenticationPrincipal Person person) {
        Series series = products.requireInUse(code, person);
        RequirementId id = new RequirementId(guide, number);
        assignments.takeBack(Judged.of(series), id, person);
        return "redirect:" + Judged.of(series).page(id) + "#assignment";
    }

    private String page(
            Series series,
            RequirementId id,
            String done,
            Boards.Typed typed,
            Assigning.Typed assigned,
            Ui ui,
            Model model) {
        Judged judged = Judged.of(series);
        boolean settled = boards.requirement(judged, id, done.equals("decided"), typed, ui, model)
                .state()
                .isGreen();
        model.addAttribute(
                "crumbs",
                List.of(
                        new Parts.Crumb(ui.t("web.nav.product"), "/products"),
                        new Parts.Crumb(series.name(), "/products/" + series.code()),
                        new Parts.Crumb(ui.t("tab.conformity"), judged.board(id.framework()))));
        model.addAttribute("assigning", assigning.view(judged, id, settled, assigned, ui));
        model.addAttribute("packHref", "/products/" + series.code() + "/pack?requirement=" + id);
        return "conformity/requirement";
    }

    @GetMapping("/products/{code}/guides")
    @Requires(Act.CHOOSE_GUIDES)
    String guides(
            @PathVariable String code,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui,
            Model model) {
        Series series = products.requireInUse(code, person);
        model.addAttribute("frame", frames.of(series, ui.locale()));
        boards.choices(series.id(), false, ui, model);
        return "conformity/guides";
    }

    @PostMapping("/products/{code}/guides")
    @Requires(Act.CHOOSE_GUIDES)
    String choose(
            @PathVariable String code,
            @RequestParam(required = false) @Nullable Set<String> guide,
            @AuthenticationPrincipal Person person) {
        Series series = products.requireInUse(code, person);
        guides.choose(series, guide == null ? Set.of() : guide, person);
        return "redirect:/products/" + URLEncoder.encode(series.code(), StandardCharsets.UTF_8) + "/conformity";
    }
}

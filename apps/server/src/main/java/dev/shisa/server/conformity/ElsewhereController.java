package dev.shisa.server.conformity;

import dev.shisa.conformity.Catalogue;
import dev.shisa.conformity.Outline;
import dev.shisa.conformity.Requirement;
import dev.shisa.conformity.RequirementId;
import dev.shisa.conformity.VerdictState;
import dev.shisa.server.catalogue.Catalogues;
import dev.shisa.server.catalogue.LibraryView;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.api.Answer;
import dev.shisa.server.platform.api.Listing;
import dev.shisa.server.platform.api.OneOf;
import dev.shisa.server.platform.api.Operation;
import dev.shisa.server.platform.audit.Recorded;
import dev.shisa.server.platform.web.TableFile;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import dev.shisa.server.product.SeriesFrames;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * What the verdicts of a series have to do with a guideline of which only numbers and titles are known: where related
 * requirements are settled already, and what is left; for people and for programs. It is no verdict about that guideline.
 */
@Controller
class ElsewhereController {

    private final Products products;
    private final SeriesFrames frames;
    private final Catalogues catalogues;
    private final Verdicts verdicts;

    ElsewhereController(Products products, SeriesFrames frames, Catalogues catalogues, Verdicts verdicts) {
        this.products = products;
        this.frames = frames;
        this.catalogues = catalogues;
        this.verdicts = verdicts;
    }

    @GetMapping("/products/{code}/elsewhere/{outline}")
    @Requires(Act.VIEW)
    String elsewhere(
            @PathVariable String code,
            @PathVariable String outline,
            @RequestParam(defaultValue = "") String reach,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui,
            Model model) {
        Series series = products.require(code, person);
        Outline found = outline(outline);
        List<TitleView.Line> lines = lines(series, found, ui);
        model.addAttribute("frame", frames.of(series, ui.locale()));
        model.addAttribute("outline", found);
        model.addAttribute("lines", lines);
        model.addAttribute("shown", TitleView.Reach.shown(reach, lines));
        model.addAttribute(
                "settled",
                lines.stream().filter(l -> l.reach() == TitleView.Reach.SETTLED).count());
        model.addAttribute(
                "begun",
                lines.stream().filter(l -> l.reach() == TitleView.Reach.BEGUN).count());
        return "conformity/titles";
    }

    @GetMapping("/products/{code}/elsewhere/{outline}/export.{format}")
    @Requires(Act.VIEW)
    @Recorded("take.list")
    ResponseEntity<TableFile> export(
            @PathVariable String code,
            @PathVariable String outline,
            @PathVariable String format,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        Series series = products.require(code, person);
        return TableFile.of(format, series.code() + "-" + outline, ui)
                .column("number", "board.file.number")
                .column("title", "library.column.entry")
                .column("reach", "titles.file.reach")
                .column("related", "library.column.related")
                .download(lines(series, outline(outline), ui).stream()
                        .map(line -> List.of(
                                line.number(),
                                line.title(),
                                ui.t("titles.file.reach." + line.reach().id()),
                                line.related().stream()
                                        .map(related -> related.requirement()
                                                + (related.state().isEmpty()
                                                        ? ""
                                                        : " " + ui.t("web.verdict." + related.state())))
                                        .collect(Collectors.joining("\n"))))
                        .toList());
    }

    /**
     * How far the work for other guides reaches into an entry of the guideline.
     *
     * @param checked whether number and title were compared with anything public
     */
    record ElsewhereBody(
            String number,
            String title,
            boolean checked,
            @OneOf({"settled", "begun", "nothing"}) String reach,
            List<RelatedBody> related) {}

    /** @param state null while its guide is not followed */
    record RelatedBody(String requirement, @Nullable String state) {}

    @GetMapping("/api/v1/series/{code}/elsewhere/{id}")
    @Requires(Act.VIEW)
    @Operation(id = "verdict.elsewhere")
    Answer<Listing<ElsewhereBody>> elsewhere(
            @PathVariable String code,
            @PathVariable String id,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        Series series = products.require(code, person);
        return Answer.of(new Listing<>(
                lines(series, outline(id), ui).stream()
                        .map(line -> new ElsewhereBody(
                                line.number(),
                                line.title(),
                                line.checked(),
                                line.reach().id(),
                                line.related().stream()
                                        .map(related -> new RelatedBody(
                                                related.requirement(),
                                                related.state().isEmpty() ? null : related.state()))
                                        .toList()))
                        .toList(),
                null));
    }

    private Outline outline(String id) {
        return catalogues.current().references().outline(id).orElseThrow(() -> new Problem(404, "outline.unknown", id));
    }

    private List<TitleView.Line> lines(Series series, Outline outline, Ui ui) {
        Map<RequirementId, VerdictState> company =
                new TreeMap<>(verdicts.states(products.organisation().id()));
        Map<RequirementId, VerdictState> here = verdicts.states(series.id());
        Judged judged = Judged.of(series);
        return outline.entries().stream()
                .map(entry -> line(entry, judged, here, company, ui))
                .toList();
    }

    private TitleView.Line line(
            Outline.Entry entry,
            Judged judged,
            Map<RequirementId, VerdictState> here,
            Map<RequirementId, VerdictState> company,
            Ui ui) {
        Catalogue catalogue = catalogues.current();
        List<TitleView.Related> related = catalogue.references().relationsOf(entry.id()).stream()
                .map(relation -> relation.other(entry.id()))
                .flatMap(id -> catalogue.requirement(id).stream())
                .map(requirement -> related(requirement, judged, here, company, ui))
                .toList();
        boolean settled = related.stream()
                .anyMatch(r ->
                        VerdictState.parse(r.state()).map(VerdictState::isGreen).orElse(false));
        TitleView.Reach reach =
                settled ? TitleView.Reach.SETTLED : related.isEmpty() ? TitleView.Reach.NOTHING : TitleView.Reach.BEGUN;
        return new TitleView.Line(
                entry.id().number(), entry.title().in(ui.locale()), entry.isChecked(), reach, related);
    }

    private static TitleView.Related related(
            Requirement requirement,
            Judged judged,
            Map<RequirementId, VerdictState> here,
            Map<RequirementId, VerdictState> company,
            Ui ui) {
        RequirementId id = requirement.id();
        Optional<VerdictState> state = Optional.ofNullable(here.getOrDefault(id, company.get(id)));
        String href = here.containsKey(id)
                ? judged.page(id)
                : company.containsKey(id)
                        ? Judged.organisation(judged.id(), "", null).page(id)
                        : LibraryView.href(id);
        return new TitleView.Related(
                id.toString(),
                id.number(),
                requirement.title().in(ui.locale()),
                href,
                state.map(VerdictState::code).orElse(""));
    }
}

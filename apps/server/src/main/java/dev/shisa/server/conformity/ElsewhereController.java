package dev.shisa.server.conformity;

import dev.shisa.conformity.Catalogue;
import dev.shisa.conformity.Outline;
import dev.shisa.conformity.Requirement;
import dev.shisa.conformity.RequirementId;
import dev.shisa.conformity.VerdictState;
import dev.shisa.server.catalogue.Catalogues;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import dev.shisa.server.product.SeriesFrames;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;

/**
 * What the verdicts of a series have to do with a guideline of which only numbers and titles are known: where related
 * requirements are settled already, and what is left. It is no verdict about that guideline.
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
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui,
            Model model) {
        Series series = products.require(code, person);
        Outline found =
                catalogues.current().references().outline(outline).orElseThrow(() -> new Problem(404, "not-found"));
        Map<RequirementId, VerdictState> company =
                new TreeMap<>(verdicts.states(products.organisation().id()));
        Map<RequirementId, VerdictState> here = verdicts.states(series.id());
        Judged judged = Judged.of(series);
        List<TitleView.Line> lines = found.entries().stream()
                .map(entry -> line(entry, judged, here, company, ui))
                .toList();
        model.addAttribute("frame", frames.of(series, "conformity", person, ui.locale()));
        model.addAttribute("outline", found);
        model.addAttribute("lines", lines);
        model.addAttribute(
                "settled",
                lines.stream().filter(l -> l.reach() == TitleView.Reach.SETTLED).count());
        model.addAttribute(
                "begun",
                lines.stream().filter(l -> l.reach() == TitleView.Reach.BEGUN).count());
        return "conformity/titles";
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
                        : "/library/guides/" + id.framework() + "#" + id.number();
        return new TitleView.Related(
                id.number(),
                requirement.title().in(ui.locale()),
                href,
                state.map(VerdictState::code).orElse(""));
    }
}

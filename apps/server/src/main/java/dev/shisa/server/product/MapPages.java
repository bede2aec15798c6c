package dev.shisa.server.product;

import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.web.NavSource;
import dev.shisa.server.platform.web.Ui;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** The map of all pages that a person may open, each with what it is for: what the search finds, to be looked through. */
@Controller
class MapPages {

    private final SearchMenu menu;
    private final Products products;

    MapPages(SearchMenu menu, Products products) {
        this.menu = menu;
        this.products = products;
    }

    /** @param of code of the product whose pages it leads to; without it: the one that the column is about, or the person's first */
    @GetMapping("/map")
    @Requires(Act.VIEW)
    ModelAndView map(
            @RequestParam(required = false) @Nullable String of,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        String code = of == null ? ui.nav().code() : of;
        Series series = code.isEmpty()
                ? products.visibleTo(person, 0, 1).stream().findFirst().orElse(null)
                : products.require(code, person);
        List<SearchMenu.Section> sections = menu.sections(person, ui.locale());
        return new ModelAndView("product/map")
                .addObject(
                        "view",
                        new MapView(
                                series == null ? "" : series.name(),
                                series == null ? List.of() : of(sections, series, NavSource.Group.THING),
                                of(sections, series, NavSource.Group.COMPANY),
                                of(sections, series, NavSource.Group.FIRST, NavSource.Group.LAST)));
    }

    private static List<MapView.Section> of(
            List<SearchMenu.Section> sections, @Nullable Series series, NavSource.Group... groups) {
        return sections.stream()
                .filter(section -> List.of(groups).contains(section.group())
                        && !section.id().equals("map"))
                .map(section -> new MapView.Section(
                        section.id(),
                        section.name(),
                        section.pages().stream()
                                .map(page -> new MapView.Line(
                                        page.name(),
                                        series == null ? page.href() : page.hrefOf(series),
                                        page.purpose()))
                                .toList()))
                .toList();
    }
}

package dev.shisa.server.product;

import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.web.SearchWords;
import dev.shisa.server.platform.web.Ui;
import java.util.List;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** The search box of the header: one group for each source. */
@Controller
class SearchPages {

    private final Search search;

    SearchPages(Search search) {
        this.search = search;
    }

    @GetMapping("/search")
    @Requires(Act.VIEW)
    ModelAndView search(@ModelAttribute("ui") Ui ui, @RequestParam(defaultValue = "") String q) {
        String query = Search.query(q);
        SearchWords words = SearchWords.of(query);
        List<View.SearchGroup> groups = search.of(query, Words.reader(ui), ui.locale()).stream()
                .map(group -> view(group, words))
                .toList();
        return new ModelAndView("product/search")
                .addObject("q", query)
                .addObject("groups", groups)
                .addObject(
                        "found", groups.stream().mapToInt(g -> g.hits().size()).sum())
                .addObject(
                        "searched",
                        search.sources().stream()
                                .map(id -> ui.t("search." + id))
                                .toList());
    }

    private static View.SearchGroup view(Search.Group group, SearchWords words) {
        return new View.SearchGroup(
                group.source(),
                group.hits().stream()
                        .map(hit -> new View.SearchHit(
                                words.marked(hit.title()), hit.about(), hit.href(), words.around(hit.text())))
                        .toList(),
                group.more(),
                group.late());
    }
}

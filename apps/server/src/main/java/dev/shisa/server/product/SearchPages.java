package dev.shisa.server.product;

import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.web.SearchSource;
import dev.shisa.server.platform.web.Ui;
import java.util.Comparator;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** The search box of the header: one group for each source. */
@Controller
class SearchPages {

    /** What lies behind the twentieth hit of a group is found by a longer word. */
    static final int HITS_MAX = 20;

    private final ObjectProvider<SearchSource> sources;

    SearchPages(ObjectProvider<SearchSource> sources) {
        this.sources = sources;
    }

    @GetMapping("/search")
    @Requires(Act.VIEW)
    ModelAndView search(@ModelAttribute("ui") Ui ui, @RequestParam(defaultValue = "") String q) {
        Person person = Words.reader(ui);
        // A NUL cannot be stored, so nothing that was stored contains one.
        String query = Words.query(q.replace("\0", ""));
        List<View.SearchGroup> groups = query.isEmpty()
                ? List.of()
                : sources.stream()
                        .sorted(Comparator.comparingInt(SearchSource::position))
                        .map(source -> {
                            List<SearchSource.Hit> hits = source.search(query, person, ui.locale(), HITS_MAX + 1);
                            return new View.SearchGroup(
                                    source.id(), hits.stream().limit(HITS_MAX).toList(), hits.size() > HITS_MAX);
                        })
                        .filter(group -> !group.hits().isEmpty())
                        .toList();
        return new ModelAndView("product/search")
                .addObject("q", query)
                .addObject("groups", groups)
                .addObject(
                        "found", groups.stream().mapToInt(g -> g.hits().size()).sum())
                .addObject(
                        "searched",
                        sources.stream()
                                .sorted(Comparator.comparingInt(SearchSource::position))
                                .map(source -> ui.t("search." + source.id()))
                                .toList());
    }
}

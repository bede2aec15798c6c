package dev.shisa.server.product;

import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.web.Query;
import dev.shisa.server.platform.web.SearchSource;
import dev.shisa.server.platform.web.SearchWords;
import dev.shisa.server.platform.web.Ui;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** The search box of the header: one group for each source, as a page, or below the box while somebody types. */
@Controller
class SearchPages {

    /** Of a kind while somebody types: the list below the box is read at a glance. */
    private static final int TYPED_MAX = 4;

    /** Of all kinds while somebody types; the page has the others. */
    private static final int TYPED_ALL_MAX = 24;

    /** Where several things are called exactly so, more are found in their groups. */
    private static final int EXACT_MAX = 6;

    private static final Pattern PRODUCT = Pattern.compile("/products/([A-Za-z0-9._-]{1,40})(?:[/?#].*)?$");

    private final Search search;

    SearchPages(Search search) {
        this.search = search;
    }

    /**
     * @param at the product that was open last; empty: the one from whose page this is asked, if it is one
     * @param typed set by the script that asks while somebody types
     */
    @GetMapping("/search")
    @Requires(Act.VIEW)
    ModelAndView search(
            @ModelAttribute("ui") Ui ui,
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "") String at,
            @RequestHeader(name = "Referer", defaultValue = "") String from,
            @RequestHeader(name = "HX-Request", defaultValue = "") String typed) {
        String query = Search.query(q);
        String product = at.isEmpty() ? product(from) : at;
        boolean typing = !typed.isEmpty();
        List<View.SearchGroup> groups = groups(
                search.of(
                        new Search.Asked(query, product, Words.reader(ui), ui.locale()),
                        typing ? TYPED_MAX : Search.HITS_MAX),
                SearchWords.of(query),
                ui);
        int found = groups.stream().mapToInt(g -> g.hits().size()).sum();
        if (typing) {
            List<View.SearchGroup> first = first(groups);
            boolean whole = groups.stream().noneMatch(g -> g.more() || g.late())
                    && found == first.stream().mapToInt(g -> g.hits().size()).sum();
            return new ModelAndView("product/search-typed")
                    .addObject("groups", first)
                    .addObject(
                            "said",
                            found == 0
                                    ? ui.t("search.title.none", query)
                                    : whole
                                            ? ui.t("search.title.found", query, found)
                                            : ui.t("search.title.some", query))
                    .addObject(
                            "all",
                            Query.of("/search")
                                    .with("q", query)
                                    .with("at", product)
                                    .href());
        }
        return new ModelAndView("product/search")
                .addObject("q", query)
                .addObject("at", product)
                .addObject("groups", groups)
                .addObject("found", found)
                .addObject(
                        "searched",
                        search.sources().stream()
                                .map(id -> ui.t("search." + id))
                                .toList());
    }

    private static String product(String address) {
        Matcher product = PRODUCT.matcher(address);
        return product.find() ? product.group(1) : "";
    }

    /** What was typed as a whole stands before all groups, with its kind. */
    private static List<View.SearchGroup> groups(List<Search.Group> found, SearchWords words, Ui ui) {
        List<View.SearchHit> exact = new ArrayList<>();
        List<View.SearchGroup> groups = new ArrayList<>();
        for (Search.Group group : found) {
            List<View.SearchHit> hits = new ArrayList<>();
            for (SearchSource.Hit hit : group.hits()) {
                if (hit.isExactly(words) && exact.size() < EXACT_MAX) {
                    String kind = ui.t("search." + group.source());
                    exact.add(view(hit, hit.about().isEmpty() ? kind : ui.t("search.kind", kind, hit.about()), words));
                } else {
                    hits.add(view(hit, hit.about(), words));
                }
            }
            if (!hits.isEmpty() || group.late()) {
                groups.add(new View.SearchGroup(group.source(), hits, group.more(), group.late()));
            }
        }
        if (!exact.isEmpty()) {
            groups.addFirst(new View.SearchGroup("exact", exact, false, false));
        }
        return groups;
    }

    private static View.SearchHit view(SearchSource.Hit hit, String about, SearchWords words) {
        List<SearchWords.Piece> around = words.around(hit.text());
        return new View.SearchHit(words.marked(hit.title()), about, hit.href(), around);
    }

    private static List<View.SearchGroup> first(List<View.SearchGroup> groups) {
        List<View.SearchGroup> first = new ArrayList<>();
        int left = TYPED_ALL_MAX;
        for (View.SearchGroup group : groups) {
            List<View.SearchHit> hits =
                    group.hits().subList(0, Math.min(left, group.hits().size()));
            left -= hits.size();
            if (!hits.isEmpty()) {
                first.add(new View.SearchGroup(group.id(), hits, group.more(), false));
            }
        }
        return first;
    }
}

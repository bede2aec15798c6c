package dev.shisa.server.product;

import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.web.SearchSource;
import dev.shisa.server.platform.web.SearchWords;
import dev.shisa.server.platform.web.Ui;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionTimedOutException;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** The search box of the header: one group for each source. */
@Controller
class SearchPages {

    /** What lies behind the twentieth hit of a group is found by a longer word. */
    static final int HITS_MAX = 20;

    /** A source that takes longer is told to be incomplete, and the others are shown. */
    private static final int SOURCE_SECONDS_MAX = 5;

    private final ObjectProvider<SearchSource> sources;
    private final TransactionTemplate reading;

    SearchPages(ObjectProvider<SearchSource> sources, PlatformTransactionManager transactions) {
        this.sources = sources;
        this.reading = new TransactionTemplate(transactions);
        reading.setReadOnly(true);
        reading.setTimeout(SOURCE_SECONDS_MAX);
    }

    @GetMapping("/search")
    @Requires(Act.VIEW)
    ModelAndView search(@ModelAttribute("ui") Ui ui, @RequestParam(defaultValue = "") String q) {
        Person person = Words.reader(ui);
        // A NUL cannot be stored, so nothing that was stored contains one.
        String query = Words.query(q.replace("\0", ""));
        List<SearchSource> ordered = sources.stream()
                .sorted(Comparator.comparingInt(SearchSource::position))
                .toList();
        List<View.SearchGroup> groups = query.isEmpty()
                ? List.of()
                : ordered.stream()
                        .map(source -> group(source, query, person, ui))
                        .filter(group -> !group.hits().isEmpty() || group.late())
                        .toList();
        return new ModelAndView("product/search")
                .addObject("q", query)
                .addObject("groups", groups)
                .addObject(
                        "found", groups.stream().mapToInt(g -> g.hits().size()).sum())
                .addObject(
                        "searched",
                        ordered.stream()
                                .map(source -> ui.t("search." + source.id()))
                                .toList());
    }

    private View.SearchGroup group(SearchSource source, String query, Person person, Ui ui) {
        try {
            List<SearchSource.Hit> hits = Objects.requireNonNull(
                    reading.execute(status -> source.search(query, person, ui.locale(), HITS_MAX + 1)));
            SearchWords words = SearchWords.of(query);
            return new View.SearchGroup(
                    source.id(),
                    hits.stream()
                            .limit(HITS_MAX)
                            .map(hit -> new View.SearchHit(
                                    words.marked(hit.title()), hit.about(), hit.href(), words.around(hit.text())))
                            .toList(),
                    hits.size() > HITS_MAX,
                    false);
        } catch (QueryTimeoutException | TransactionTimedOutException e) {
            return new View.SearchGroup(source.id(), List.of(), false, true);
        }
    }
}

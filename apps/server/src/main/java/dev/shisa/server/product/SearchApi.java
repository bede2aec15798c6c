package dev.shisa.server.product;

import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.api.Answer;
import dev.shisa.server.platform.api.Listing;
import dev.shisa.server.platform.api.Operation;
import dev.shisa.server.platform.web.Ui;
import java.util.List;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.RequestParam;

/** The one search for programs: what the box of the header finds. */
@Controller
class SearchApi {

    private final Search search;

    SearchApi(Search search) {
        this.search = search;
    }

    /**
     * One thing found, in the language that is asked for.
     *
     * @param href the page where it stands
     * @param text what it says; may be empty
     */
    record SearchHitBody(String title, String about, String href, String text) {}

    /**
     * What was found of one kind.
     *
     * @param more whether there is more; a longer word finds it
     * @param incomplete whether it took too long to be looked through
     */
    record SearchGroupBody(String kind, List<SearchHitBody> hits, boolean more, boolean incomplete) {}

    @GetMapping("/api/v1/search")
    @Requires(Act.VIEW)
    @Operation(id = "search.find")
    Answer<Listing<SearchGroupBody>> find(
            @RequestParam String q, @AuthenticationPrincipal Person person, @ModelAttribute("ui") Ui ui) {
        return Answer.of(new Listing<>(
                search.of(new Search.Asked(Search.query(q), "", person, ui.locale()), Search.HITS_MAX).stream()
                        .map(group -> new SearchGroupBody(
                                group.source(),
                                group.hits().stream()
                                        .map(hit -> new SearchHitBody(hit.title(), hit.about(), hit.href(), hit.text()))
                                        .toList(),
                                group.more(),
                                group.late()))
                        .toList(),
                null));
    }
}

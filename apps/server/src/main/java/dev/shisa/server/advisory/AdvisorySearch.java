package dev.shisa.server.advisory;

import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.web.Messages;
import dev.shisa.server.platform.web.SearchSource;
import dev.shisa.server.platform.web.SearchWords;
import java.util.List;
import java.util.Locale;
import org.springframework.stereotype.Component;

/** Lets the search box of the header find the maker's own advisories: drafts for who may read them, otherwise what was issued. */
@Component
record AdvisorySearch(OwnAdvisories advisories, Messages messages) implements SearchSource {

    @Override
    public int position() {
        return 16;
    }

    @Override
    public String id() {
        return "advisories";
    }

    private record Seen(OwnAdvisory advisory, AdvisoryContent content, String title) {}

    @Override
    public List<Hit> search(String query, Person person, Locale locale, int atMost) {
        return SearchWords.of(query)
                .among(
                        advisories.visibleTo(person).stream()
                                .map(one -> seen(one, person, locale))
                                .toList(),
                        seen -> String.join(
                                " ",
                                seen.advisory().code(),
                                seen.advisory().name(),
                                seen.content().cve(),
                                seen.title()))
                .stream()
                .limit(atMost)
                .map(seen -> new Hit(
                        seen.title(),
                        messages.get(
                                locale,
                                "search.kind",
                                seen.advisory().name(),
                                messages.get(
                                        locale,
                                        "advisory.state."
                                                + seen.advisory().state().id())),
                        OwnAdvisoryPages.HERE + "/" + seen.advisory().code().toLowerCase(Locale.ROOT),
                        seen.content().cve(),
                        seen.advisory().name()))
                .toList();
    }

    private Seen seen(OwnAdvisory one, Person person, Locale locale) {
        IssuedAdvisory issued = one.issued();
        AdvisoryContent content = issued == null || advisories.seesDraft(one, person)
                ? one.draft().content()
                : issued.content();
        boolean english =
                locale.getLanguage().equals("en") && !content.title().en().isEmpty();
        return new Seen(
                one, content, english ? content.title().en() : content.title().ja());
    }
}

package dev.shisa.server.psirt;

import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.web.Messages;
import dev.shisa.server.platform.web.SearchSource;
import dev.shisa.server.platform.web.SearchWords;
import java.util.List;
import java.util.Locale;
import org.springframework.stereotype.Component;

/** Lets the search box of the header find cases, for those who work on them. */
@Component
record CaseSearch(Cases cases, Messages messages) implements SearchSource {

    @Override
    public int position() {
        return 15;
    }

    @Override
    public String id() {
        return "cases";
    }

    @Override
    public List<Hit> search(String query, Person person, Locale locale, int atMost) {
        return person.can(Act.SEE_CASES)
                ? SearchWords.of(query)
                        .among(
                                cases.of(person),
                                c -> String.join(
                                        " ", c.number(), c.title(), c.about("reporter"), c.about("cve"), c.places()))
                        .stream()
                        .limit(atMost)
                        .map(c -> new Hit(
                                c.title(),
                                messages.get(
                                        locale,
                                        "search.kind",
                                        c.number(),
                                        messages.get(
                                                locale,
                                                "psirt.state." + c.state().id())),
                                CaseWords.here(c),
                                c.about("cve"),
                                c.number()))
                        .toList()
                : List.of();
    }
}

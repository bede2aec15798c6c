package dev.shisa.server.organisation;

import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.People;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.web.Messages;
import dev.shisa.server.platform.web.Query;
import dev.shisa.server.platform.web.SearchSource;
import dev.shisa.server.platform.web.SearchWords;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * Lets the search box of the header find people: in the company's register for everybody, and accounts for who looks after them. An
 * account that is not in the register leads others to what it has to do, if they see all of it.
 */
@Component
class PeopleSearch implements SearchSource {

    private final RegisterStore register;
    private final People people;
    private final Messages messages;

    PeopleSearch(RegisterStore register, People people, Messages messages) {
        this.register = register;
        this.people = people;
        this.messages = messages;
    }

    @Override
    public int position() {
        return 12;
    }

    @Override
    public String id() {
        return "people";
    }

    @Override
    public List<Hit> search(String query, Person person, Locale locale, int atMost) {
        SearchWords words = SearchWords.of(query);
        List<Entry> registered = register.present().stream()
                .filter(entry -> entry.kind() == Kind.PERSON_ENTRY && entry.left() == null)
                .toList();
        List<Hit> hits = new ArrayList<>();
        for (Entry entry : words.among(registered, e -> e.text("name") + " " + e.text("department"))) {
            String name = entry.text("name");
            hits.add(new Hit(
                    name,
                    entry.text("department"),
                    Query.of("/organisation/people").with("q", name).href(),
                    ""));
        }
        boolean looksAfter = person.can(Act.MANAGE_PEOPLE);
        if (looksAfter || person.series().isEmpty()) {
            Set<String> known = looksAfter
                    ? Set.of()
                    : registered.stream().map(e -> e.text("account")).collect(Collectors.toSet());
            for (Person account : words.among(people.all(), Person::name)) {
                if (!known.contains(account.id().toString())) {
                    hits.add(new Hit(account.name(), about(account, locale), href(account, looksAfter), ""));
                }
            }
        }
        return hits.stream().limit(atMost).toList();
    }

    private static String href(Person account, boolean looksAfter) {
        return looksAfter
                ? "/settings/people/" + account.id()
                : Query.of("/assignments").with("who", account.id().toString()).href();
    }

    private String about(Person account, Locale locale) {
        return account.roles().stream()
                .sorted()
                .map(role -> messages.get(locale, "role." + role.id()))
                .collect(Collectors.joining(messages.get(locale, "organisation.comma")));
    }
}

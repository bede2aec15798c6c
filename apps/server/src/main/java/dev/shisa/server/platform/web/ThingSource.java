package dev.shisa.server.platform.web;

import dev.shisa.server.platform.account.Person;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What the column can be about besides the company: the products. */
public interface ThingSource {

    /**
     * Where a page stands among those of one of them, if its own address lies elsewhere and this person sees it; else that
     * address.
     */
    String placeOf(String uri, Person person);

    /** The code in the address of a page about one of them; it need not be there. */
    Optional<String> codeIn(String uri);

    /** The one of this code, if this person sees it. */
    Optional<Thing> of(String code, Person person, Locale locale);

    /** The pages of the one with a code, whether there is one or not. */
    List<NavSource> entries(String code);

    /** Some of those that this person works with, the oldest first. */
    List<Choice> choices(Person person, int most);

    /**
     * One of them.
     *
     * @param version of which release it is about, in words
     * @param entries its pages, with whole addresses
     */
    record Thing(String code, String name, String version, List<NavSource> entries) {

        public Thing {
            entries = List.copyOf(entries);
        }
    }

    record Choice(String code, String name, String href) {}
}

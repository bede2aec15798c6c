package dev.shisa.server.platform.web;

import dev.shisa.server.platform.account.Person;
import java.util.List;
import java.util.Locale;

/** What a capability lets the search box of the header find; its heading is the message {@code search.<id>}. */
public interface SearchSource {

    /**
     * Order of the groups on the page: 10 products, 20 requirements, 30 evidence, 35 components, 40 questions, 60 library, 70
     * words, 90 help.
     */
    int position();

    String id();

    /**
     * What matches, best first, only what the person may see.
     *
     * @param query trimmed, 1 to 100 characters
     * @param atMost more need not be found
     */
    List<Hit> search(String query, Person person, Locale locale, int atMost);

    /**
     * One thing found.
     *
     * @param title its name, the link's words
     * @param about where it belongs, one line; may be empty
     * @param text what it says, of which the page shows the part around the words; may be empty
     */
    record Hit(String title, String about, String href, String text) {}
}

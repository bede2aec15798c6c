package dev.shisa.server.platform.web;

import dev.shisa.server.platform.account.Person;
import java.util.List;
import java.util.Locale;

/** What a capability lets the search box of the header find; its heading is the message {@code search.<id>}. */
public interface SearchSource {

    /**
     * Order of the groups on the page: 4 acts, 6 pages, 10 products, 12 people, 14 vulnerabilities, 15 cases, 16 advisories, 20
     * requirements, 30 evidence, 32 documents, 35 components, 37 suppliers, 38 shipments, 40 questions, 60 library, 70 words, 80
     * records, 90 help.
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
     * The same for somebody who comes from the pages of a product.
     *
     * @param at its code, as it was given: it may be none; empty: from elsewhere
     */
    default List<Hit> search(String query, String at, Person person, Locale locale, int atMost) {
        return search(query, person, locale, atMost);
    }

    /**
     * One thing found.
     *
     * @param title its name, the link's words
     * @param about where it belongs, one line; may be empty
     * @param text what it says, of which the page shows the part around the words; may be empty
     * @param id by which people know it: who types the whole of it looks for this; empty: its name alone
     */
    record Hit(String title, String about, String href, String text, String id) {

        public Hit(String title, String about, String href, String text) {
            this(title, about, href, text, "");
        }

        /** Whether all of its name, or of its id, was typed. */
        public boolean isExactly(SearchWords words) {
            return words.isWhole(title) || words.isWhole(id);
        }
    }
}

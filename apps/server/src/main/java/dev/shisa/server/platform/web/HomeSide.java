package dev.shisa.server.platform.web;

import dev.shisa.server.platform.account.Person;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** Rows for the side column of Home; several sources may fill one block. */
public interface HomeSide {

    Block block();

    /** The rows that the person may see; Home sorts them and shows the first few. */
    List<Row> rows(Person person, Locale locale);

    /** The blocks of the side column, in their order; their headings are the messages {@code home.side.<id>}. */
    enum Block {
        /** What runs out, soonest first. */
        DUE,
        /** What became different, newest first. */
        CHANGES,
        /** Whether Shisa itself is well, in the order given. */
        HEALTH;

        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * One row.
     *
     * @param shape icon before it ({@code met}), or empty
     * @param label what it is about
     * @param href where to look; empty: no link
     * @param value the day, the time, the result
     * @param urgent whether a person should look at it now
     * @param at what it is sorted by in {@code DUE} and {@code CHANGES}
     */
    record Row(String shape, String label, String href, String value, boolean urgent, Instant at) {}
}

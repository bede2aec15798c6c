package dev.shisa.server.calendar;

import dev.shisa.server.platform.account.Person;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;

/** A capability that knows days which do not wait in the inbox yet. */
public interface Dated {

    /**
     * Days that the person may know of, the soonest first; named without words that people wrote.
     *
     * @param until further ahead nobody looks
     */
    List<Day> days(Person person, Locale locale, LocalDate until);

    /**
     * One day.
     *
     * @param key what it is of, the same however the day moves
     * @param title in the reader's language
     * @param href the page that shows it, with the slash that it begins with
     */
    record Day(String key, LocalDate on, String title, String href) {}
}

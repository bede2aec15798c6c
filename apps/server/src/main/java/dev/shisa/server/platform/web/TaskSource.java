package dev.shisa.server.platform.web;

import dev.shisa.server.platform.account.Person;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a capability puts on Home: things that only a person can settle, each with the act that settles it. */
public interface TaskSource {

    List<Task> tasks(Person person, Locale locale);

    /** Of which days of a task its capability tells by notices of its own, so that nobody is reminded twice. */
    enum Reminded {
        /** Of none. */
        BY_NOTHING,
        /** That its day has come. */
        ON_ITS_DAY,
        /** Of all that there is to say. */
        BY_ITSELF
    }

    /** Which of that goes for this task. */
    default Reminded reminded(Task task) {
        return Reminded.BY_NOTHING;
    }

    /**
     * One row of 要対応.
     *
     * @param shape icon: a verdict's state ({@code not-met}), or {@code clock} for an urgent task that is no verdict
     * @param sentence names the thing; already in the reader's language
     * @param due the day on which it is late, or null
     * @param who the person it waits for, or an empty string
     * @param about product and criterion, or an empty string
     * @param button words of the act, a verb
     * @param href where the act is done
     */
    record Task(
            String shape,
            String sentence,
            @Nullable LocalDate due,
            String who,
            String about,
            String button,
            String href) {}
}

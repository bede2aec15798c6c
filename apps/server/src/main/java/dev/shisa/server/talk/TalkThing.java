package dev.shisa.server.talk;

import dev.shisa.server.platform.account.Person;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A thing that can be talked about.
 *
 * @param key tells it from others of its place; one key only, however it was asked for
 * @param series whose it is; null: the company's
 * @param isFor who may see it, and so its talk; looks nothing up, since many are asked for
 * @param mark its number or code: what a mail says of it
 * @param href its page
 * @param title what it is called on pages
 */
public record TalkThing(
        String key,
        @Nullable UUID series,
        Predicate<Person> isFor,
        String mark,
        String href,
        Function<Locale, String> title) {

    /** Of a series, or of the company, which everybody who works here sees. */
    public static TalkThing of(
            String key, @Nullable UUID series, String mark, String href, Function<Locale, String> title) {
        return new TalkThing(key, series, person -> series == null || person.sees(series), mark, href, title);
    }
}

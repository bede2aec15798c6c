package dev.shisa.server.platform.account;

import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.Signs;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who is signed in, or whose program calls with a token: the principal of a request.
 *
 * @param series the product series that the person is limited to; empty means all
 * @param only the acts that a token leaves of what the roles allow; null for somebody who has signed in
 */
public record Person(
        UUID id,
        String email,
        String name,
        String language,
        Set<Role> roles,
        Set<UUID> series,
        @Nullable Set<Act> only) {

    public Person {
        roles = Set.copyOf(roles);
        series = Set.copyOf(series);
        only = only == null ? null : Set.copyOf(only);
    }

    public Person(UUID id, String email, String name, String language, Set<Role> roles, Set<UUID> series) {
        this(id, email, name, language, roles, series, null);
    }

    public boolean can(Act act) {
        return couldWithAllSeries(act) && (series.isEmpty() || !act.isForAllSeries());
    }

    /** Whether nothing but a limit to some series could keep the person from it. */
    boolean couldWithAllSeries(Act act) {
        return (only == null || only.contains(act) || act.isOpen()) && act.allows(roles);
    }

    /** Whether the person's scope includes a series. */
    public boolean sees(UUID seriesId) {
        return series.isEmpty() || series.contains(seriesId);
    }

    /**
     * Refuses who is limited to some series: what others read, too, is changed by who sees all of it.
     *
     * @throws Problem 403
     */
    public void requireAll() {
        if (!series.isEmpty()) {
            throw new Problem(403, "organisation.limited");
        }
    }

    /**
     * The same person as a token lets a program be: what both allow.
     *
     * @param acts of the token
     * @param toSeries of the token; empty means all that the person sees
     * @throws IllegalArgumentException if the token names series, and the person sees none of them any more: nothing is
     *     left then, which an empty set of series could not say
     */
    public Person limitedTo(Set<Act> acts, Set<UUID> toSeries) {
        Set<UUID> both = toSeries.isEmpty()
                ? series
                : toSeries.stream().filter(this::sees).collect(Collectors.toSet());
        if (both.isEmpty() && !toSeries.isEmpty()) {
            throw new IllegalArgumentException("no series is left");
        }
        return new Person(id, email, name, language, roles, both, acts);
    }

    /** The name as it is read: width, spaces, letter case and what nobody sees do not make another name of it. */
    public String nameRead() {
        return read(name);
    }

    static String read(String name) {
        return Signs.read(Normalizer.normalize(name, Normalizer.Form.NFKC)).toLowerCase(Locale.ROOT);
    }
}

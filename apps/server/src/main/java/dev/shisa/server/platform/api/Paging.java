package dev.shisa.server.platform.api;

import dev.shisa.server.platform.Problem;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which part of a list is asked for. A list is walked by a cursor that says behind which element to go on, not by
 * numbers: what is added or taken away meanwhile neither repeats nor hides anything else.
 *
 * @param limit how many at most
 * @param after key of the last element before; empty: from the start
 */
public record Paging(int limit, String after) {

    public static final int LIMIT_MAX = 200;
    static final int LIMIT = 50;
    private static final int CURSOR_CHARS_MAX = 400;

    /** Of what a client sends. */
    static Paging of(String limit, String cursor) {
        if (!limit.matches("[0-9]{1,3}") || Integer.parseInt(limit) < 1 || Integer.parseInt(limit) > LIMIT_MAX) {
            throw new Problem(400, "api.limit", LIMIT_MAX);
        }
        if (cursor.length() > CURSOR_CHARS_MAX) {
            throw new Problem(400, "api.cursor");
        }
        try {
            String key = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            if (key.chars().anyMatch(c -> c < ' ' || c == 0xfffd)) {
                throw new Problem(400, "api.cursor");
            }
            return new Paging(Integer.parseInt(limit), key);
        } catch (IllegalArgumentException e) {
            throw new Problem(400, "api.cursor");
        }
    }

    /** The key as an id; null: from the start. */
    public @Nullable UUID afterId() {
        try {
            return after.isEmpty() ? null : UUID.fromString(after);
        } catch (IllegalArgumentException e) {
            throw new Problem(400, "api.cursor");
        }
    }

    /** The key as a number; 0: from the start. */
    public long afterNumber() {
        if (!after.matches("[0-9]{0,18}")) {
            throw new Problem(400, "api.cursor");
        }
        return after.isEmpty() ? 0 : Long.parseLong(after);
    }

    /**
     * A part of what lies in memory.
     *
     * @param key tells the elements apart, and orders them
     */
    public <T, R> Listing<R> of(Collection<T> all, Function<T, String> key, Function<T, R> shown) {
        Comparator<T> order = Comparator.comparing(key);
        return of(
                all.stream().sorted(order).toList(),
                key,
                element -> key.apply(element).compareTo(after) > 0,
                shown);
    }

    /**
     * A part of what a query found: the elements behind the cursor, one more than the limit if there are so many.
     *
     * @param found in the order of their keys
     */
    public <T, R> Listing<R> found(List<T> found, Function<T, String> key, Function<T, R> shown) {
        return of(found, key, element -> true, shown);
    }

    private <T, R> Listing<R> of(List<T> ordered, Function<T, String> key, Predicate<T> behind, Function<T, R> shown) {
        List<T> page = ordered.stream().filter(behind).limit(limit + 1L).toList();
        boolean more = page.size() > limit;
        List<T> part = more ? page.subList(0, limit) : page;
        return new Listing<>(
                part.stream().map(shown).toList(),
                more
                        ? Base64.getUrlEncoder()
                                .withoutPadding()
                                .encodeToString(key.apply(part.getLast()).getBytes(StandardCharsets.UTF_8))
                        : null);
    }
}

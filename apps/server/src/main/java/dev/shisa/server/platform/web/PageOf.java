package dev.shisa.server.platform.web;

import java.util.List;
import java.util.function.Predicate;

/**
 * One page of a list that is read page by page, for {@code part/pager.jte}.
 *
 * @param page counted from 1
 */
public record PageOf<T>(List<T> rows, int page, int pages) {

    public PageOf {
        rows = List.copyOf(rows);
    }

    /** @param typed the number of the page as an address has it; anything else is the first page, or the last */
    public static <T> PageOf<T> of(List<T> all, int size, String typed) {
        ListPage leaf = ListPage.of(all.size(), typed, size);
        return new PageOf<>(leaf.of(all), leaf.at(), leaf.pages());
    }

    /** The page with the first row that is wanted, so that a link to one row lands; none is: the page that was typed. */
    public static <T> PageOf<T> with(Predicate<T> wanted, List<T> all, int size, String typed) {
        for (int i = 0; i < all.size(); i++) {
            if (wanted.test(all.get(i))) {
                return of(all, size, Integer.toString(i / size + 1));
            }
        }
        return of(all, size, typed);
    }
}

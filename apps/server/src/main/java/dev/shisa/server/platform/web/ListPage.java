package dev.shisa.server.platform.web;

import java.util.List;

/**
 * One page of a list.
 *
 * @param at which, from 1
 * @param pages how many there are, at least 1
 * @param size the rows of a full page
 */
public record ListPage(int at, int pages, int size) {

    /** As many lines as a person reads through, and as a phone shows in a few screens. */
    public static final int ROWS = 25;

    /** The page of a list of so many rows that somebody asks for, or the nearest that there is. */
    public static ListPage of(long found, int wanted) {
        return of(found, wanted, ROWS);
    }

    /** The same of pages of another size. */
    public static ListPage of(long found, int wanted, int size) {
        int pages = Math.clamp(Math.ceilDiv(found, size), 1, Integer.MAX_VALUE / size);
        return new ListPage(Math.clamp(wanted, 1, pages), pages, size);
    }

    /** The same as it stands in an address; what is no number is the first. */
    public static ListPage of(long found, String wanted) {
        return of(found, wanted, ROWS);
    }

    /** The same of pages of another size. */
    public static ListPage of(long found, String wanted, int size) {
        return of(found, wanted.matches("[0-9]{1,6}") ? Integer.parseInt(wanted) : 1, size);
    }

    /** How many rows stand on the pages before. */
    public int from() {
        return (at - 1) * size;
    }

    /** The rows of this page, of all. */
    public <T> List<T> of(List<T> all) {
        return all.subList(Math.min(from(), all.size()), Math.min(from() + size, all.size()));
    }
}

package dev.shisa.server.platform.web;

import java.util.List;

/**
 * One page of a list.
 *
 * @param at which, from 1
 * @param pages how many there are, at least 1
 */
public record ListPage(int at, int pages) {

    /** As many lines as a person reads through, and as a phone shows in a few screens. */
    public static final int ROWS = 25;

    /** The page of a list of so many rows that somebody asks for, or the nearest that there is. */
    public static ListPage of(long found, int wanted) {
        int pages = Math.clamp(Math.ceilDiv(found, ROWS), 1, Integer.MAX_VALUE / ROWS);
        return new ListPage(Math.clamp(wanted, 1, pages), pages);
    }

    /** The same as it stands in an address; what is no number is the first. */
    public static ListPage of(long found, String wanted) {
        return of(found, wanted.matches("[0-9]{1,6}") ? Integer.parseInt(wanted) : 1);
    }

    /** How many rows stand on the pages before. */
    public int from() {
        return (at - 1) * ROWS;
    }

    /** The rows of this page, of all. */
    public <T> List<T> of(List<T> all) {
        return all.subList(Math.min(from(), all.size()), Math.min(from() + ROWS, all.size()));
    }
}

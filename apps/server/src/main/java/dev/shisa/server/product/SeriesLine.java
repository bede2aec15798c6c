package dev.shisa.server.product;

import org.jspecify.annotations.Nullable;

/**
 * One series as a row of a table.
 *
 * @param release name of the designated release, or empty
 * @param standing null while nothing was judged
 * @param label the label that it has or had, or null
 * @param open what is not settled, in words
 * @param outside titles of the guides in whose scope it is not; empty: none
 */
public record SeriesLine(
        Series series,
        String release,
        int models,
        boolean archived,
        SeriesStanding.@Nullable Standing standing,
        SeriesLabel.@Nullable Label label,
        String open,
        String outside) {

    public String href() {
        return "/products/" + series.code();
    }

    String next() {
        return standing == null ? "" : standing.next();
    }
}

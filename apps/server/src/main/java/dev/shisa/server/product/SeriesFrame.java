package dev.shisa.server.product;

import org.jspecify.annotations.Nullable;

/**
 * What stands above the content of every page of a series: made by {@link SeriesFrames}, shown by
 * {@code product/series-frame.jte}.
 *
 * @param archived whether the series was put away
 * @param models how many model numbers it has
 * @param designated the release that the label is for, or null while there is none
 * @param label the label that it has or had, or null
 * @param outside titles of the guides in whose scope it is not; empty: none
 * @param photo its picture, or null
 */
public record SeriesFrame(
        Series series,
        boolean archived,
        int models,
        @Nullable Release designated,
        SeriesLabel.@Nullable Label label,
        String outside,
        @Nullable SeriesPhoto photo) {

    public String code() {
        return series.code();
    }
}

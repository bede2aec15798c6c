package dev.shisa.server.product;

/** Where a person goes right after creating a series: the first questions. Without one it is the overview. */
public interface SeriesStart {

    String href(String seriesCode);
}

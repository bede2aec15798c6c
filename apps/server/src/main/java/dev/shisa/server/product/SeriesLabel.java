package dev.shisa.server.product;

import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/** Whether series have a label, and until when; implemented by the capability that knows applications. */
public interface SeriesLabel {

    /** The label of each of these series; one that never had any is not in the answer. */
    Map<UUID, Label> labels(Collection<UUID> seriesIds, Locale locale);

    /**
     * The label of a series.
     *
     * @param state shape that stands for it: {@code info}, {@code recheck}, {@code not-met}
     * @param words "labelled until 2028-03-31"
     * @param href the page of the application
     */
    record Label(String state, String words, String href) {}
}

package dev.shisa.server.product;

import java.util.List;
import java.util.Locale;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Makes the {@link SeriesFrame} of a page. */
@Component
public class SeriesFrames {

    private final Products products;
    private final Guides guides;
    private final ObjectProvider<SeriesLabel> labels;
    private final Photos photos;

    SeriesFrames(Products products, Guides guides, ObjectProvider<SeriesLabel> labels, Photos photos) {
        this.products = products;
        this.guides = guides;
        this.labels = labels;
        this.photos = photos;
    }

    /** The frame of a series page. */
    public SeriesFrame of(Series series, Locale locale) {
        return new SeriesFrame(
                series,
                products.isArchived(series.id()),
                products.models(series.id()).size(),
                products.designated(series).orElse(null),
                labels.stream()
                        .flatMap(source -> source.labels(List.of(series.id()), locale).values().stream())
                        .findFirst()
                        .orElse(null),
                guides.outOfScope(List.of(series.id()), locale).getOrDefault(series.id(), ""),
                photos.of(series).orElse(null));
    }
}

package dev.shisa.server.product;

import java.util.List;

/**
 * What a person enters to create a series.
 *
 * @param nameEn empty: none of its own
 * @param release name of its first release, which becomes the designated one; empty: none yet
 */
public record NewSeries(
        String code, String name, String nameEn, String kind, String about, List<String> models, String release) {

    public NewSeries {
        models = List.copyOf(models);
    }

    /** One that is known by the same name in English. */
    public NewSeries(String code, String name, String kind, String about, List<String> models, String release) {
        this(code, name, "", kind, about, models, release);
    }
}

package dev.shisa.server.product;

import java.util.List;

/**
 * What a person enters to create a series.
 *
 * @param release name of its first release, which becomes the designated one; empty: none yet
 */
public record NewSeries(String code, String name, String kind, String about, List<String> models, String release) {

    public NewSeries {
        models = List.copyOf(models);
    }
}

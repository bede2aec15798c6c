package dev.shisa.server.model;

import dev.shisa.server.product.SeriesTab;
import org.springframework.stereotype.Component;

/** The model among the pages of a series. */
@Component
class ModelTab implements SeriesTab {

    @Override
    public Part part() {
        return Part.PRODUCT;
    }

    @Override
    public int position() {
        return 3;
    }

    @Override
    public String id() {
        return "model";
    }

    @Override
    public String href(String seriesCode) {
        return "/products/" + seriesCode + "/model";
    }
}

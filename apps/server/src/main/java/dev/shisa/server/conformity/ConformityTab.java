package dev.shisa.server.conformity;

import dev.shisa.server.product.SeriesTab;
import org.springframework.stereotype.Component;

/** The board among the pages of a series. */
@Component
class ConformityTab implements SeriesTab {

    @Override
    public Part part() {
        return Part.CONFORMITY;
    }

    @Override
    public int position() {
        return 5;
    }

    @Override
    public String id() {
        return "conformity";
    }

    @Override
    public String href(String seriesCode) {
        return "/products/" + seriesCode + "/conformity";
    }
}

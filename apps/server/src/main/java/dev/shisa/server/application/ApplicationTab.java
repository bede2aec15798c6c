package dev.shisa.server.application;

import dev.shisa.server.product.SeriesTab;
import org.springframework.stereotype.Component;

/** The application among the pages of a series. */
@Component
class ApplicationTab implements SeriesTab {

    @Override
    public Part part() {
        return Part.APPLICATION;
    }

    @Override
    public int position() {
        return 8;
    }

    @Override
    public String id() {
        return "application";
    }

    @Override
    public String href(String seriesCode) {
        return "/products/" + seriesCode + "/application";
    }
}

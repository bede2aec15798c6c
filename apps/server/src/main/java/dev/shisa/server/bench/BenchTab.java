package dev.shisa.server.bench;

import dev.shisa.server.product.SeriesTab;
import org.springframework.stereotype.Component;

/** The device on the bench among the pages of a series. */
@Component
class BenchTab implements SeriesTab {

    @Override
    public Part part() {
        return Part.CHECKS;
    }

    @Override
    public int position() {
        return 11;
    }

    @Override
    public String id() {
        return "bench";
    }

    @Override
    public String href(String seriesCode) {
        return "/products/" + seriesCode + "/bench";
    }
}

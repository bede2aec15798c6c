package dev.shisa.server.scan;

import dev.shisa.server.product.SeriesTab;
import org.springframework.stereotype.Component;

/** Results of scanning tools among the pages of a series. */
@Component
class ScanTab implements SeriesTab {

    @Override
    public Part part() {
        return Part.CHECKS;
    }

    @Override
    public int position() {
        return 13;
    }

    @Override
    public String id() {
        return "scan";
    }

    @Override
    public String href(String seriesCode) {
        return "/products/" + seriesCode + "/scans";
    }
}

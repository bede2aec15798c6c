package dev.shisa.server.sbom;

import dev.shisa.server.product.SeriesTab;
import org.springframework.stereotype.Component;

/** Bills of materials among the pages of a series. */
@Component
class SbomTab implements SeriesTab {

    @Override
    public Part part() {
        return Part.INSIDE;
    }

    @Override
    public int position() {
        return 14;
    }

    @Override
    public String id() {
        return "sbom";
    }

    @Override
    public String href(String seriesCode) {
        return "/products/" + seriesCode + "/sboms";
    }
}

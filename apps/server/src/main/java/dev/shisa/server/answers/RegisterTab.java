package dev.shisa.server.answers;

import dev.shisa.server.product.SeriesTab;
import org.springframework.stereotype.Component;

/** The register among the pages of a series. */
@Component
class RegisterTab implements SeriesTab {

    @Override
    public Part part() {
        return Part.PRODUCT;
    }

    @Override
    public int position() {
        return 2;
    }

    @Override
    public String id() {
        return "register";
    }

    @Override
    public String href(String seriesCode) {
        return "/products/" + seriesCode + "/register";
    }
}

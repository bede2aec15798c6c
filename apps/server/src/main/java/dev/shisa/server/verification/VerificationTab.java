package dev.shisa.server.verification;

import dev.shisa.server.product.SeriesTab;
import org.springframework.stereotype.Component;

/** The verification plan among the pages of a series. */
@Component
class VerificationTab implements SeriesTab {

    @Override
    public Part part() {
        return Part.CHECKS;
    }

    @Override
    public int position() {
        return 10;
    }

    @Override
    public String id() {
        return "verification";
    }

    @Override
    public String href(String seriesCode) {
        return "/products/" + seriesCode + "/verification";
    }
}

package dev.shisa.server.procedure;

import dev.shisa.server.product.SeriesTab;
import org.springframework.stereotype.Component;

/** The guided steps at the bench among the pages of a series. */
@Component
class ProcedureTab implements SeriesTab {

    @Override
    public Part part() {
        return Part.CHECKS;
    }

    @Override
    public int position() {
        return 12;
    }

    @Override
    public String id() {
        return "procedure";
    }

    @Override
    public String href(String seriesCode) {
        return "/products/" + seriesCode + "/procedures";
    }
}

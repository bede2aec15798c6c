package dev.shisa.server.checklist;

import dev.shisa.server.product.SeriesTab;
import org.springframework.stereotype.Component;

/** Customers' checklists among the pages of a series. */
@Component
class ChecklistTab implements SeriesTab {

    @Override
    public Part part() {
        return Part.CONFORMITY;
    }

    @Override
    public int position() {
        return 7;
    }

    @Override
    public String id() {
        return "checklist";
    }

    @Override
    public String href(String seriesCode) {
        return "/products/" + seriesCode + "/checklists";
    }
}

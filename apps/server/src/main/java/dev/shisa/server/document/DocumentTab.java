package dev.shisa.server.document;

import dev.shisa.server.product.SeriesTab;
import org.springframework.stereotype.Component;

/** The documents of a series among its pages. */
@Component
class DocumentTab implements SeriesTab {

    @Override
    public Part part() {
        return Part.DOCUMENTS;
    }

    @Override
    public int position() {
        return 9;
    }

    @Override
    public String id() {
        return "documents";
    }

    @Override
    public String href(String seriesCode) {
        return "/products/" + seriesCode + "/documents";
    }
}

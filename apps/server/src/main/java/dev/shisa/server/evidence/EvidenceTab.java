package dev.shisa.server.evidence;

import dev.shisa.server.product.SeriesTab;
import org.springframework.stereotype.Component;

/** エビデンス among the tabs of a series. */
@Component
class EvidenceTab implements SeriesTab {

    @Override
    public Part part() {
        return Part.CONFORMITY;
    }

    @Override
    public int position() {
        return 6;
    }

    @Override
    public String id() {
        return "evidence";
    }

    @Override
    public String href(String seriesCode) {
        return "/products/" + seriesCode + "/evidence";
    }
}

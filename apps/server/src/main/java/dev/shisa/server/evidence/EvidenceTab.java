package dev.shisa.server.evidence;

import dev.shisa.server.product.SeriesTab;
import org.springframework.stereotype.Component;

/** エビデンス among the tabs of a series. */
@Component
class EvidenceTab implements SeriesTab {

    @Override
    public int position() {
        return 5;
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

package dev.shisa.server.answers;

import dev.shisa.server.product.SeriesStart;
import org.springframework.stereotype.Component;

/** A new series begins with what such a product usually consists of: fewer questions are left then. */
@Component
class FirstPage implements SeriesStart {

    @Override
    public String href(String seriesCode) {
        return "/products/" + seriesCode + "/ready-made";
    }
}

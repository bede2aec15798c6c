package dev.shisa.server.conformity;

import dev.shisa.server.product.SeriesStart;
import org.springframework.stereotype.Component;

/** A new series begins on its board: all sixteen, and the first question. */
@Component
class FirstBoard implements SeriesStart {

    @Override
    public String href(String seriesCode) {
        return "/products/" + seriesCode + "/conformity";
    }
}

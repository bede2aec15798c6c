package dev.shisa.server.answers;

import dev.shisa.server.product.SeriesStart;
import org.springframework.stereotype.Component;

/** A new series begins with what decides how much is asked of it, then with what such a product usually consists of. */
@Component
class FirstPage implements SeriesStart {

    @Override
    public String href(String seriesCode) {
        return "/products/" + seriesCode + "/questions/first";
    }
}

package dev.shisa.server.product;

import dev.shisa.server.platform.metrics.Metrics;
import org.springframework.stereotype.Component;

/** How many products this installation has to keep in view. */
@Component
class ProductMetrics {

    ProductMetrics(Metrics metrics, ProductStore store) {
        metrics.stored("shisa_series", "Product series", store::count);
    }
}

package dev.shisa.server.model;

import dev.shisa.server.product.SeriesTab;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The model among the pages of a series. */
@Configuration(proxyBeanMethods = false)
class ModelTab {

    @Bean
    SeriesTab modelInSeries() {
        return new SeriesTab(SeriesTab.Part.PRODUCT, 3, "model", "/model");
    }
}

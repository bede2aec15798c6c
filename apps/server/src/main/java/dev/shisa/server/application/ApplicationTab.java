package dev.shisa.server.application;

import dev.shisa.server.product.SeriesTab;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The application among the pages of a series. */
@Configuration(proxyBeanMethods = false)
class ApplicationTab {

    @Bean
    SeriesTab applicationInSeries() {
        return new SeriesTab(SeriesTab.Part.APPLICATION, 8, "application", "/application");
    }
}

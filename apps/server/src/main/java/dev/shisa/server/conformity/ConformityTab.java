package dev.shisa.server.conformity;

import dev.shisa.server.product.SeriesTab;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The board among the pages of a series. */
@Configuration(proxyBeanMethods = false)
class ConformityTab {

    @Bean
    SeriesTab conformityInSeries() {
        return new SeriesTab(SeriesTab.Part.ANSWERS, 2, "conformity", "/conformity")
                .with("/guides", "/export", "/pack", "/elsewhere");
    }

    @Bean
    SeriesTab measuresInSeries() {
        return new SeriesTab(SeriesTab.Part.ANSWERS, 8, "measures", "/measures");
    }
}

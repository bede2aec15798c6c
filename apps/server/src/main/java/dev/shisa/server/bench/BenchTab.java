package dev.shisa.server.bench;

import dev.shisa.server.product.SeriesTab;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The device on the bench among the pages of a series. */
@Configuration(proxyBeanMethods = false)
class BenchTab {

    @Bean
    SeriesTab benchInSeries() {
        return new SeriesTab(SeriesTab.Part.CHECKS, 11, "bench", "/bench");
    }
}

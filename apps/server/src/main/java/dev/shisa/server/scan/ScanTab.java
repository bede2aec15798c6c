package dev.shisa.server.scan;

import dev.shisa.server.product.SeriesTab;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Results of scanning tools among the pages of a series. */
@Configuration(proxyBeanMethods = false)
class ScanTab {

    @Bean
    SeriesTab scanInSeries() {
        return new SeriesTab(SeriesTab.Part.CHECKS, 13, "scan", "/scans");
    }
}

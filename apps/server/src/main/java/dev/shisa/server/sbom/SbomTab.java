package dev.shisa.server.sbom;

import dev.shisa.server.product.SeriesTab;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Bills of materials among the pages of a series. */
@Configuration(proxyBeanMethods = false)
class SbomTab {

    @Bean
    SeriesTab sbomInSeries() {
        return new SeriesTab(SeriesTab.Part.INSIDE, 14, "sbom", "/sboms");
    }
}

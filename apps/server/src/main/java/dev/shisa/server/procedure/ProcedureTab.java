package dev.shisa.server.procedure;

import dev.shisa.server.product.SeriesTab;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The guided steps at the bench among the pages of a series. */
@Configuration(proxyBeanMethods = false)
class ProcedureTab {

    @Bean
    SeriesTab procedureInSeries() {
        return new SeriesTab(SeriesTab.Part.CHECKS, 12, "procedure", "/procedures");
    }
}

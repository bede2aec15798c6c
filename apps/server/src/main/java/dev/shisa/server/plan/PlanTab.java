package dev.shisa.server.plan;

import dev.shisa.server.product.SeriesTab;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Where the order of work stands among the pages of a series. */
@Configuration(proxyBeanMethods = false)
class PlanTab {

    @Bean
    SeriesTab planInSeries() {
        return new SeriesTab(SeriesTab.Part.PLAN, 1, "plan", "/plan");
    }
}

package dev.shisa.server.answers;

import dev.shisa.server.platform.account.Act;
import dev.shisa.server.product.SeriesTab;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The register among the pages of a series. */
@Configuration(proxyBeanMethods = false)
class RegisterTab {

    @Bean
    SeriesTab registerInSeries() {
        return new SeriesTab(SeriesTab.Part.PRODUCT, 2, "register", "/register").with("/ready-made", "/items");
    }

    @Bean
    SeriesTab questionsInSeries() {
        return new SeriesTab(SeriesTab.Part.ANSWERS, 3, "questions", "/questions", Act.ADD_EVIDENCE);
    }

    @Bean
    SeriesTab qualityInSeries() {
        return new SeriesTab(SeriesTab.Part.ANSWERS, 7, "quality", "/quality-in-use");
    }
}

package dev.shisa.server.checklist;

import dev.shisa.server.product.SeriesTab;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Customers' checklists among the pages of a series. */
@Configuration(proxyBeanMethods = false)
class ChecklistTab {

    @Bean
    SeriesTab selfCheckInSeries() {
        return new SeriesTab(SeriesTab.Part.ANSWERS, 4, "self-check", "/self-check");
    }

    @Bean
    SeriesTab guidelineCheckInSeries() {
        return new SeriesTab(SeriesTab.Part.ANSWERS, 5, "guideline-check", "/guideline-check");
    }

    @Bean
    SeriesTab checklistInSeries() {
        return new SeriesTab(SeriesTab.Part.ANSWERS, 6, "checklist", "/checklists");
    }
}

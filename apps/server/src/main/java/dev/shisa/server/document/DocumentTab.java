package dev.shisa.server.document;

import dev.shisa.server.product.SeriesTab;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The documents of a series among its pages. */
@Configuration(proxyBeanMethods = false)
class DocumentTab {

    @Bean
    SeriesTab documentsInSeries() {
        return new SeriesTab(SeriesTab.Part.DOCUMENTS, 9, "documents", "/documents");
    }
}

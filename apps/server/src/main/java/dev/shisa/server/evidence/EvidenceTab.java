package dev.shisa.server.evidence;

import dev.shisa.server.product.SeriesTab;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** エビデンス among the tabs of a series. */
@Configuration(proxyBeanMethods = false)
class EvidenceTab {

    @Bean
    SeriesTab evidenceInSeries() {
        return new SeriesTab(SeriesTab.Part.EVIDENCE, 1, "evidence", "/evidence");
    }
}

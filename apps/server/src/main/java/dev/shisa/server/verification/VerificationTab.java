package dev.shisa.server.verification;

import dev.shisa.server.product.SeriesTab;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The verification plan among the pages of a series. */
@Configuration(proxyBeanMethods = false)
class VerificationTab {

    @Bean
    SeriesTab verificationInSeries() {
        return new SeriesTab(SeriesTab.Part.CHECKS, 10, "verification", "/verification");
    }
}

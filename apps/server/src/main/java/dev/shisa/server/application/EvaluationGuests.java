package dev.shisa.server.application;

import dev.shisa.server.platform.account.GuestTable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Links by which an outside evaluator or proxy works on a series. */
@Configuration(proxyBeanMethods = false)
class EvaluationGuests {

    @Bean
    GuestTable evaluators() {
        return new GuestTable("evaluation", "application_link", "created_by", "recipient");
    }
}

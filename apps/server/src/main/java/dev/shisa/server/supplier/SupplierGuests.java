package dev.shisa.server.supplier;

import dev.shisa.server.platform.account.GuestTable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Links by which a supplier answers, and by which files are exchanged. */
@Configuration(proxyBeanMethods = false)
class SupplierGuests {

    @Bean
    GuestTable questionnaires() {
        return new GuestTable("questionnaire", "supplier_request", "by_id", "recipient");
    }

    @Bean
    GuestTable exchanges() {
        return new GuestTable("exchange", "supplier_access", "by_id", "person");
    }
}

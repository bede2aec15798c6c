package dev.shisa.server.document;

import dev.shisa.server.platform.account.GuestTable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Links by which a business reads what is meant for it. */
@Configuration(proxyBeanMethods = false)
class HandingGuests {

    @Bean
    GuestTable readers() {
        return new GuestTable("handing", "document_handing", "by_id", "business");
    }
}

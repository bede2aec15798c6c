package dev.shisa.server.answers;

import dev.shisa.server.platform.account.GuestTable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Links by which a colleague without an account answers questions. */
@Configuration(proxyBeanMethods = false)
class AnswerGuests {

    @Bean
    GuestTable colleagues() {
        return new GuestTable("answer", "question_link", "created_by", "recipient");
    }
}

package dev.shisa.server.inbox;

import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.web.NavSource;
import dev.shisa.server.platform.web.NavSource.Place;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What waits for people stands first. */
@Configuration(proxyBeanMethods = false)
class HomeEntry {

    @Bean
    NavSource homePlaces(Inbox inbox) {
        return new NavSource(
                        NavSource.Group.FIRST,
                        1,
                        "home",
                        Place.of("/", "inbox.nav.home", Act.VIEW),
                        Place.of("/tasks", "inbox.nav.tasks", Act.VIEW),
                        Place.of("/assignments", "inbox.nav.assignments", Act.VIEW))
                .counting(inbox::count);
    }
}

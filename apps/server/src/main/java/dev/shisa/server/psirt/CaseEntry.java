package dev.shisa.server.psirt;

import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.web.NavSource;
import dev.shisa.server.platform.web.NavSource.Place;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What others report about the products, and what is told to everybody. */
@Configuration(proxyBeanMethods = false)
class CaseEntry {

    @Bean
    NavSource psirtPlaces() {
        return new NavSource(
                NavSource.Group.COMPANY,
                3,
                "psirt",
                Place.of("/psirt", "psirt.nav.cases", Act.VIEW),
                Place.of("/vulnerabilities/feedback", "psirt.nav.feedback", Act.VIEW),
                Place.of("/vulnerabilities/advisories", "psirt.nav.advisories", Act.VIEW),
                Place.of("/psirt/window", "psirt.nav.window", Act.RUN_PSIRT),
                Place.of("/psirt/mailbox", "psirt.nav.mailbox", Act.RUN_PSIRT),
                Place.of("/psirt/quarantine", "psirt.nav.quarantine", Act.RUN_PSIRT),
                Place.of("/psirt/settings", "psirt.nav.settings", Act.RUN_PSIRT));
    }
}

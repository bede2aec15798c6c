package dev.shisa.server.platform.ledger;

import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.web.NavSource;
import dev.shisa.server.platform.web.NavSource.Place;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What was recorded, and whether that is still what it was. */
@Configuration(proxyBeanMethods = false)
class LedgerNavigation {

    @Bean
    NavSource ledgerPlaces() {
        return new NavSource(
                NavSource.Group.LAST,
                1,
                "ledger",
                Place.of("/records", "ledger.tab.records", Act.READ_AUDIT),
                Place.of("/audit", "ledger.tab.audit", Act.READ_AUDIT),
                Place.of("/records/check", "ledger.tab.check", Act.READ_AUDIT),
                Place.of("/records/checkpoints", "ledger.tab.checkpoints", Act.READ_AUDIT),
                Place.of("/records/erasures", "ledger.tab.erasures", Act.READ_AUDIT));
    }
}

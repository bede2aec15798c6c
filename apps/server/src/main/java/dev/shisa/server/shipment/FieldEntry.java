package dev.shisa.server.shipment;

import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.web.NavSource;
import dev.shisa.server.platform.web.NavSource.Place;
import dev.shisa.server.product.SeriesLines;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Products that are in use, and those who use them. */
@Configuration(proxyBeanMethods = false)
class FieldEntry {

    @Bean
    NavSource fieldPlaces(SeriesLines series) {
        return new NavSource(
                        NavSource.Group.COMPANY,
                        4,
                        "field",
                        Place.of("/field/notices", "audience.tab.notices", Act.VIEW),
                        Place.of("/field/support", "audience.tab.support", Act.VIEW),
                        Place.of("/field/shipments", "audience.tab.shipments", Act.VIEW),
                        Place.of("/field/stops", "audience.tab.stops", Act.VIEW),
                        Place.ofAll("/field/receivers", "audience.tab.receivers", Act.TELL_USERS),
                        Place.ofAll("/field/businesses", "audience.tab.businesses", Act.TELL_USERS),
                        Place.of("/field/inquiries", "audience.tab.inquiries", Act.VIEW),
                        Place.of("/field/status", "audience.tab.status", Act.VIEW))
                .once(series::any);
    }
}

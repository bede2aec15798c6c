package dev.shisa.server.product;

import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.ScopeSource;
import dev.shisa.server.platform.web.NavSource;
import dev.shisa.server.platform.web.NavSource.Place;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Where products and their own pages stand, and to which series a person can be limited. */
@Configuration(proxyBeanMethods = false)
class Navigation {

    /** What is asked of all products together stands beside their list, whichever capability has the page. */
    @Bean
    NavSource productsPlaces() {
        return new NavSource(
                NavSource.Group.COMPANY,
                1,
                "product",
                Place.of("/products", "product.nav.list", Act.VIEW),
                Place.of("/evidence", "product.nav.evidence", Act.VIEW),
                Place.of("/confirm", "product.nav.confirm", Act.CONFIRM),
                Place.of("/parameters", "product.nav.parameters", Act.VIEW));
    }

    @Bean
    NavSource mapPlaces() {
        return new NavSource(NavSource.Group.LAST, 3, "map", Place.of("/map", "web.nav.map", Act.VIEW));
    }

    @Bean
    SeriesTab overviewInSeries() {
        return new SeriesTab(SeriesTab.Part.PROGRESS, 1, "overview", "");
    }

    @Bean
    SeriesTab releasesInSeries() {
        return new SeriesTab(SeriesTab.Part.PRODUCT, 4, "releases", "/releases");
    }

    @Bean
    ScopeSource seriesScopes(Products products) {
        return () -> products.every().stream()
                .map(series -> new ScopeSource.Scope(series.id(), series.name()))
                .toList();
    }
}

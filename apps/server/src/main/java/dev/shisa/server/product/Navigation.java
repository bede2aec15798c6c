package dev.shisa.server.product;

import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.ScopeSource;
import dev.shisa.server.platform.web.NavSource;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Where products and their own tabs stand, and to which series a person can be limited. */
@Configuration(proxyBeanMethods = false)
class Navigation {

    @Bean
    NavSource productsEntry() {
        return new NavSource() {
            @Override
            public int position() {
                return 2;
            }

            @Override
            public String id() {
                return "product";
            }

            @Override
            public String href() {
                return "/products";
            }

            @Override
            public List<String> prefixes() {
                return List.of("/products", "/evidence", "/confirm");
            }

            @Override
            public boolean visibleTo(Person person) {
                return person.can(Act.VIEW);
            }
        };
    }

    @Bean
    SeriesTab overviewTab() {
        return new Tab(SeriesTab.Part.OVERVIEW, 1, "overview", "");
    }

    @Bean
    SeriesTab releasesTab() {
        return new Tab(SeriesTab.Part.PRODUCT, 4, "releases", "/releases");
    }

    @Bean
    ScopeSource seriesScopes(Products products) {
        return () -> products.every().stream()
                .map(series -> new ScopeSource.Scope(series.id(), series.name()))
                .toList();
    }

    private record Tab(Part part, int position, String id, String path) implements SeriesTab {
        @Override
        public String href(String seriesCode) {
            return "/products/" + seriesCode + path;
        }
    }
}

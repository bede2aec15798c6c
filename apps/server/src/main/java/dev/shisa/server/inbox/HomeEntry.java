package dev.shisa.server.inbox;

import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.web.NavSource;
import dev.shisa.server.platform.web.NavSource.Place;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.SeriesPlace;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What waits for people stands first. */
@Configuration(proxyBeanMethods = false)
class HomeEntry {

    private static final Pattern ONE = Pattern.compile("/tasks/([0-9a-f]{1,64})(?:/.*)?");

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

    /** A thing about one product stands beside the pages of that product. */
    @Bean
    SeriesPlace tasksOfSeries(Inbox inbox, Products products) {
        return (uri, person) -> {
            Matcher one = ONE.matcher(uri);
            return one.matches()
                    ? inbox.series(one.group(1), person)
                            .filter(person::sees)
                            .flatMap(products::byId)
                            .map(series -> "/products/" + series.code() + uri)
                    : Optional.empty();
        };
    }
}

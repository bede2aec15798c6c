package dev.shisa.server.conformity;

import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.settings.Settings;
import dev.shisa.server.product.Products;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Whatever is judged, by its id. */
@Component
class AllJudged {

    private final Products products;
    private final Settings settings;

    AllJudged(Products products, Settings settings) {
        this.products = products;
        this.settings = settings;
    }

    /** Questions about the company are asked on the pages of a series, whichever: the answers count for all. */
    Judged organisation(Person reader) {
        return Judged.organisation(
                products.organisation().id(),
                settings.organisationName(),
                products.visibleTo(reader, 0, 1).stream().findFirst().orElse(null));
    }

    /** Those that there are of these, whether the reader may see them or not. */
    Map<UUID, Judged> byIds(Collection<UUID> ids, Person reader) {
        Map<UUID, Judged> found = new HashMap<>();
        products.byIds(ids).forEach(series -> found.put(series.id(), Judged.of(series)));
        products.organisationId()
                .filter(ids::contains)
                .ifPresent(id -> found.put(id, organisation(reader)));
        return found;
    }
}

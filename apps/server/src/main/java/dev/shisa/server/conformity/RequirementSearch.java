package dev.shisa.server.conformity;

import dev.shisa.conformity.Requirement;
import dev.shisa.conformity.RequirementId;
import dev.shisa.server.catalogue.Catalogues;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.web.SearchSource;
import dev.shisa.server.product.Guides;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Finds requirements by number or word, for each series that the person sees and of which they are asked. */
@Component
class RequirementSearch implements SearchSource {

    private final Catalogues catalogues;
    private final Products products;
    private final Guides guides;
    private final RequirementLinks links;

    RequirementSearch(Catalogues catalogues, Products products, Guides guides, RequirementLinks links) {
        this.catalogues = catalogues;
        this.products = products;
        this.guides = guides;
        this.links = links;
    }

    @Override
    public int position() {
        return 20;
    }

    @Override
    public String id() {
        return "requirements";
    }

    @Override
    public List<Hit> search(String query, Person person, Locale locale, int atMost) {
        String wanted = plain(query);
        List<Hit> hits = new ArrayList<>();
        List<Requirement> found = catalogues.current().requirements().stream()
                .filter(r -> plain(r.id().number() + " " + r.title().in(locale) + " "
                                + r.shortName().in(locale) + " " + r.text().in(locale))
                        .contains(wanted))
                .toList();
        List<Series> visible = products.visibleTo(person);
        Map<UUID, Set<RequirementId>> asked = new HashMap<>();
        visible.forEach(series -> asked.put(
                series.id(),
                guides.asked(series.id()).stream().map(Requirement::id).collect(Collectors.toSet())));
        for (Requirement requirement : found) {
            String title = requirement.id().number() + " " + requirement.title().in(locale);
            for (Series series : visible) {
                if (hits.size() >= atMost) {
                    return hits;
                }
                if (asked.getOrDefault(series.id(), Set.of()).contains(requirement.id())) {
                    hits.add(new Hit(title, series.name(), links.to(series, requirement.id())));
                }
            }
        }
        return hits;
    }

    private static String plain(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
    }
}

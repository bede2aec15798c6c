package dev.shisa.server.conformity;

import dev.shisa.conformity.Requirement;
import dev.shisa.conformity.RequirementId;
import dev.shisa.server.catalogue.Catalogues;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.web.SearchSource;
import dev.shisa.server.platform.web.SearchWords;
import dev.shisa.server.product.Guides;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import java.util.ArrayList;
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

    /** Of more series the first are looked at; their boards lead to the requirement, too. */
    private static final int SERIES_MAX = 100;

    /** Of one requirement the first few series, so that the others are seen as well. */
    private static final int SERIES_SHOWN = 3;

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
        List<Requirement> found = SearchWords.of(query)
                .among(
                        catalogues.current().requirements(),
                        r -> r.id().number() + " " + r.title().in(locale) + " "
                                + r.shortName().in(locale) + " " + r.text().in(locale));
        if (found.isEmpty()) {
            return List.of();
        }
        List<Series> visible = products.visibleTo(person, 0, SERIES_MAX);
        Set<RequirementId> ids = found.stream().map(Requirement::id).collect(Collectors.toSet());
        Map<UUID, Set<RequirementId>> asked =
                guides.asked(visible.stream().collect(Collectors.toMap(Series::id, series -> ids)));
        List<Hit> hits = new ArrayList<>();
        for (Requirement requirement : found) {
            String title = requirement.id().number() + " " + requirement.title().in(locale);
            List<Series> of = visible.stream()
                    .filter(series -> asked.getOrDefault(series.id(), Set.of()).contains(requirement.id()))
                    .toList();
            for (Series series : of.subList(0, Math.min(of.size(), SERIES_SHOWN))) {
                hits.add(new Hit(
                        title,
                        series.name(),
                        links.to(series, requirement.id()),
                        requirement.text().in(locale),
                        requirement.id().number()));
            }
            if (hits.size() >= atMost) {
                break;
            }
        }
        return hits;
    }
}

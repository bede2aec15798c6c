package dev.shisa.server.conformity;

import dev.shisa.conformity.Requirement;
import dev.shisa.server.catalogue.Catalogues;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.web.SearchSource;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.springframework.stereotype.Component;

/** Finds requirements by number or word, for each series that the person sees. */
@Component
class RequirementSearch implements SearchSource {

    private final Catalogues catalogues;
    private final Products products;

    RequirementSearch(Catalogues catalogues, Products products) {
        this.catalogues = catalogues;
        this.products = products;
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
        for (Requirement requirement : found) {
            for (Series series : products.visibleTo(person)) {
                if (hits.size() >= atMost) {
                    return hits;
                }
                hits.add(new Hit(
                        requirement.id().number() + " " + requirement.title().in(locale),
                        series.name(),
                        "/products/" + series.code() + "/conformity/"
                                + requirement.id().number()));
            }
        }
        return hits;
    }

    private static String plain(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
    }
}

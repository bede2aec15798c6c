package dev.shisa.server.executive;

import dev.shisa.server.catalogue.Catalogues;
import dev.shisa.server.conformity.Standing;
import dev.shisa.server.conformity.Verdicts;
import dev.shisa.server.executive.Portfolio.Guide;
import dev.shisa.server.executive.Portfolio.Product;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.web.SearchWords;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Gathers the products that a person sees with how far each is with each guide: for page, sheet and file alike. */
@Component
class Portfolios {

    /** A company with more has executives for each division. */
    private static final int SERIES_MAX = 5_000;

    /** So many series are read at once. */
    private static final int READ_AT_ONCE = 500;

    private final Products products;
    private final Verdicts verdicts;
    private final Catalogues catalogues;

    Portfolios(Products products, Verdicts verdicts, Catalogues catalogues) {
        this.products = products;
        this.verdicts = verdicts;
        this.catalogues = catalogues;
    }

    /**
     * What a reader chose to see.
     *
     * @param sort {@code name}, the id of a guide, or empty: what needs somebody most comes first
     */
    record Choice(String words, String sort, boolean descending) {}

    Portfolio of(Choice choice, Person person, Ui ui) {
        List<Series> all = products.visibleTo(person, 0, SERIES_MAX);
        SearchWords words = SearchWords.of(choice.words());
        List<Series> found = words.isEmpty()
                ? all
                : words.among(all, series -> series.name() + " " + series.nameEn() + " " + series.code());
        List<Product> seen = new ArrayList<>();
        for (int from = 0; from < found.size(); from += READ_AT_ONCE) {
            List<Series> some = found.subList(from, Math.min(found.size(), from + READ_AT_ONCE));
            Map<UUID, List<Standing>> standings =
                    verdicts.standings(some.stream().map(Series::id).toList());
            some.forEach(series -> seen.add(new Product(
                    series,
                    standings.getOrDefault(series.id(), List.of()).stream()
                            .collect(Collectors.toMap(Standing::framework, Function.identity())))));
        }
        List<Guide> guides = catalogues.current().frameworks().stream()
                .filter(framework -> seen.stream().anyMatch(p -> p.standings().containsKey(framework.id())))
                .map(framework -> new Guide(framework.id(), framework.title().in(ui.locale())))
                .toList();
        Comparator<Product> order = choice.sort().equals("name")
                ? Portfolio.byName()
                : Portfolio.byNeed(guides.stream()
                        .map(Guide::id)
                        .filter(choice.sort()::equals)
                        .findFirst()
                        .orElse(null));
        return new Portfolio(
                guides,
                seen.stream()
                        .sorted(choice.descending() ? order.reversed() : order)
                        .toList(),
                all.size());
    }
}

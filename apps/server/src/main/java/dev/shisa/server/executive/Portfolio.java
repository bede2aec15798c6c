package dev.shisa.server.executive;

import dev.shisa.conformity.VerdictState;
import dev.shisa.server.conformity.Coverage;
import dev.shisa.server.conformity.Standing;
import dev.shisa.server.product.Series;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * All products by all guides that any of them follows: how many requirements are in which verdict.
 *
 * @param guides in the order of the catalogue
 * @param products in the order that was asked for
 * @param total how many there are without the search
 */
public record Portfolio(List<Guide> guides, List<Product> products, int total) {

    public Portfolio {
        guides = List.copyOf(guides);
        products = List.copyOf(products);
    }

    public record Guide(String id, String title) {}

    /**
     * A product with what it follows.
     *
     * @param standings by guide; a guide that it does not follow is not there
     */
    public record Product(Series series, Map<String, Standing> standings) {
        public Product {
            standings = Map.copyOf(standings);
        }

        Optional<Standing> of(Guide guide) {
            return Optional.ofNullable(standings.get(guide.id()));
        }

        /** Whether what is said here may have been overtaken. */
        boolean waiting() {
            return standings.values().stream().anyMatch(Standing::waiting);
        }
    }

    /** What a list is ordered by: what needs somebody most, in all guides or in one of them. */
    static Comparator<Product> byNeed(@Nullable String guide) {
        Comparator<Product> order = Comparator.comparing(
                (Product product) -> product.standings().values().stream()
                        .filter(standing ->
                                guide == null || standing.framework().equals(guide))
                        .anyMatch(_ -> true),
                Comparator.reverseOrder());
        // What fails counts before all that is only open, and that before what waits for a second person.
        for (VerdictState state :
                List.of(VerdictState.NOT_MET, VerdictState.RECHECK, VerdictState.UNKNOWN, VerdictState.EXPECTED)) {
            order = order.thenComparing(
                    product -> product.standings().values().stream()
                            .filter(standing ->
                                    guide == null || standing.framework().equals(guide))
                            .mapToInt(standing -> standing.count(state))
                            .sum(),
                    Comparator.reverseOrder());
        }
        return order.thenComparing(byName());
    }

    static Comparator<Product> byName() {
        return Comparator.comparing((Product product) -> product.series().name())
                .thenComparing(product -> product.series().code());
    }

    /** How many of a guide's requirements are in which verdict, over all these products. */
    Map<VerdictState, Integer> counts(Guide guide) {
        Map<VerdictState, Integer> counts = new EnumMap<>(VerdictState.class);
        products.forEach(product -> product.of(guide)
                .ifPresent(standing ->
                        standing.counts().forEach((state, count) -> counts.merge(state, count, Integer::sum))));
        return counts;
    }

    /** How many products have something that is not met or has to be looked at again. */
    int failing() {
        return (int) products.stream()
                .filter(product -> product.standings().values().stream()
                        .anyMatch(s -> s.count(VerdictState.NOT_MET) + s.count(VerdictState.RECHECK) > 0))
                .count();
    }

    /**
     * A row of the page.
     *
     * @param cells one for each guide; without a bar where it does not follow that guide
     */
    public record Row(String name, String code, String href, boolean waiting, List<Coverage.Line> cells) {
        public Row {
            cells = List.copyOf(cells);
        }
    }
}

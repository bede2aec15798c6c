package dev.shisa.server.psirt;

import dev.shisa.server.product.Model;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Release;
import dev.shisa.server.product.Series;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The lines in which a case names what is affected ({@code MC-200 2.4.1 libcurl}), held against the register of products. */
@Component
class CasePlaces {

    private final Products products;

    CasePlaces(Products products) {
        this.products = products;
    }

    /**
     * A line.
     *
     * @param series null: the register has no such product
     * @param models numbers of its models
     * @param release null: no version is named, or none that is registered
     */
    record Place(
            String line,
            @Nullable Series series,
            List<String> models,
            @Nullable Release release) {

        Place {
            models = List.copyOf(models);
        }
    }

    /** In their order. */
    List<Place> of(Collection<String> lines) {
        if (lines.isEmpty()) {
            return List.of();
        }
        List<Series> all = products.every();
        Map<UUID, List<Release>> releases = new HashMap<>();
        Map<UUID, List<String>> models = new HashMap<>();
        return lines.stream()
                .map(line -> begins(line, all, Series::code)
                        .map(series -> new Place(
                                line,
                                series,
                                models.computeIfAbsent(
                                        series.id(),
                                        id -> products.models(id).stream()
                                                .map(Model::number)
                                                .toList()),
                                begins(
                                                line.substring(series.code().length())
                                                        .strip(),
                                                releases.computeIfAbsent(series.id(), products::releases),
                                                Release::name)
                                        .orElse(null)))
                        .orElseGet(() -> new Place(line, null, List.of(), null)))
                .toList();
    }

    /** Of several names with which a line begins the longest. */
    private static <T> Optional<T> begins(String line, List<T> all, Function<T, String> name) {
        return all.stream()
                .filter(one -> isBegun(line, name.apply(one)))
                .max(Comparator.comparing(one -> name.apply(one).length()));
    }

    private static boolean isBegun(String line, String name) {
        return line.startsWith(name)
                && (line.length() == name.length() || Character.isWhitespace(line.charAt(name.length())));
    }

    /** The lines whose product the register does not have. */
    List<String> unknown(Case one) {
        return of(one.standings().keySet()).stream()
                .filter(place -> place.series() == null && !place.line().isEmpty())
                .map(Place::line)
                .toList();
    }
}

package dev.shisa.server.shipment;

import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.web.Messages;
import dev.shisa.server.platform.web.SearchSource;
import dev.shisa.server.platform.web.SearchWords;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Lets the search box of the header find what left: by a whole serial number, by lot, and by the number of the shipment. */
@Component
record ShipmentSearch(ShipmentStore store, Products products, Messages messages) implements SearchSource {

    @Override
    public int position() {
        return 38;
    }

    @Override
    public String id() {
        return "shipments";
    }

    @Override
    public List<Hit> search(String query, Person person, Locale locale, int atMost) {
        SearchWords words = SearchWords.of(query);
        if (words.isEmpty()) {
            return List.of();
        }
        List<Shipment> found =
                store.page(ShipmentStore.Filter.all(person.series()).with(query), 0, atMost);
        Map<UUID, String> names =
                products.byIds(found.stream().map(Shipment::series).collect(Collectors.toSet())).stream()
                        .collect(Collectors.toMap(Series::id, Series::name));
        return found.stream()
                .map(one -> new Hit(
                        one.code(),
                        messages.get(
                                locale,
                                "shipment.found",
                                names.getOrDefault(one.series(), ""),
                                one.day().toString(),
                                one.devices()),
                        ShipmentPages.here(one),
                        one.modelNumber() + " " + one.lot(),
                        holds(one, query) ? query : one.lot()))
                .toList();
    }

    /** Who types the whole of a serial number looks for the shipment that it left in. */
    private static boolean holds(Shipment one, String query) {
        return SerialRange.single(query)
                .filter(serial -> SerialRange.shared(List.of(serial), one.serials()) > 0)
                .isPresent();
    }
}

package dev.shisa.server.shipment;

import dev.shisa.server.product.Products;
import dev.shisa.server.product.Release;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * How many devices left with some versions, and which (guide 004, 指針15 ①; S-048). This is what was shipped: what is still in use, and what
 * was updated since, nobody knows from it.
 */
@Service
@Transactional(readOnly = true)
public class ShipmentReach {

    private final ShipmentStore store;
    private final Stops stops;
    private final Products products;

    ShipmentReach(ShipmentStore store, Stops stops, Products products) {
        this.store = store;
        this.stops = stops;
        this.products = products;
    }

    /**
     * Devices of a series.
     *
     * @param affected that left with one of the versions
     * @param unknown that left, nobody said with which version; never part of the others
     * @param stopped of these two, those that a stop in force concerns
     */
    public record Devices(long affected, long unknown, long stopped) {}

    /** How many left; empty: nothing was registered, so it is not known. */
    public Optional<Devices> devices(UUID series, Set<UUID> releases) {
        if (store.registered(List.of(series)).isEmpty()) {
            return Optional.empty();
        }
        long affected = 0;
        long unknown = 0;
        for (Map.Entry<@Nullable UUID, Long> one : store.byRelease(series).entrySet()) {
            UUID release = one.getKey();
            if (release == null) {
                unknown += one.getValue();
            } else if (releases.contains(release)) {
                affected += one.getValue();
            }
        }
        List<Stop> active =
                stops.of(series).stream().filter(one -> one.state().blocks()).toList();
        long[] stopped = {0};
        if (!active.isEmpty()) {
            store.each(reached(series, releases), Integer.MAX_VALUE, shipment -> {
                if (isReached(shipment, releases) && !shipment.again()) {
                    stopped[0] += active.stream()
                            .filter(stop -> stop.affects(shipment.item(), shipment.day()) == Concerned.Match.YES)
                            .mapToLong(stop -> stop.content().concerned().devices(shipment.item(), shipment.devices()))
                            .max()
                            .orElse(0);
                }
            });
        }
        return Optional.of(new Devices(affected, unknown, stopped[0]));
    }

    private static ShipmentStore.Filter reached(UUID series, Set<UUID> releases) {
        return ShipmentStore.Filter.all(Set.of(series)).counting().of(Set.of(), releases);
    }

    /** The query leaves out nothing when there are no versions to look for. */
    private static boolean isReached(Shipment shipment, Set<UUID> releases) {
        UUID release = shipment.release();
        return release == null || releases.contains(release);
    }

    /**
     * Devices that left together.
     *
     * @param release empty: nobody said with which version
     * @param serials as they are written
     * @param again whether they had left before
     * @param stops in force that concern them, or may
     */
    public record Shipped(
            String code,
            UUID series,
            String model,
            String release,
            String lot,
            LocalDate day,
            long devices,
            String serials,
            String destination,
            boolean again,
            List<String> stops) {

        public Shipped {
            stops = List.copyOf(stops);
        }
    }

    /** Those that left with one of some versions, or with an unknown one, the latest first. */
    public void each(UUID series, Set<UUID> releases, int most, Consumer<Shipped> shown) {
        List<Stop> active =
                stops.of(series).stream().filter(one -> one.state().blocks()).toList();
        Map<UUID, String> names = new HashMap<>();
        products.releases(series).forEach((Release release) -> names.put(release.id(), release.name()));
        int[] left = {most};
        store.each(reached(series, releases), Integer.MAX_VALUE, shipment -> {
            if (left[0] > 0 && isReached(shipment, releases)) {
                left[0]--;
                shown.accept(shipped(shipment, active, names));
            }
        });
    }

    private static Shipped shipped(Shipment shipment, List<Stop> active, Map<UUID, String> names) {
        UUID release = shipment.release();
        List<String> codes = new ArrayList<>();
        for (Stop stop : active) {
            if (stop.affects(shipment.item(), shipment.day()) != Concerned.Match.NO) {
                codes.add(stop.code());
            }
        }
        return new Shipped(
                shipment.code(),
                shipment.series(),
                shipment.modelNumber(),
                release == null ? "" : names.getOrDefault(release, ""),
                shipment.lot(),
                shipment.day(),
                shipment.devices(),
                SerialRange.text(shipment.serials(), ", "),
                shipment.destination(),
                shipment.again(),
                codes);
    }
}

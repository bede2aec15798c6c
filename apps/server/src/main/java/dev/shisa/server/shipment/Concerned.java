package dev.shisa.server.shipment;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What of a series a stop, a withdrawal or a resumption is about. Nothing named: all of it. Models and releases narrow each other; lots
 * and serial numbers are two ways of naming the same devices, so that either is enough.
 */
public record Concerned(List<Named> models, List<Named> releases, List<String> lots, List<SerialRange> serials) {

    static final Concerned ALL = new Concerned(List.of(), List.of(), List.of(), List.of());

    public Concerned {
        models = List.copyOf(models);
        releases = List.copyOf(releases);
        lots = lots.stream().map(Item::lot).distinct().toList();
        serials = SerialRange.joined(serials);
    }

    /** A model or a release, by the name that it had. */
    public record Named(UUID id, String name) {}

    /** Whether devices are concerned. */
    public enum Match {
        YES,
        /** Too little is known of them to say. It is never taken for a no. */
        UNCLEAR,
        NO
    }

    boolean isAll() {
        return models.isEmpty() && releases.isEmpty() && lots.isEmpty() && serials.isEmpty();
    }

    /** Whether any of these devices is concerned. */
    public Match match(Item item) {
        return both(
                both(named(models, item.model()), named(releases, item.release())), units(item.lot(), item.serials()));
    }

    private static Match named(List<Named> named, @Nullable UUID id) {
        return named.isEmpty()
                ? Match.YES
                : id == null
                        ? Match.UNCLEAR
                        : named.stream().anyMatch(one -> one.id().equals(id)) ? Match.YES : Match.NO;
    }

    private Match units(String lot, List<SerialRange> own) {
        if (lots.isEmpty() && serials.isEmpty()) {
            return Match.YES;
        }
        if (lots.contains(lot) || SerialRange.shared(serials, own) > 0) {
            return Match.YES;
        }
        boolean open = (!lots.isEmpty() && lot.isEmpty()) || (!serials.isEmpty() && own.isEmpty());
        return open ? Match.UNCLEAR : Match.NO;
    }

    private static Match both(Match a, Match b) {
        return a == Match.NO || b == Match.NO
                ? Match.NO
                : a == Match.UNCLEAR || b == Match.UNCLEAR ? Match.UNCLEAR : Match.YES;
    }

    /** How many of so many devices are concerned, where they are: those whose serials are named, if only these tell. */
    long devices(Item item, long devices) {
        if ((lots.isEmpty() && serials.isEmpty()) || lots.contains(item.lot())) {
            return devices;
        }
        long shared = SerialRange.shared(serials, item.serials());
        return shared == 0 ? devices : Math.min(devices, shared);
    }
}

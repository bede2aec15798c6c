package dev.shisa.server.shipment;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether devices of a series may leave the house on a day, and later whether they may be enrolled: plain code over the stops of the
 * series. Where too little is known of the devices to say that no stop concerns them, the answer is not yes.
 */
public final class ShippingStops {

    private final List<Stop> stops;

    ShippingStops(List<Stop> stops) {
        this.stops = List.copyOf(stops);
    }

    /**
     * What is answered.
     *
     * @param may YES: nothing concerns them; NO: a stop does; UNCLEAR: one may
     * @param stops the codes of those stops
     */
    public record Ruling(May may, List<String> stops) {

        public Ruling {
            stops = List.copyOf(stops);
        }
    }

    /** Whether they may go out. */
    public enum May {
        YES,
        NO,
        UNCLEAR
    }

    /** Whether these devices may go out on a day. */
    public Ruling may(Item item, LocalDate day) {
        List<String> certain = new ArrayList<>();
        List<String> perhaps = new ArrayList<>();
        for (Stop stop : stops) {
            if (stop.blocksOn(day)) {
                switch (stop.content().concerned().match(item)) {
                    case YES -> certain.add(stop.code());
                    case UNCLEAR -> perhaps.add(stop.code());
                    case NO -> {}
                }
            }
        }
        return !certain.isEmpty()
                ? new Ruling(May.NO, certain)
                : perhaps.isEmpty() ? new Ruling(May.YES, List.of()) : new Ruling(May.UNCLEAR, perhaps);
    }
}

package dev.shisa.server.application;

import dev.shisa.server.product.Series;
import java.time.LocalDate;
import java.util.List;

/** What another capability knows to have changed about a series since its label was issued; implemented by later ones. */
public interface ChangeSource {

    /** What came up after a day, each thing once. */
    List<Found> since(Series series, LocalDate day);

    /**
     * One thing that changed.
     *
     * @param key tells it from everything else of the series; what a person judged of it holds for this key
     * @param sort end of the message key {@code change.<sort>}
     * @param args of that message; what has words of its own in both languages is a {@code Text}
     * @param href where it is seen
     * @param on when it came about
     */
    record Found(String key, String sort, List<Object> args, String href, LocalDate on) {
        public Found {
            args = List.copyOf(args);
        }
    }
}

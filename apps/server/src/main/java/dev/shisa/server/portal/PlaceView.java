package dev.shisa.server.portal;

import dev.shisa.server.platform.web.Parts;
import java.util.List;

/** What the page of the published places shows. */
public final class PlaceView {

    private PlaceView() {}

    /**
     * One place.
     *
     * @param said what is read there, as a link to what states it
     * @param reached when it was there last; empty: never
     * @param note why it is not there, or that its words have changed; empty: nothing
     * @param against evidence with what the watch says against the answers; empty: nothing
     */
    public record Row(
            String address,
            List<Parts.Crumb> said,
            String reached,
            String state,
            String word,
            String note,
            List<Parts.Crumb> against) {

        public Row {
            said = List.copyOf(said);
            against = List.copyOf(against);
        }
    }
}

package dev.shisa.server.shipment;

import dev.shisa.server.platform.web.Parts;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the pages of shipments show: finished words and links. */
public final class ShipmentView {

    private ShipmentView() {}

    /**
     * A line of the register.
     *
     * @param shape of its mark; empty: it has none
     */
    public record Row(
            String href,
            String code,
            String day,
            String series,
            String model,
            String release,
            String lot,
            String devices,
            String serials,
            String shape,
            String state,
            boolean struck) {}

    /**
     * All that is known of one.
     *
     * @param stop the stop that makes its mark; null: none does
     * @param struck why it does not count, and who said so; empty: it counts
     */
    public record One(
            Row row,
            String destination,
            boolean again,
            List<String> serials,
            int moreSerials,
            String by,
            String imported,
            Parts.@Nullable Crumb stop,
            String struck,
            String struckBy) {

        public One {
            serials = List.copyOf(serials);
        }
    }

    /** What was typed. */
    public record Form(
            String series,
            String model,
            String release,
            String lot,
            String day,
            String count,
            String serials,
            String destination,
            boolean again,
            boolean twice) {}

    /** What a file would add. */
    public record Preview(
            String name,
            int lines,
            int shipments,
            String devices,
            int known,
            int wrong,
            List<String> faults,
            boolean whole,
            String href) {

        public Preview {
            faults = List.copyOf(faults);
        }
    }
}

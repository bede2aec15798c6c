package dev.shisa.server.shipment;

import dev.shisa.server.platform.web.Parts;
import java.util.List;
import java.util.Set;

/** What the pages of stops show: finished words and links. */
public final class StopView {

    private StopView() {}

    /** A line of the list. */
    public record Row(
            String href,
            String code,
            String series,
            String shape,
            String state,
            String concerned,
            String since,
            String planned,
            String open) {}

    /**
     * What was done, or what left in spite of it.
     *
     * @param more what belongs to it; may be empty
     * @param notice the page of the notice that was prepared with it; empty: none was, or the reader may not see it
     */
    public record Happened(String day, String shape, String what, String more, String by, String href, String notice) {}

    /** All that is known of one. */
    public record One(
            Row row,
            String lead,
            List<Parts.Crumb> concerned,
            String reason,
            String action,
            boolean open,
            String shipments,
            String devices,
            String unclear,
            String inStop,
            List<Happened> happened,
            List<Parts.Choice> acts,
            List<Parts.Choice> releases) {

        public One {
            concerned = List.copyOf(concerned);
            happened = List.copyOf(happened);
            acts = List.copyOf(acts);
            releases = List.copyOf(releases);
        }
    }

    /** What was typed of what is concerned and said. */
    public record Form(
            String series,
            String day,
            Set<String> models,
            Set<String> releases,
            String lots,
            String serials,
            String reasonJa,
            String reasonEn,
            String actionJa,
            String actionEn,
            boolean open,
            String planned,
            String note) {

        public Form {
            models = Set.copyOf(models);
            releases = Set.copyOf(releases);
        }
    }

    /** What was typed of a step. */
    public record Next(String act, String day, String fixed, String note) {}
}

package dev.shisa.server.shipment;

import dev.shisa.advisory.draft.Advisory.Said;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What everybody may know of a stop.
 *
 * @param state {@code stopped}, {@code withdrawing}, {@code resumed}, {@code closed}, {@code ended}
 * @param blocks whether what is concerned is not shipped now
 * @param planned when shipment is to go on; null: not said
 * @param serials runs of them, as they are written
 */
public record PublicStop(
        String code,
        UUID series,
        String state,
        boolean blocks,
        List<String> models,
        List<String> releases,
        List<String> lots,
        List<String> serials,
        Said reason,
        Said action,
        @Nullable LocalDate planned,
        List<Step> steps,
        Instant first,
        Instant last) {

    public PublicStop {
        models = List.copyOf(models);
        releases = List.copyOf(releases);
        lots = List.copyOf(lots);
        serials = List.copyOf(serials);
        steps = List.copyOf(steps);
    }

    /**
     * What was done on a day.
     *
     * @param act {@code stop}, {@code withdraw}, {@code notice}, {@code fixed}, {@code resume}, {@code close}
     * @param fixed the version without the fault; empty: none
     */
    public record Step(String act, LocalDate day, String fixed) {}
}

package dev.shisa.server.verification;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What came of an item for a release.
 *
 * @param revision the item as it was then
 * @param examined document and version, build
 * @param environment the revision of the environment; null only for what was left out
 * @param evidence null only for what was left out
 * @param remarks what was seen, what is wrong, or why it was left out
 * @param action what is done about what failed
 */
record Result(
        UUID id,
        UUID seriesId,
        UUID item,
        UUID revision,
        UUID releaseId,
        Outcome outcome,
        String examined,
        LocalDate performedOn,
        String performedBy,
        @Nullable UUID environment,
        @Nullable UUID evidence,
        String remarks,
        String action,
        String actionWho,
        @Nullable LocalDate actionDue,
        String recordedName,
        Instant recordedAt,
        @Nullable Withdrawn withdrawn) {

    /** Who took it back, and why. */
    record Withdrawn(String name, Instant at, String reason) {}

    /** The one that was carried out last, and recorded last among those, comes last. */
    static final Comparator<Result> LATEST =
            Comparator.comparing(Result::performedOn).thenComparing(Result::recordedAt);
}

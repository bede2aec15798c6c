package dev.shisa.server.conformity;

import dev.shisa.conformity.RequirementId;
import dev.shisa.conformity.VerdictState;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A line of a verdict's history.
 *
 * @param from null for the first verdict
 * @param at when it was decided
 * @param cause message key below {@code verdict.cause.}
 * @param causedAt when the cause came about: what concerns many series is decided somewhat later
 */
public record VerdictChange(
        long id,
        UUID seriesId,
        RequirementId requirement,
        Instant at,
        @Nullable VerdictState from,
        VerdictState to,
        @Nullable VerdictState towards,
        String cause,
        List<String> causeArgs,
        Instant causedAt) {

    public VerdictChange {
        causeArgs = List.copyOf(causeArgs);
    }
}

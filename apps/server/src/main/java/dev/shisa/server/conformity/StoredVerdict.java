package dev.shisa.server.conformity;

import dev.shisa.conformity.RequirementId;
import dev.shisa.conformity.VerdictState;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A verdict as lists show it; its proof is read by {@link Verdicts#proof}.
 *
 * @param since in this state since
 * @param changesAt the next instant at which a fact that carries it expires
 */
public record StoredVerdict(
        UUID seriesId,
        RequirementId requirement,
        @Nullable UUID releaseId,
        VerdictState state,
        @Nullable VerdictState towards,
        String edition,
        Instant decidedAt,
        Instant since,
        @Nullable Instant changesAt,
        Ground ground) {}

package dev.shisa.server.conformity;

import dev.shisa.conformity.RequirementId;
import dev.shisa.conformity.VerdictState;
import java.util.UUID;

/**
 * A verdict is another one now. Published in the transaction that decided it.
 *
 * @param change number of the line in its history
 * @param subjectId the series, or the organisation
 */
public record VerdictTurned(
        long change, UUID subjectId, RequirementId requirement, VerdictState before, VerdictState after) {}

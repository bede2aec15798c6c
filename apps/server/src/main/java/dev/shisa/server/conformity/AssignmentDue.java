package dev.shisa.server.conformity;

import dev.shisa.conformity.RequirementId;
import java.time.LocalDate;
import java.util.UUID;

/**
 * The last day of an assignment has come, and it is still open. Published once, in the transaction that records it.
 *
 * @param subjectId the series, or the organisation
 * @param by who gave it
 * @param due the last day
 */
public record AssignmentDue(
        UUID assignment, UUID subjectId, RequirementId requirement, UUID assignee, UUID by, LocalDate due) {}

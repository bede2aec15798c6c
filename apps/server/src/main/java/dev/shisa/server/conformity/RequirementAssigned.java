package dev.shisa.server.conformity;

import dev.shisa.conformity.RequirementId;
import java.time.LocalDate;
import java.util.UUID;

/**
 * Somebody was given an open requirement. Published in the transaction of the act.
 *
 * @param subjectId the series, or the organisation
 * @param by who gave it
 * @param due the last day
 * @param href where it is done
 */
public record RequirementAssigned(
        UUID assignment,
        UUID subjectId,
        RequirementId requirement,
        UUID assignee,
        UUID by,
        LocalDate due,
        String href) {}

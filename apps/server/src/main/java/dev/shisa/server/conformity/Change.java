package dev.shisa.server.conformity;

import dev.shisa.conformity.RequirementId;
import java.time.Instant;
import java.util.Set;

/**
 * Something that verdicts have to follow.
 *
 * @param requirements those that it bears on
 * @param at when it came about
 */
record Change(Set<RequirementId> requirements, Cause cause, Instant at) {

    Change {
        requirements = Set.copyOf(requirements);
    }
}

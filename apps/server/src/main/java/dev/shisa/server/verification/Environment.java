package dev.shisa.server.verification;

import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One revision of an environment in which products are verified (guide 004, guideline 2).
 *
 * @param id of the revision, which a result names
 * @param environment the same for all revisions of one environment
 * @param number of the revision, from 1
 * @param place {@code own} or {@code outside}
 * @param version of the environment as a whole
 * @param tools one a line, each with its version
 * @param renewOn the day on which it has to be looked at again; null: none was set
 * @param reason of the change; empty for the first revision
 */
record Environment(
        UUID id,
        UUID environment,
        int number,
        String name,
        String place,
        String version,
        String tools,
        @Nullable LocalDate renewOn,
        boolean retired,
        String reason,
        String changedName,
        Instant changedAt) {

    /** Name and version in one. */
    String words() {
        return name + " " + version;
    }

    boolean isOverdue(LocalDate today) {
        return !retired && renewOn != null && renewOn.isBefore(today);
    }
}

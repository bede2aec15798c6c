package dev.shisa.server.document;

import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;

/**
 * A version of a document as it stands now.
 *
 * @param steps how many steps were taken, which is what somebody has seen of it
 * @param revision its last one
 */
public record Version(
        UUID id, UUID documentId, int number, Instant beganAt, State state, int steps, Revision revision) {

    /** Whether it is in force and its day of review has passed. */
    public boolean isOverdue(LocalDate today) {
        return state == State.IN_FORCE && revision.about().reviewBy().isBefore(today);
    }
}

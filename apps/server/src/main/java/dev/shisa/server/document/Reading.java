package dev.shisa.server.document;

import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Whether somebody has read a version.
 *
 * @param due until when; null: nobody asked, the person read it all the same
 * @param readAt null: not yet
 */
public record Reading(
        UUID person,
        String name,
        @Nullable LocalDate due,
        @Nullable Instant readAt) {

    public boolean isOpen() {
        return readAt == null;
    }
}

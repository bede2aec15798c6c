package dev.shisa.server.document;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How far a version of a document is. */
public enum State {
    DRAFT,
    IN_REVIEW,
    REVIEWED,
    APPROVED,
    IN_FORCE,
    /** A later version is in force. */
    SUPERSEDED,
    /** Taken back, or given up. */
    WITHDRAWN;

    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static Optional<State> parse(String id) {
        return Arrays.stream(values()).filter(s -> s.id().equals(id)).findFirst();
    }

    /** Whether people still work on it. */
    public boolean isInWork() {
        return compareTo(IN_FORCE) < 0;
    }

    /** Whether it has ended. */
    public boolean isOver() {
        return compareTo(IN_FORCE) > 0;
    }
}

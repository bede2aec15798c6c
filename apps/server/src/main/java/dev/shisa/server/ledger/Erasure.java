package dev.shisa.server.ledger;

import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Personal data that somebody asked to have erased. It takes a second person to agree.
 *
 * @param record number of the record whose content is to go, or null
 * @param person whose name and address are to go, or null
 * @param decided who agreed or declined; null while it is open
 * @param records how many records lost their content
 */
record Erasure(
        UUID id,
        @Nullable Long record,
        @Nullable UUID person,
        String reason,
        By asked,
        State state,
        @Nullable By decided,
        boolean alone,
        int records) {

    /** Who, when. */
    record By(UUID id, String name, Instant at) {}

    enum State {
        OPEN,
        DONE,
        DECLINED;

        String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}

package dev.shisa.server.document;

import java.time.Instant;
import java.util.Locale;
import java.util.UUID;

/**
 * What somebody did with a version.
 *
 * @param state in which it is since
 * @param revision which one was looked at
 */
public record Step(
        UUID id,
        UUID versionId,
        int number,
        Act act,
        State state,
        int revision,
        String note,
        UUID by,
        String byName,
        Instant at) {

    /** What can be done. */
    public enum Act {
        BEGIN,
        SUBMIT,
        GIVE_BACK,
        REVIEW,
        APPROVE,
        ENACT,
        SUPERSEDE,
        WITHDRAW,
        BRING;

        public String id() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        static Act parse(String id) {
            return valueOf(id.toUpperCase(Locale.ROOT).replace('-', '_'));
        }
    }
}

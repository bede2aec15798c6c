package dev.shisa.server.advisory;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/** Why a draft is to be issued in spite of what contradicts it. */
record Despite(UUID id, UUID draft, Act act, Content content, UUID by, String byName, Instant at) {

    enum Act {
        /** By whoever asks for it to be issued. */
        GIVEN,
        /** By whoever issues it. */
        AGREED;

        String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What contradicted then, and the reason. */
    record Content(List<Contradiction> contradictions, String reason) {

        Content {
            contradictions = List.copyOf(contradictions);
        }
    }

    /** Whether the reason was given with all of these in view. */
    boolean covers(List<Contradiction> now) {
        return new HashSet<>(content.contradictions()).containsAll(now);
    }
}

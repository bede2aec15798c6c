package dev.shisa.server.tracker;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A connected project.
 *
 * @param called as the tracker calls the project
 * @param used whether an owner has seen that it is the right one; before, nothing is sent
 * @param removed whether it is not used any more
 * @param trouble why the last look failed
 */
record Tracker(
        UUID id, Place place, String name, String called, boolean used, boolean removed, Made made, Trouble trouble) {

    /**
     * Where it is.
     *
     * @param inside whether it may lie within the own network
     * @param login whose token it is; empty: the tracker does not want to know
     */
    record Place(TrackerKind kind, String url, boolean inside, String project, String login) {}

    record Made(Instant at, String by) {}

    /** @param since when looks began to fail; null: the last one did not */
    record Trouble(
            String code,
            List<String> args,
            int attempts,
            @Nullable Instant since) {

        static final Trouble NONE = new Trouble("", List.of(), 0, null);

        Trouble {
            args = List.copyOf(args);
        }

        /** Whether only somebody here can mend it. */
        boolean isOurs() {
            return code.equals("token") || code.equals("project") || code.equals("redirected");
        }
    }
}

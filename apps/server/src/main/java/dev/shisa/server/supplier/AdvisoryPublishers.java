package dev.shisa.server.supplier;

import java.util.List;
import java.util.UUID;

/** Whose advisories count; whoever takes them in knows. */
public interface AdvisoryPublishers {

    /**
     * Somebody whose advisories count.
     *
     * @param speaksFor {@code pkg:TYPE/NAMESPACE}, {@code cpe:VENDOR} or {@code name:DEVELOPER}
     */
    record Publisher(UUID id, String name, List<String> speaksFor) {
        public Publisher {
            speaksFor = List.copyOf(speaksFor);
        }
    }

    List<Publisher> publishers();
}

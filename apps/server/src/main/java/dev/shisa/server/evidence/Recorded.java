package dev.shisa.server.evidence;

import java.util.List;
import java.util.UUID;

/**
 * What was recorded.
 *
 * @param code of the evidence, readable
 * @param facts in the order in which they were given
 */
public record Recorded(UUID evidence, String code, List<UUID> facts) {

    public Recorded {
        facts = List.copyOf(facts);
    }
}

package dev.shisa.server.model;

import dev.shisa.conformity.FactKey;
import java.util.List;

/**
 * One of the five ways to look at a connection (guide 004, table 3-2), with the tags that it has there. "Compound" is no tag
 * of its own: a connection is compound when it has several tags on one axis.
 */
enum Axis {
    BY("by", List.of("maker", "provider", "user", "attacker")),
    ROUTE("route", List.of("direct", "gateway")),
    MEDIUM("medium", List.of("wired", "wireless")),
    TIMING("timing", List.of("fixed", "dynamic")),
    USE("use", List.of("dedicated", "shared"));

    private final String id;

    @SuppressWarnings("ImmutableEnumChecker") // a list of texts that cannot change
    private final List<String> tags;

    Axis(String id, List<String> tags) {
        this.id = id;
        this.tags = tags;
    }

    String id() {
        return id;
    }

    List<String> tags() {
        return tags;
    }

    /** The fact that says which tags a connection has on this axis. */
    FactKey key() {
        return new FactKey("connection." + id);
    }
}

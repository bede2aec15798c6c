package dev.shisa.server.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One combination of who connects and how: one tag on each {@link Axis}, in their order (guide 004, table 3-2). */
record Pattern(List<String> tags) {

    /** What is known of a combination. */
    enum State {
        /** Connections have it, and all of them were analysed. */
        ANALYSED,
        /** A connection has it that nobody analysed. */
        OPEN,
        /** No connection has it, and nobody said that it cannot occur. */
        NEVER,
        /** It cannot occur with this product, for a reason that was given. */
        EXCLUDED;

        /** Whether it counts among the combinations that were never analysed. */
        boolean isUnanalysed() {
            return this == OPEN || this == NEVER;
        }
    }

    Pattern {
        if (tags.size() != Axis.values().length) {
            throw new IllegalArgumentException(tags.size() + " tags, but " + Axis.values().length + " axes");
        }
        tags = List.copyOf(tags);
    }

    String tag(Axis axis) {
        return tags.get(axis.ordinal());
    }

    /** {@code user-gateway-wireless-dynamic-shared}. */
    String id() {
        return String.join("-", tags);
    }

    /** All 64. */
    static List<Pattern> all() {
        List<List<String>> choices = new ArrayList<>();
        for (Axis axis : Axis.values()) {
            choices.add(axis.tags());
        }
        return product(choices);
    }

    /** Those that a connection with these tags stands for; none while an axis has no tag. */
    static List<Pattern> of(Map<Axis, Set<String>> tags) {
        List<List<String>> choices = new ArrayList<>();
        for (Axis axis : Axis.values()) {
            Set<String> given = tags.getOrDefault(axis, Set.of());
            choices.add(axis.tags().stream().filter(given::contains).toList());
        }
        return product(choices);
    }

    private static List<Pattern> product(List<List<String>> choices) {
        List<List<String>> made = List.of(List.of());
        for (List<String> tags : choices) {
            List<List<String>> longer = new ArrayList<>();
            for (List<String> begun : made) {
                for (String tag : tags) {
                    List<String> next = new ArrayList<>(begun);
                    next.add(tag);
                    longer.add(next);
                }
            }
            made = longer;
        }
        return made.stream().map(Pattern::new).toList();
    }
}

package dev.shisa.conformity;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One of the answers that a fact or parameter may have. For a flag the value is {@code true} or {@code false}.
 *
 * @param alone among several words, this one cannot go with another (none of these)
 * @param excludes the others that cannot be so as well; said of one of the two
 */
public record Choice(String value, Text label, @Nullable Text means, boolean alone, Set<String> excludes) {

    public Choice {
        excludes = Set.copyOf(excludes);
    }

    /** Whether both may stand among several words. */
    public boolean goesWith(Choice other) {
        return !alone && !other.alone && !excludes.contains(other.value) && !other.excludes.contains(value);
    }
}

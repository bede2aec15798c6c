package dev.shisa.conformity.cases;

import dev.shisa.conformity.Clash;
import dev.shisa.conformity.Fact;
import dev.shisa.conformity.Target;
import dev.shisa.conformity.Truth;
import java.util.List;
import java.util.Map;

/**
 * One example of whether a contradiction between facts holds.
 *
 * @param file and {@code line}: where it stands
 * @param facts as recorded until {@link Case#NOW}, of {@link Case#TARGET}
 * @param names what the items are called, by their codes
 * @param holds true, false, or unknown where a fact is missing
 */
public record ClashCase(
        String file, int line, String name, Clash clash, List<Fact> facts, Map<String, String> names, Truth holds) {
    public ClashCase {
        facts = List.copyOf(facts);
        names = Map.copyOf(names);
    }

    /** What it is decided for. */
    public Target target() {
        return Case.TARGET.named(names);
    }
}

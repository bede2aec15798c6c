package dev.shisa.conformity;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Facts of one slot and layer that disagree, so that a person has to decide between them (ARCHITECTURE.md, section
 * "Facts", rules 4 and 5).
 *
 * @param leading the facts that state the value of the leading one, which comes first; never empty
 * @param against the facts that contradict it, the last observed first; never empty
 */
public record Contradiction(List<Fact> leading, List<Fact> against) {

    public Contradiction {
        leading = List.copyOf(leading);
        against = List.copyOf(against);
    }

    /**
     * The contradiction among the facts of one slot and layer, for a reader that accepts facts of any age.
     *
     * @param facts without those withdrawn; those superseded may be among them
     */
    public static Optional<Contradiction> among(List<Fact> facts, Instant now) {
        CurrentValue current = CurrentValue.of(facts, null, now);
        return current.state() == CurrentValue.State.CONTRADICTION
                ? Optional.of(new Contradiction(current.used(), current.against()))
                : Optional.empty();
    }

    /** Every fact that takes part, the leading one first. */
    public List<Fact> facts() {
        return Stream.concat(leading.stream(), against.stream()).toList();
    }
}

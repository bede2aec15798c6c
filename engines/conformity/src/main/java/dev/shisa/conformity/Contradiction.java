package dev.shisa.conformity;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Facts of one slot and layer that disagree, so that a person has to decide between them (docs/concepts/facts.md,
 * rules 4 and 5).
 *
 * @param leading the facts that state the value of the leading one, which comes first; never empty
 * @param against the facts that contradict it, the last observed first; never empty
 * @param refuted whether verdicts go by the leading value already, as it rests on something stronger: a person has to see
 *     what was confirmed before
 */
public record Contradiction(List<Fact> leading, List<Fact> against, boolean refuted) {

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
        return open(facts, now).filter(contradiction -> !contradiction.refuted);
    }

    /** The same, and what was confirmed and is {@link #refuted}. */
    public static Optional<Contradiction> open(List<Fact> facts, Instant now) {
        CurrentValue current = CurrentValue.of(facts, null, now);
        List<Fact> against = switch (current.state()) {
            case CONTRADICTION -> current.against();
            case KNOWN ->
                current.passedOver().stream()
                        .filter(fact -> isRefuted(fact, current.leader(), now))
                        .toList();
            case NONE, EXPIRED, SHADOWED -> List.of();
        };
        return against.isEmpty()
                ? Optional.empty()
                : Optional.of(new Contradiction(current.used(), against, current.state() == CurrentValue.State.KNOWN));
    }

    private static boolean isRefuted(Fact fact, Fact leader, Instant now) {
        Instant until = fact.validUntil();
        return fact.isConfirmed()
                && (until == null || until.isAfter(now))
                && !fact.strength().isAtLeast(leader.strength())
                && !fact.value().equals(leader.value());
    }

    /** Every fact that takes part, the leading one first. */
    public List<Fact> facts() {
        return Stream.concat(leading.stream(), against.stream()).toList();
    }
}

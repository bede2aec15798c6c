package dev.shisa.conformity;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The present value of one slot in one layer (docs/concepts/facts.md, rules 1 to 7).
 *
 * <p>Facts are never overwritten, so a slot holds its whole past: older answers, a certificate that ended, a measurement
 * beside a declaration. What counts now is found in rounds. A round looks at the strongest facts that are left. While one
 * of them holds, the one observed last among those that hold leads, and whoever contradicts it makes a conflict. When all
 * of them have ended, weaker facts count only if they were observed after the last of them ended: what was known before
 * is shadowed, because a person who looked harder found out something that nobody has looked at since. Those later facts
 * go into the next round; without any the slot is stale.
 *
 * <p>The end of a fact can therefore take an answer away but never give one: the facts that decide afterwards either
 * state the same, or were observed after the end. Facts that never held (a certificate that had ended when it was
 * recorded) contradict nobody.
 *
 * @param used the facts that state the value, the leading one first; also of a value that ended
 * @param against the facts that contradict it
 * @param passedOver all others that are not out
 * @param changesAt the next instant at which one of them ends
 */
record CurrentValue(
        State state,
        List<Fact> used,
        List<Fact> against,
        List<Fact> passedOver,
        @Nullable Instant changesAt) {

    enum State {
        NONE,
        KNOWN,
        EXPIRED,
        SHADOWED,
        CONTRADICTION
    }

    /** More facts in one slot than a person could ever have recorded. */
    static final int FACTS_MAX = 10_000;

    static final CurrentValue NOTHING = new CurrentValue(State.NONE, List.of(), List.of(), List.of(), null);

    private static final Comparator<Fact> LAST_OBSERVED_FIRST = Comparator.comparing(Fact::observedAt)
            .thenComparing(Fact::recordedAt)
            .thenComparing(Fact::id)
            .reversed();

    /** Which of the records that contradict each other is read as if it were the only one. */
    enum Side {
        LEADING,
        AGAINST
    }

    /** One side of a contradiction as if it were known, with the other side against it; what is no contradiction stays as it is. */
    CurrentValue side(Side side) {
        if (state != State.CONTRADICTION) {
            return this;
        }
        Value value = (side == Side.LEADING ? used : against).getFirst().value();
        List<Fact> all = Stream.concat(used.stream(), against.stream()).toList();
        return new CurrentValue(
                State.KNOWN,
                all.stream().filter(fact -> fact.value().equals(value)).toList(),
                all.stream().filter(fact -> !fact.value().equals(value)).toList(),
                passedOver,
                changesAt);
    }

    /** The fact that leads. */
    Fact leader() {
        return used.getFirst();
    }

    static CurrentValue of(List<Fact> facts, @Nullable Duration within, Instant now) {
        if (facts.size() > FACTS_MAX) {
            throw new ConformityException("the slot " + facts.getFirst().slot() + " has " + facts.size()
                    + " facts, at most " + FACTS_MAX + " are considered");
        }
        List<Fact> standing = standing(facts);
        if (standing.isEmpty()) {
            return NOTHING;
        }
        Round round = new Round(within, now, standing);
        return standing.size() == 1 ? round.alone(standing.getFirst()) : round.decide(standing);
    }

    /** Rule 1: without the facts that one of at least their strength supersedes, last observed first. */
    private static List<Fact> standing(List<Fact> facts) {
        if (facts.size() <= 1) {
            return facts;
        }
        Map<UUID, Strength> superseded = new HashMap<>();
        for (Fact fact : facts) {
            for (UUID old : fact.supersedes()) {
                superseded.merge(old, fact.strength(), (a, b) -> a.isAtLeast(b) ? a : b);
            }
        }
        return facts.stream()
                .filter(fact -> {
                    Strength by = superseded.get(fact.id());
                    return by == null || !by.isAtLeast(fact.strength());
                })
                .sorted(LAST_OBSERVED_FIRST)
                .toList();
    }

    private record Round(@Nullable Duration within, Instant now, List<Fact> standing) {

        /** What {@link #decide} gives for most slots, at a tenth of the cost. */
        CurrentValue alone(Fact fact) {
            Instant end = end(fact);
            boolean holds = end.isAfter(now);
            return new CurrentValue(
                    holds ? State.KNOWN : State.EXPIRED,
                    List.of(fact),
                    List.of(),
                    List.of(),
                    holds && end.isBefore(Instant.MAX) ? end : null);
        }

        CurrentValue decide(List<Fact> left) {
            Strength strongest = left.stream()
                    .map(Fact::strength)
                    .max(Comparator.naturalOrder())
                    .orElseThrow();
            List<Fact> peers =
                    left.stream().filter(f -> f.strength() == strongest).toList();
            Optional<Fact> leader = peers.stream().filter(this::holds).findFirst();
            if (leader.isPresent()) {
                return led(leader.get(), left);
            }
            Instant ended =
                    peers.stream().map(this::end).max(Comparator.naturalOrder()).orElseThrow();
            List<Fact> later = left.stream()
                    .filter(f -> f.strength() != strongest && !f.observedAt().isBefore(ended))
                    .toList();
            if (!later.isEmpty()) {
                return decide(later);
            }
            Fact last = peers.getFirst();
            boolean shadows = left.stream().anyMatch(f -> f.strength() != strongest && holds(f));
            return result(
                    shadows ? State.SHADOWED : State.EXPIRED,
                    peers.stream().filter(f -> agree(f, last)).toList(),
                    List.of());
        }

        private CurrentValue led(Fact leader, List<Fact> left) {
            List<Fact> against =
                    left.stream().filter(f -> contradicts(f, leader)).toList();
            List<Fact> used = new ArrayList<>();
            used.add(leader);
            left.stream()
                    .filter(f -> !f.equals(leader) && holds(f) && agree(f, leader))
                    .forEach(used::add);
            return result(against.isEmpty() ? State.KNOWN : State.CONTRADICTION, used, against);
        }

        /** Rules 4 and 5. */
        private boolean contradicts(Fact fact, Fact leader) {
            boolean everHeld = end(fact).isAfter(fact.observedAt());
            if (!everHeld || agree(fact, leader)) {
                return false;
            }
            boolean beforeLeaderEnds = fact.observedAt().isBefore(end(leader));
            return fact.strength() == leader.strength()
                    ? beforeLeaderEnds && leader.observedAt().isBefore(end(fact))
                    : beforeLeaderEnds && fact.observedAt().isAfter(leader.observedAt());
        }

        private CurrentValue result(State state, List<Fact> used, List<Fact> against) {
            List<Fact> others = standing.stream()
                    .filter(f -> !used.contains(f) && !against.contains(f))
                    .toList();
            Instant next = standing.stream()
                    .map(this::end)
                    .filter(end -> end.isAfter(now) && end.isBefore(Instant.MAX))
                    .min(Comparator.naturalOrder())
                    .orElse(null);
            return new CurrentValue(state, List.copyOf(used), against, others, next);
        }

        private boolean holds(Fact fact) {
            return end(fact).isAfter(now);
        }

        /** Rule 2. */
        private Instant end(Fact fact) {
            Instant end = fact.validUntil() == null ? Instant.MAX : fact.validUntil();
            Instant tooOld = within == null ? Instant.MAX : since(fact).plus(within);
            return end.isBefore(tooOld) ? end : tooOld;
        }

        /** A day is as old as itself, however late it was written down; one that is still to come counts as of today. */
        private static Instant since(Fact fact) {
            Instant observed = fact.observedAt();
            return fact.value() instanceof Value.Day(LocalDate day)
                            && day.isBefore(observed.atOffset(ZoneOffset.UTC).toLocalDate())
                    ? day.atStartOfDay().toInstant(ZoneOffset.UTC)
                    : observed;
        }

        private static boolean agree(Fact one, Fact other) {
            return one.value().equals(other.value());
        }
    }
}

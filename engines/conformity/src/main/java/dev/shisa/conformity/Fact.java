package dev.shisa.conformity;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A typed statement about a subject, resting on evidence; never changed after it was recorded, except that a second
 * person may confirm it (docs/concepts/facts.md).
 *
 * @param observedAt when what it states was seen to be so
 * @param validUntil from this instant on it is expired; may lie before {@code observedAt} (a certificate that had ended)
 * @param supersedes the facts of the same slot that it replaces, as far as they are not stronger
 */
public record Fact(
        UUID id,
        Subject subject,
        Slot slot,
        Value value,
        Strength strength,
        Instant observedAt,
        Instant recordedAt,
        @Nullable Instant validUntil,
        UUID evidence,
        Set<UUID> supersedes,
        @Nullable Confirmation confirmation) {

    private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999999999Z");

    public Fact {
        requireStorable(observedAt);
        requireStorable(recordedAt);
        if (validUntil != null) {
            requireStorable(validUntil);
        }
        if (supersedes.contains(id)) {
            throw new IllegalArgumentException("fact " + id + " supersedes itself");
        }
        supersedes = Set.copyOf(supersedes);
    }

    /**
     * What leads of the facts in one slot of one layer, however old it may be: the one by which a verdict goes, or the last of those that
     * have ended.
     *
     * @throws ConformityException if there are more than a person could ever have recorded
     */
    public static Optional<Fact> leading(List<Fact> facts, Instant now) {
        CurrentValue value = CurrentValue.of(facts, null, now);
        return value.state() == CurrentValue.State.NONE ? Optional.empty() : Optional.of(value.leader());
    }

    public boolean isConfirmed() {
        return confirmation != null;
    }

    public Fact confirmed(Confirmation by) {
        return new Fact(
                id, subject, slot, value, strength, observedAt, recordedAt, validUntil, evidence, supersedes, by);
    }

    private static void requireStorable(Instant instant) {
        if (instant.isBefore(EARLIEST) || instant.isAfter(LATEST)) {
            throw new IllegalArgumentException(instant + " is not between the years 1 and 9999");
        }
    }
}

package dev.shisa.server.evidence;

import dev.shisa.conformity.Fact;
import dev.shisa.conformity.Subject;
import dev.shisa.conformity.Value;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A fact as people read it: with the words that belong to it, who confirmed it and who took it back.
 *
 * @param supersededBy a fact that is not withdrawn, at least as strong, and replaces this one; null: none
 */
public record FactEntry(
        Fact fact,
        String detail,
        String evidenceCode,
        @Nullable ConfirmedBy confirmedBy,
        @Nullable Withdrawal withdrawal,
        @Nullable UUID supersededBy) {

    /**
     * The second person.
     *
     * @param personId null: a person of another installation, whose confirmation came with an import
     */
    public record ConfirmedBy(@Nullable UUID personId, String name, Instant at, String note) {}

    /**
     * Who took the fact back, and why.
     *
     * @param personId null: the watch that had recorded it
     */
    public record Withdrawal(@Nullable UUID personId, String name, Instant at, String reason) {}

    public UUID id() {
        return fact.id();
    }

    public Subject subject() {
        return fact.subject();
    }

    public boolean isWithdrawn() {
        return withdrawal != null;
    }

    /** Whether it states this already; {@code words} null: of those beside the value nothing is said. */
    public boolean says(Value value, @Nullable String words) {
        return fact.value().equals(value) && (words == null || detail.equals(words));
    }

    /** Whether a form sends back a day that has come while it stood: the answer has ended, and nobody typed it. */
    public boolean isLeftIn(FactForm form) {
        return form.definition().ahead()
                && form.first().equals(fact.value().canonical())
                && (form.detail().isBlank() || form.detail().equals(detail));
    }

    /** Neither withdrawn nor replaced. */
    public boolean isStanding() {
        return withdrawal == null && supersededBy == null;
    }

    /** Standing, and nobody has confirmed it; what had ended when it was observed waits for nobody. */
    public boolean isWaiting() {
        Instant until = fact.validUntil();
        return isStanding() && confirmedBy == null && (until == null || until.isAfter(fact.observedAt()));
    }

    public boolean isExpired(Instant now) {
        Instant until = fact.validUntil();
        return until != null && !now.isBefore(until);
    }

    /** What leads of the facts that stand about one subject in one slot, as verdicts have it ({@link Fact#leading}). */
    public static Optional<FactEntry> leading(Collection<FactEntry> standing, Instant now) {
        return Fact.leading(standing.stream().map(FactEntry::fact).toList(), now)
                .flatMap(leader ->
                        standing.stream().filter(e -> e.fact().equals(leader)).findFirst());
    }
}

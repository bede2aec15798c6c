package dev.shisa.server.evidence;

import dev.shisa.conformity.Fact;
import dev.shisa.conformity.Strength;
import dev.shisa.conformity.Subject;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
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

    /**
     * What leads of the facts that stand about one subject in one slot: the strongest that holds, among equals the one observed last.
     * Where the strongest have ended, what was observed since then leads, as verdicts have it; where nothing was, the last of them.
     */
    public static Optional<FactEntry> leading(Collection<FactEntry> standing, Instant now) {
        List<FactEntry> left = List.copyOf(standing);
        while (!left.isEmpty()) {
            Strength strongest = left.stream()
                    .map(e -> e.fact().strength())
                    .max(Comparator.naturalOrder())
                    .orElseThrow();
            List<FactEntry> peers = left.stream()
                    .filter(e -> e.fact().strength() == strongest)
                    .sorted(Comparator.comparing((FactEntry e) -> e.fact().observedAt())
                            .thenComparing(FactEntry::id)
                            .reversed())
                    .toList();
            Optional<FactEntry> holding =
                    peers.stream().filter(e -> !e.isExpired(now)).findFirst();
            if (holding.isPresent()) {
                return holding;
            }
            Instant ended = peers.stream()
                    .flatMap(e -> Stream.ofNullable(e.fact().validUntil()))
                    .max(Comparator.naturalOrder())
                    .orElseThrow();
            left = left.stream()
                    .filter(e -> e.fact().strength() != strongest
                            && !e.fact().observedAt().isBefore(ended))
                    .toList();
            if (left.isEmpty()) {
                return Optional.of(peers.getFirst());
            }
        }
        return Optional.empty();
    }
}

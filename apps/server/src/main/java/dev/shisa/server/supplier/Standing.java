package dev.shisa.server.supplier;

import java.time.LocalDate;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How a supplier stands on a day: the last accepted answer to each of the seven questions, the last decision, the contracts in
 * force. Plain: no clock, no database.
 *
 * @param reviews the last of each question that was not taken back, also one that has run out
 * @param decision the last one; null: none, or withdrawn
 * @param contracts that are in force
 */
record Standing(
        LocalDate today,
        Map<Question, Review> reviews,
        @Nullable Decision decision,
        List<Contract> contracts) {

    Standing {
        reviews = Map.copyOf(reviews);
        contracts = List.copyOf(contracts);
    }

    /** How one question stands. */
    enum Mark {
        YES,
        NO,
        ENDED,
        NONE;

        /** The shape that says so. */
        String state() {
            return switch (this) {
                case YES -> "met";
                case NO -> "not-met";
                case ENDED -> "recheck";
                case NONE -> "unknown";
            };
        }
    }

    /**
     * Of all that is recorded of one supplier.
     *
     * @param reviews the newest first
     * @param decisions the newest first
     */
    static Standing of(
            LocalDate today, Collection<Review> reviews, List<Decision> decisions, Collection<Contract> contracts) {
        Map<Question, Review> last = new EnumMap<>(Question.class);
        reviews.stream().filter(r -> r.end() == null).forEach(r -> last.putIfAbsent(r.question(), r));
        Decision decision = decisions.isEmpty() || decisions.getFirst().end() != null ? null : decisions.getFirst();
        return new Standing(
                today,
                last,
                decision,
                contracts.stream().filter(c -> c.isInForce(today)).toList());
    }

    Mark mark(Question question) {
        Review review = reviews.get(question);
        return review == null
                ? Mark.NONE
                : review.until().isBefore(today) ? Mark.ENDED : review.isYes() ? Mark.YES : Mark.NO;
    }

    int answered() {
        return (int) reviews.values().stream()
                .filter(r -> !r.until().isBefore(today))
                .count();
    }

    /** What is known to be lacking, also what was answered so long ago that it has to be asked again. */
    Set<Question> lacks() {
        Set<Question> lacks = EnumSet.noneOf(Question.class);
        reviews.values().stream().filter(r -> !r.isYes()).forEach(r -> lacks.add(r.question()));
        return lacks;
    }

    /** Whether a person decided that all of what is lacking now can be made up for. */
    boolean isMadeUpFor() {
        return decision != null
                && decision.outcome().equals("conditional")
                && decision.holds(today)
                && decision.lacks().containsAll(lacks());
    }

    /** Whether it was chosen: used by decision, with a look at how it deals with weaknesses. */
    boolean isChosen() {
        return decision != null
                && !decision.outcome().equals("reject")
                && decision.holds(today)
                && decision.lacks().containsAll(lacks())
                && Set.of(Question.SUPPORT, Question.STRUCTURE).stream()
                        .allMatch(q -> mark(q) == Mark.YES || mark(q) == Mark.NO);
    }

    /** The contracts in force that are about a product. */
    List<Contract> contracts(UUID seriesId) {
        return contracts.stream().filter(c -> c.covers(seriesId)).toList();
    }

    /** A contract that says a clause about a product for longest; null: none does. */
    @Nullable
    Contract saying(Clause clause, UUID seriesId, @Nullable String kind) {
        Contract longest = null;
        for (Contract contract : contracts(seriesId)) {
            if (contract.clauses().containsKey(clause)
                    && (kind == null || contract.kind().equals(kind))) {
                longest = longest == null || later(contract, longest) ? contract : longest;
            }
        }
        return longest;
    }

    private static boolean later(Contract one, Contract other) {
        LocalDate end = one.endsOn();
        LocalDate otherEnd = other.endsOn();
        return otherEnd != null && (end == null || end.isAfter(otherEnd));
    }
}

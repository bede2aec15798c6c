package dev.shisa.server.evidence;

import java.util.List;
import java.util.Set;

/**
 * Facts of these slots were added, confirmed, unconfirmed or withdrawn; published in the transaction of the change.
 *
 * @param cause {@code fact.added}, {@code fact.confirmed}, {@code fact.unconfirmed} or {@code fact.withdrawn}
 * @param causeArgs arguments of the cause's message: who, the evidence's code, its title
 */
public record FactsChanged(Set<SubjectSlot> slots, String cause, List<String> causeArgs) {

    public FactsChanged {
        slots = Set.copyOf(slots);
        causeArgs = List.copyOf(causeArgs);
    }

    /** Whether one of them belongs to this question. */
    public boolean isAbout(String key) {
        return slots.stream().anyMatch(slot -> slot.slot().key().value().equals(key));
    }
}

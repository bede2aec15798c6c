package dev.shisa.server.evidence;

import dev.shisa.conformity.Slot;
import dev.shisa.conformity.Subject;
import dev.shisa.conformity.Value;
import java.util.Set;
import java.util.UUID;

/**
 * A fact that is to be recorded; its strength and times are those of its evidence.
 *
 * @param detail free words that belong to the answer
 * @param supersedes facts of the same slot and of at most the same strength that it replaces
 */
public record NewFact(Subject subject, Slot slot, Value value, String detail, Set<UUID> supersedes) {

    public NewFact {
        supersedes = Set.copyOf(supersedes);
    }

    public static NewFact of(Subject subject, Slot slot, Value value, String detail) {
        return new NewFact(subject, slot, value, detail, Set.of());
    }
}

package dev.shisa.conformity;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What one leaf, or the list of an {@code every}, found in its slot.
 *
 * @param subject the layer that decided; null when no layer has a fact
 * @param touched whether that layer is a predecessor's and its facts do not count: a change touches the requirement, or the leaf
 *     speaks of this very version
 * @param predicate the CEL source; empty for the list of an {@code every}
 * @param around what {@code item} means in the predicate; empty if it does not name it
 * @param called what {@code name} means in the predicate; empty if it does not name it
 * @param ageDays the greatest age accepted; null for none, or while the parameter for it is not set
 * @param ageParameter the parameter that the age is taken from
 * @param unset the parameters that are needed and not set, with reason {@link Reason#PARAMETER_NOT_SET}
 * @param doubt why the truth is not proven
 * @param value the present value, where there is one
 * @param used the facts that state it, the leading one first
 * @param against the facts that contradict it
 * @param passedOver facts of that layer that are outranked, expired or shadowed
 */
public record Reading(
        Slot slot,
        @Nullable Subject subject,
        boolean touched,
        String predicate,
        String around,
        String called,
        Strength least,
        @Nullable Integer ageDays,
        @Nullable String ageParameter,
        List<String> unset,
        Reason reason,
        Doubt doubt,
        @Nullable Value value,
        List<UUID> used,
        List<UUID> against,
        List<UUID> passedOver) {

    public enum Reason {
        /** True: the predicate holds; for the list of an {@code every}: the list is known. */
        HOLDS,
        /** False. */
        HOLDS_NOT,
        /** Unknown: nothing was recorded. */
        NO_FACT,
        /** True: nothing was recorded in a list of what was found. */
        NOTHING_FOUND,
        /** False: nothing was recorded, and the rule takes silence for no. */
        SILENCE,
        /** Unknown: what was looked at does not reach as far as the rule asks. */
        FALLS_SHORT,
        /** Unknown: a parameter that the leaf needs has no value. */
        PARAMETER_NOT_SET,
        /** Unknown: the value was recorded under another type than the key has in this edition. */
        UNREADABLE,
        /** Stale: the strongest fact ended. */
        EXPIRED,
        /** Stale: the strongest fact ended, and weaker ones from before that do not count. */
        SHADOWED,
        /** Stale: a predecessor's fact, and a change touches the requirement or no statement is signed. */
        TOUCHED_BY_CHANGE,
        /** Stale: a predecessor's fact, and the leaf speaks of this very version. */
        EARLIER_VERSION,
        /** Conflict. */
        CONTRADICTION
    }

    /** Why a truth that is known is not proven. */
    public enum Doubt {
        NONE,
        TOO_WEAK,
        UNCONFIRMED
    }

    public Reading {
        unset = List.copyOf(unset);
        used = List.copyOf(used);
        against = List.copyOf(against);
        passedOver = List.copyOf(passedOver);
    }

    /** The same where nothing has to be proven, as in a contradiction. */
    public Reading believed() {
        return new Reading(
                slot,
                subject,
                touched,
                predicate,
                around,
                called,
                least,
                ageDays,
                ageParameter,
                unset,
                reason,
                Doubt.NONE,
                value,
                used,
                against,
                passedOver);
    }
}

package dev.shisa.conformity;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A requirement decided for a target, with its proof.
 *
 * @param towards with {@link VerdictState#EXPECTED}: what it becomes once all is proven
 * @param changesAt the next instant at which a fact that was looked at expires
 */
public record Verdict(
        String target,
        RequirementId requirement,
        VerdictState state,
        @Nullable VerdictState towards,
        Proof proof,
        @Nullable Instant changesAt) {

    /** Whether both say the same for the same reasons, at whatever instants they were decided. */
    public boolean saysTheSameAs(Verdict other) {
        return target.equals(other.target)
                && requirement.equals(other.requirement)
                && state == other.state
                && towards == other.towards
                && Objects.equals(changesAt, other.changesAt)
                && proof.decidedAt(Instant.EPOCH).equals(other.proof.decidedAt(Instant.EPOCH));
    }
}

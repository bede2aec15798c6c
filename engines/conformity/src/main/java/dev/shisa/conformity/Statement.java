package dev.shisa.conformity;

import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A signed change-impact statement: which requirements a release touches against its predecessor. For the others the
 * predecessor's facts go on counting (docs/concepts/facts.md).
 *
 * @param touched the requirements that it names; none: it says that the change touches nothing
 * @param signedBy name of the signer
 * @param confirmation of a second person, without whom nothing is inherited by it
 */
public record Statement(
        UUID release,
        UUID predecessor,
        Set<RequirementId> touched,
        String reason,
        String signedBy,
        Instant signedAt,
        @Nullable Confirmation confirmation) {

    public Statement {
        touched = Set.copyOf(touched);
    }

    /** Whether it counts: nobody alone says that a change leaves anything as it was, however much else it touches. */
    public boolean counts() {
        return confirmation != null;
    }
}

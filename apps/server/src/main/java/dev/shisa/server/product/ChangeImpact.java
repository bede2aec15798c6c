package dev.shisa.server.product;

import dev.shisa.conformity.Confirmation;
import dev.shisa.conformity.RequirementId;
import dev.shisa.conformity.Statement;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The signed statement which requirements a release touches against its predecessor; for all others the predecessor's
 * facts go on counting.
 *
 * @param frameworks the guides whose requirements the signer looked at; of others the statement says nothing
 * @param signedBy null: signed elsewhere, came with an import
 * @param confirmed by a second person, without whom it does not count: nothing is inherited by it
 */
public record ChangeImpact(
        UUID id,
        UUID releaseId,
        UUID predecessorId,
        Set<String> frameworks,
        Set<RequirementId> touched,
        String reason,
        @Nullable UUID signedBy,
        String signedName,
        Instant signedAt,
        @Nullable Confirmation confirmed) {

    public ChangeImpact {
        frameworks = Set.copyOf(frameworks);
        touched = Set.copyOf(touched);
    }

    /** As a proof tells it. */
    public Statement statement() {
        return new Statement(releaseId, predecessorId, touched, reason, signedName, signedAt, confirmed);
    }

    /** Whether it waits for a second person. */
    public boolean waits() {
        return !statement().counts();
    }
}

package dev.shisa.server.product;

import dev.shisa.conformity.RequirementId;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;

/**
 * The signed statement which requirements a release touches against its predecessor; for all others the predecessor's
 * facts go on counting.
 *
 * @param frameworks the guides whose requirements the signer looked at; of others the statement says nothing
 */
public record ChangeImpact(
        UUID id,
        UUID releaseId,
        UUID predecessorId,
        Set<String> frameworks,
        Set<RequirementId> touched,
        String reason,
        String signedName,
        Instant signedAt) {

    public ChangeImpact {
        frameworks = Set.copyOf(frameworks);
        touched = Set.copyOf(touched);
    }
}

package dev.shisa.server.product;

import dev.shisa.conformity.RequirementId;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;

/**
 * The signed statement which requirements a release touches against its predecessor; for all others the predecessor's
 * facts go on counting.
 */
public record ChangeImpact(
        UUID id,
        UUID releaseId,
        UUID predecessorId,
        Set<RequirementId> touched,
        String reason,
        String signedName,
        Instant signedAt) {

    public ChangeImpact {
        touched = Set.copyOf(touched);
    }
}

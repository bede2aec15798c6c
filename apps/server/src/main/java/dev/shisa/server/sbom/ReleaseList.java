package dev.shisa.server.sbom;

import dev.shisa.bom.Component;
import dev.shisa.server.evidence.StoredFile;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The bill of materials that counts for a release, for capabilities that ask what its components mean.
 *
 * @param file as it was taken in; null: it was erased
 * @param complete whether every component is recorded with name, developer and version
 */
public record ReleaseList(
        UUID id,
        UUID seriesId,
        UUID releaseId,
        Instant takenAt,
        @Nullable StoredFile file,
        boolean complete,
        List<Component> components) {

    public ReleaseList {
        components = List.copyOf(components);
    }
}

package dev.shisa.server.sbom;

import java.util.UUID;

/** Another list counts for a release, or none any more: published in the transaction that takes a list in or back. */
public record ReleaseListChanged(UUID seriesId, UUID releaseId) {}

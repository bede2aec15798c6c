package dev.shisa.server.document;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A step was taken with a version; published in its transaction. */
public record DocumentChanged(
        UUID documentId,
        UUID versionId,
        DocumentKind kind,
        @Nullable UUID seriesId,
        State state) {}

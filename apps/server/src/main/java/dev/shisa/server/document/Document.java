package dev.shisa.server.document;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A document through all of its versions.
 *
 * @param code for people, {@code R-7K2QM}
 * @param seriesId null: the organisation's
 */
public record Document(
        UUID id, String code, DocumentKind kind, @Nullable UUID seriesId, String createdName, Instant createdAt) {}

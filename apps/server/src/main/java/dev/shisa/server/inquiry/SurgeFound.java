package dev.shisa.server.inquiry;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Far more people ask than usual.
 *
 * @param series null: over everything
 * @param usual inquiries in an hour before, as people write it
 */
public record SurgeFound(UUID surge, String code, @Nullable UUID series, int count, String usual, String href) {}

package dev.shisa.server.platform.record;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who did it, and when. As a component of a row it lies in {@code by_id}, {@code by_name} and {@code at}.
 *
 * @param by null: somebody without an account
 */
public record Stamp(@Nullable UUID by, String byName, Instant at) {}

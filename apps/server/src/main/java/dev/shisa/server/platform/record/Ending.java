package dev.shisa.server.platform.record;

import java.time.Instant;
import java.util.UUID;

/** That a row counts no more: who said so, when and why. As a component of a row it lies in {@code ended_by} and the columns beside it. */
public record Ending(UUID by, String byName, Instant at, String reason) {}

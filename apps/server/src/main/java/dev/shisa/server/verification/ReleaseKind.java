package dev.shisa.server.verification;

import java.time.Instant;
import java.util.UUID;

/** Whether a release is a major one, as a person said with a reason. */
record ReleaseKind(UUID id, UUID releaseId, boolean major, String reason, String declaredName, Instant declaredAt) {}

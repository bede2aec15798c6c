package dev.shisa.server.checklist;

import java.time.Instant;
import java.util.UUID;

/**
 * A person's decision that the answer to a row rests on something that the catalogue knows.
 *
 * @param row counted from 1
 * @param question what was asked when it was tied
 */
record Tie(UUID id, UUID checklistId, int row, String question, Basis basis, UUID byId, String byName, Instant at) {}

/**
 * The append-only transparency log: tree, tiles, signed checkpoints, journal, witness (C2SP tlog-tiles, tlog-checkpoint,
 * signed-note, tlog-cosignature, tlog-witness).
 *
 * <p>How a batch is written, what is acknowledged and what a kill leaves: {@code docs/concepts/ledger.md}. Plain Java
 * but for the Ed25519 that signs: no Spring, database or wall clock; three threads for each open ledger, because a
 * disk waits.
 */
@NullMarked
package dev.shisa.ledger;

import org.jspecify.annotations.NullMarked;

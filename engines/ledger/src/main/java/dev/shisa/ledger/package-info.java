/**
 * The append-only transparency log: tree, tiles, signed checkpoints, journal, witness (C2SP tlog-tiles, tlog-checkpoint,
 * signed-note, tlog-cosignature, tlog-witness).
 */
@NullMarked
package dev.shisa.ledger;

import org.jspecify.annotations.NullMarked;

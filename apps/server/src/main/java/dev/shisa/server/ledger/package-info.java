/** 証跡記録: finding and proving records, checking everything against the ledger, evidence packs, giving checkpoints away. */
@NullMarked
package dev.shisa.server.ledger;

import org.jspecify.annotations.NullMarked;

package dev.shisa.server.platform.ledger;

import dev.shisa.server.platform.jobs.CommitSignal;
import org.springframework.stereotype.Component;

/** Tells whoever drains the outbox that a transaction with new records was committed. */
@Component
class LedgerSignal extends CommitSignal {}

/**
 * Telling other systems what happened: signed messages for verdicts, confirmations and facts.
 *
 * <p>They tell what the ledger has taken, in its order, so that a place in the ledger says how far an address was
 * told; they go the way of checkpoints ({@code SignedWebhooks}), each address on a thread of its own.
 *
 * <p>Tables: {@code webhook}, {@code webhook_delivery}.
 *
 * <p>Events: none.
 *
 * <p>Doors: pages {@code /settings/webhooks}; jobs {@code Webhooks}.
 */
@NullMarked
package dev.shisa.server.webhook;

import org.jspecify.annotations.NullMarked;

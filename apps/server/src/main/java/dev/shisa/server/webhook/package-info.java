/**
 * Telling other systems what happened: signed messages ({@code Webhook.Event}), described in the API's document for those who write
 * the receiver ({@code WebhookMessages}).
 *
 * <p>They tell what the ledger has taken, in its order, so that a place in the ledger says how far an address was
 * told; they go the way of checkpoints ({@code SignedWebhooks}), each address on a thread of its own. What
 * is many is one record where it happens ({@code findings-changed/1}: one for each release and look), since an address is told record
 * by record. Of a case only that one was opened is told, only where an owner chose it, and of a drill nothing.
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

/** Telling other systems what happened: signed messages for verdicts, confirmations and facts. */
@NullMarked
package dev.shisa.server.webhook;

import org.jspecify.annotations.NullMarked;

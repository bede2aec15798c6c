/**
 * What waits for the ledger, and the keeper who takes it: {@code LedgerOutbox} and {@code LedgerKeeper}.
 *
 * <p>A capability appends a record in the transaction of its change; how it goes on is told in
 * {@code docs/concepts/ledger.md}. Whether anything was recorded since somebody looked is asked of the database's
 * snapshots ({@code LedgerOutbox.look}), since numbers are drawn before a transaction ends. {@code Redactor} takes
 * people's words out of rows, {@code PersonTraces} names that no record describes.
 *
 * <p>Tables: {@code ledger_outbox}, {@code row_seal}.
 *
 * <p>Events: none.
 *
 * <p>Doors: jobs {@code LedgerKeeper}.
 */
@NullMarked
package dev.shisa.server.platform.ledger;

import org.jspecify.annotations.NullMarked;

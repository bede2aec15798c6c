/**
 * What happens after a transaction, and what stays whatever becomes of it.
 *
 * <p>What a change sets going outside of the database begins after its commit, or not at all ({@code Effects}); what
 * is true whatever becomes of a call, as that somebody was refused, is recorded apart, right after the transaction
 * has given its connection back ({@code Transactions.apart}). Whether anything was recorded since somebody looked is
 * asked of the database's snapshots ({@code LedgerOutbox.look}), since numbers are drawn before a transaction ends.
 *
 * <p>Tables: none.
 *
 * <p>Events: none.
 *
 * <p>Doors: none.
 */
@NullMarked
package dev.shisa.server.platform.transaction;

import org.jspecify.annotations.NullMarked;

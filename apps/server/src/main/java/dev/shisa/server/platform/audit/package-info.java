/**
 * Who did what, to which thing, when: one line for every act that changes something, in the act's own transaction and
 * in the ledger.
 *
 * <p><b>Files taken.</b> A handler that hands out a file carries {@code @Recorded(act)}; the line is written before
 * the first byte goes out. A test walks all handlers; what needs no line stands there with the reason.
 *
 * <p>Words for details that only another capability knows come from its bean of {@code AuditWords}.
 *
 * <p>Tables: {@code audit}.
 *
 * <p>Events: none.
 *
 * <p>Doors: pages {@code /audit}; API {@code /audit}.
 */
@NullMarked
package dev.shisa.server.platform.audit;

import org.jspecify.annotations.NullMarked;

/**
 * 証跡記録: finding and proving records, checking everything against the ledger, evidence packs, giving checkpoints away,
 * erasing.
 *
 * <p>How a record comes to be, and what it proves: {@code docs/concepts/ledger.md}, {@code docs/concepts/records.md}.
 * It comes late in the order, because it is the one place that may read the tables of others, by SQL of its own that
 * shares nothing with those who write them.
 *
 * <p><b>Held outside.</b> Whoever has server and key could make the log anew, unless somebody else holds a
 * checkpoint. {@code CheckpointSchedule} sends the newest one to folders, mail addresses, webhooks (Standard
 * Webhooks, HMAC) and witnesses (C2SP tlog-witness), with what became of each sending and where to: what another
 * address got does not count as held, and a password for mail goes only to the server that it was entered for; what a
 * witness says of another history goes to the doctor at once.
 *
 * <p>Requests go to {@code https}, or {@code http} within the computer; no redirects; each in a bounded time. Secrets
 * are files of {@code DATA/secrets}. {@code ./shisa verify --checkpoint FILE} compares one that was held: the root of
 * as many of today's leaves as it counts, hashed anew, must be its root.
 *
 * <p><b>Erasing.</b> Two people agree (owner asks; another owner or an auditor agrees; alone only after a day where
 * nobody else could). {@code Redactor}s take texts, or a person's name, out of rows; the old record loses salt and
 * body, and a successor of the same kind describes the row as it is then, so nothing becomes alterable. Content may
 * be missing only where a record {@code erasure/1} names record and commitment: {@code LedgerCheck}, the page of a
 * record and the pack's verifier each look there. {@code PersonTraces} covers names that no record describes. Values,
 * strengths, dates, confirmations and attached files stay, since verdicts rest on them.
 *
 * <p>Tables: {@code checkpoint_delivery}, {@code checkpoint_receiver}, {@code erased_record}, {@code erasure},
 * {@code ledger_check}.
 *
 * <p>Events: none.
 *
 * <p>Doors: pages {@code /products/{code}/pack}, {@code /products/{code}/pack.zip}, {@code /records}; API
 * {@code /checkpoint}, {@code /checkpoint-receivers}, {@code /checks}, {@code /records},
 * {@code /series/{code}/pack.zip}; jobs {@code Checker}, {@code CheckpointSchedule}.
 */
@NullMarked
package dev.shisa.server.ledger;

import org.jspecify.annotations.NullMarked;
